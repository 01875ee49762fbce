import { textStyle } from "../../../lib/cli/terminal/text_style.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fakeIo } from "../fake_io.ts";

const CASES: [
  color: "auto" | "always" | "never",
  terminal: boolean,
  variables: Record<string, string>,
  coloured: boolean,
][] = [
  ["auto", true, {}, true],
  ["auto", false, {}, false],
  ["auto", true, { NO_COLOR: "1" }, false],
  ["auto", true, { NO_COLOR: "" }, true],
  ["auto", false, { FORCE_COLOR: "1" }, true],
  ["auto", true, { FORCE_COLOR: "0" }, false],
  ["auto", false, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ["always", false, { NO_COLOR: "1" }, true],
  ["never", true, { FORCE_COLOR: "1" }, false],
];

for (const [color, terminal, variables, coloured] of CASES) {
  const where = terminal ? "a terminal" : "a pipe";
  Deno.test(`textStyle() with --color ${color} on ${where}, ${JSON.stringify(variables)}: ${coloured}`, async () => {
    const io = fakeIo({ terminal, variables });
    const style = await textStyle(color, io.stdout, io);
    assertEquals(style("text", "red"), coloured ? "\x1b[31mtext\x1b[0m" : "text");
  });
}
