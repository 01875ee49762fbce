import { parseHeaderLine } from "../../lib/parse/header_line.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const HEADERS: readonly [
  line: string,
  version: string | null,
  build: string | null,
  builtAt: string | null,
][] = [
  [
    "[Starting Logging - App Version: 4.2.12.56844.20200408T2127Z]",
    "4.2.12",
    "56844",
    "2020-04-08T21:27:00.000Z",
  ],
  [
    "[Starting Logging - App Version: 8.0.27.500.20260930T1200Z]\r",
    "8.0.27",
    "500",
    "2026-09-30T12:00:00.000Z",
  ],
  [
    "[Starting Logging - App Version: 9.0.0-rc1.77.20260930T1200Z]",
    "9.0.0-rc1",
    "77",
    "2026-09-30T12:00:00.000Z",
  ],
  ["[Starting Logging - App Version: 9.0.1.12.20261301T1200Z]", "9.0.1", "12", null],
  ["[Starting Logging - App Version: 8.0.27] (hosted)", "8.0.27", null, null],
  ["[Starting Logging - App Version: unknown]", null, null, null],
  ["[Starting Logging - App Version: ", null, null, null],
];

for (const [line, version, build, builtAt] of HEADERS) {
  Deno.test(`parseHeaderLine() reads ${JSON.stringify(line)}`, () => {
    assertEquals(parseHeaderLine(line), { version, build, builtAt });
  });
}

Deno.test("parseHeaderLine() takes nothing else for a header", () => {
  assertEquals(parseHeaderLine(" [Starting Logging - App Version: 4.2.12.1.20200408T2127Z]"), null);
  assertEquals(parseHeaderLine("[Starting Logging]"), null);
  assertEquals(parseHeaderLine(""), null);
});
