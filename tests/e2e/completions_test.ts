import { assertEquals } from "../../lib/std/assert.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { CHECKOUT, runOmlens } from "./run_omlens.ts";

const READ = `--allow-read=${CHECKOUT.pathname}`;

/** What is typed, and what it is completed to. */
const COMPLETED: Readonly<Record<string, string>> = {
  "analy": "analyze",
  "analyze --max-l": "--max-line-bytes",
  "dif": "diff",
  "diff a b --fa": "--fail-on",
  "fetch ev": "events",
  "fetch --pro": "--profile",
  "fetch events --include-r": "--include-raw",
  "fetch events --prof": "--profile",
  "rules sh": "show",
  "rules check --sch": "--schema",
  "help fe": "fetch",
};

/** What each shell prints for these with the script in FILE. */
const SHELLS: Readonly<Record<string, (file: string) => string[]>> = {
  bash: (file) => [
    "-c",
    `. ${file}; ` +
    Object.keys(COMPLETED).map((line) =>
      `COMP_WORDS=(omlens ${line}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _omlens; echo "\${COMPREPLY[@]}"; `
    ).join(""),
  ],
  zsh: (file) => ["-f", "-n", file],
  fish: (file) => [
    "--no-config",
    "-c",
    `. ${file}; ` +
    Object.keys(COMPLETED).map((line) => `complete -C 'omlens ${line}' | cut -f 1; `).join(""),
  ],
};

for (const [shell, argsFor] of Object.entries(SHELLS)) {
  Deno.test({
    name: `omlens completions ${shell} prints a script that ${shell} runs${
      isThere(shell) ? "" : ` (skipped: no ${shell} here)`
    }`,
    ignore: !isThere(shell),
    fn: () =>
      withFolder(async (root) => {
        const { code, out, err } = await runOmlens(["completions", shell], {
          permissions: [READ],
          cwd: root,
        });
        assertEquals([code, err], [0, ""]);
        await Deno.writeTextFile(`${root}/script`, out);
        const run = await new Deno.Command(shell, {
          args: argsFor(`${root}/script`),
          stdout: "piped",
          stderr: "piped",
        })
          .output();
        const decoder = new TextDecoder();
        assertEquals(decoder.decode(run.stderr), "");
        // zsh only checks the syntax: its completion needs a terminal.
        assertEquals(
          decoder.decode(run.stdout),
          shell === "zsh" ? "" : `${Object.values(COMPLETED).join("\n")}\n`,
        );
      }),
  });
}

Deno.test("omlens completions names the shells there are when it does not know one", () =>
  withFolder(async (root) => {
    const { code, err } = await runOmlens(["completions", "zhs"], { permissions: [READ], cwd: root });
    assertEquals(code, 2);
    assertEquals(
      err,
      'omlens: cannot write completions: there is none for "zhs", only for bash, zsh, fish\ntry: omlens completions zsh\n',
    );
  }));

function isThere(command: string): boolean {
  return ["/usr/bin", "/bin", "/usr/local/bin"].some((folder) => {
    try {
      return Deno.statSync(`${folder}/${command}`).isFile;
    } catch {
      return false;
    }
  });
}
