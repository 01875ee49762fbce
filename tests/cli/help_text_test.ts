import { COMMANDS } from "../../lib/cli/commands.ts";
import { parseCommandLine } from "../../lib/cli/flags/parse_command_line.ts";
import { commandHelp, programHelp } from "../../lib/cli/help_text.ts";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";

Deno.test("programHelp() lists every command, and none that does not exist", () => {
  const listed = [...programHelp("1.2.3", COMMANDS).matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name);
  assertEquals(listed, [...Object.keys(COMMANDS), "help", "version"]);
});

for (const [name, command] of Object.entries(COMMANDS)) {
  const help = commandHelp(name, command);

  Deno.test(`commandHelp() of ${name} explains every flag within 80 columns`, () => {
    for (const flag of Object.keys(command.flags)) assertStringIncludes(help, `\n  --${flag}`);
    assertEquals(help.split("\n").filter((line) => line.length > 80), []);
  });

  Deno.test(`commandHelp() of ${name} shows examples that can be parsed`, () => {
    assert(command.examples.length > 0);
    for (const [line] of command.examples) {
      const [program, first, ...args] = line.replace(/^.*\| /, "").split(" ");
      assertEquals([program, first], ["omlens", name]);
      parseCommandLine(name, args, command.flags);
    }
  });

  Deno.test(`${name} loads`, async () => assertEquals(typeof await command.load(), "function"));
}
