import { formatOf, LOG_FORMATS } from "../../lib/parse/log_format.ts";
import { assert, assertEquals, assertExists } from "../../lib/std/assert.ts";

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

for (const format of LOG_FORMATS) {
  Deno.test(`LOG_FORMATS ${format.name} has samples, a title and a description`, () => {
    assert(format.samples.length > 0 && format.title !== "" && format.description !== "");
  });

  for (const [at, { text, expected }] of format.samples.entries()) {
    Deno.test(`LOG_FORMATS ${format.name} reads its sample ${at + 1}`, () => {
      const entry = format.parse(text);
      assertExists(entry);
      const fields: Record<string, unknown> = { ...entry };
      assertEquals(Object.fromEntries(Object.keys(expected).map((key) => [key, fields[key]])), {
        ...expected,
      });
      assert(Object.keys(expected).length > 0 && format.matches(firstLine(text)));
    });

    Deno.test(`LOG_FORMATS no other format matches sample ${at + 1} of ${format.name}`, () => {
      const matching = LOG_FORMATS.filter((other) => other.matches(firstLine(text)));
      assertEquals(matching.map(({ name }) => name), [format.name]);
      assertEquals(formatOf(firstLine(text))?.name, format.name);
    });
  }
}

for (
  const line of [
    "",
    "\tat a.B.c(B.java:1)",
    "Caused by: a.X",
    "just words",
    "#logback.access pattern: common",
  ]
) {
  Deno.test(`formatOf() knows no format of ${JSON.stringify(line)}`, () =>
    assertEquals(formatOf(line), null));
}
