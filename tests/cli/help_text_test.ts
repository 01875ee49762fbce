import type { CommandHelp } from "../../lib/cli/command.ts";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { parseCommandLine } from "../../lib/cli/flags/parse_command_line.ts";
import { commandHelp, programHelp } from "../../lib/cli/help_text.ts";
import { runCli } from "../../lib/cli/run_cli.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { fakeIo } from "./fake_io.ts";

/** Commands and actions by what is typed. */
const HELPS: readonly (readonly [name: string, help: CommandHelp])[] = Object.entries(COMMANDS).flatMap((
  [name, command],
) => [
  [name, command] as const,
  ...Object.entries(command.actions ?? {}).map(([action, help]) => [`${name} ${action}`, help] as const),
]);

Deno.test("programHelp() lists every command, and none that does not exist", () => {
  const listed = [...programHelp("1.2.3", COMMANDS).matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name);
  assertEquals(listed, [...Object.keys(COMMANDS), "help", "version"]);
});

for (const [name, command] of HELPS) {
  const help = commandHelp(name, command);

  Deno.test(`commandHelp() of ${name} explains every flag within 80 columns`, () => {
    for (const flag of Object.keys(command.flags)) assertStringIncludes(help, `\n  --${flag}`);
    assertEquals(help.split("\n").filter((line) => line.length > 80), []);
  });

  Deno.test(`commandHelp() of ${name} shows examples that can be parsed`, () => {
    assert(command.examples.length > 0);
    for (const [line] of command.examples) {
      const [program, first = "", second, ...rest] = line.replace(/^.*\| /, "").replace(/ > .*$/, "").split(
        " ",
      );
      assertEquals(program, "omlens");
      assertMatch(`${first} ${second}`, new RegExp(`^${name}\\b`));
      const action = COMMANDS[first]?.actions?.[second ?? ""];
      if (action !== undefined) parseCommandLine(`${first} ${second}`, rest, action.flags);
      else parseCommandLine(first, [second ?? "", ...rest], COMMANDS[first]?.flags ?? {});
    }
  });
}

for (const [name, command] of Object.entries(COMMANDS)) {
  Deno.test(`${name} loads`, async () => assertEquals(typeof await command.load(), "function"));
}

for (const line of ["help fetch events", "fetch events --help", "fetch events --out x -h"]) {
  Deno.test(`omlens ${line} tells of this action alone`, async () => {
    const io = fakeIo();
    assertEquals(await runCli(line.split(" "), io), 0);
    const out = io.printed.out;
    assertStringIncludes(out, "Usage: omlens fetch events --org ID");
    assertStringIncludes(out, "\n  --include-raw ");
    assert(!out.includes("--tar") && !out.includes("--job"));
  });
}

for (const line of ["help fetch", "fetch --help", "help fetch evnts", "fetch --quiet events --help"]) {
  Deno.test(`omlens ${line} lists the actions`, async () => {
    const io = fakeIo();
    assertEquals(await runCli(line.split(" "), io), 0);
    const listed = [...io.printed.out.matchAll(/^ {2}([a-z]+) {2}/gm)].map(([, name]) => name);
    assertEquals(listed, ["servers", "jobs", "archive", "events", "bundle"]);
  });
}
