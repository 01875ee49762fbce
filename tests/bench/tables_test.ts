import { assertEquals, assertThrows } from "../../lib/std/assert.ts";
import type { Contender } from "./contender.ts";
import { growthTable } from "./growth_table.ts";
import { markdownTable } from "./markdown_table.ts";
import { replaceBlock } from "./marked_block.ts";
import { isSlow } from "./paired_runs.ts";
import type { Run } from "./run_command.ts";
import { medianRatio, speedTable } from "./speed_table.ts";

function runOf(wallS: number, rest: Partial<Run> = {}): Run {
  return { wallS, cpuS: 2 * wallS, peakMb: 10, othersCores: 0, ...rest };
}

function contender(name: string): Contender {
  return { name, title: `the ${name}`, needs: [], command: () => [name] };
}

/** Cells of a row, of the table's first row of figures when none is named. */
function cells(table: string, row = 0): string[] {
  return table.split("\n")[row + 2]!.split("|").slice(1, -1).map((cell) => cell.trim());
}

Deno.test("markdownTable() aligns all columns but the first to the right", () => {
  assertEquals(markdownTable(["a", "b"], [["x", "1"]]), "| a | b |\n| --- | ---: |\n| x | 1 |");
});

Deno.test("markdownTable() shows what is unknown as a dash and keeps pipes inside cells", () => {
  assertEquals(cells(markdownTable(["a", "b"], [["x", "NaN"]])), ["x", "–"]);
  assertEquals(markdownTable(["a"], [["`x | y`"]]).split("\n")[2], "| `x \\| y` |");
});

Deno.test("medianRatio() compares within rounds", () => {
  // 2, 0.5 and 3; the medians themselves, 4 and 8, would give 0.5.
  assertEquals(medianRatio([runOf(2), runOf(4), runOf(30)], [runOf(1), runOf(8), runOf(10)]), 2);
});

Deno.test("speedTable() has medians, the lowest time, the highest memory and rates", () => {
  const runs = new Map([
    ["gzip", [runOf(1), runOf(2), runOf(10)]],
    ["ours", [runOf(4, { peakMb: 300 }), runOf(2, { peakMb: 310 }), runOf(5, { othersCores: 1 })]],
  ]);
  const table = speedTable([contender("gzip"), contender("ours")], runs, { bytes: 8e8, lines: 4e6 });
  assertEquals(cells(table, 1), [
    "the ours",
    "3",
    "4.00",
    "2.00",
    "1.00",
    "8.00",
    "310",
    "200",
    "1.0",
    "0.00",
  ]);
});

Deno.test("speedTable() compares a contender of one round with that round", () => {
  const runs = new Map([["gzip", [runOf(2), runOf(1)]], ["slow", [runOf(6)]]]);
  assertEquals(cells(speedTable([contender("slow")], runs, { bytes: 1, lines: 1 })).slice(1, 5), [
    "1",
    "6.00",
    "6.00",
    "3.00",
  ]);
});

for (
  const { wallS, baseS, expected } of [
    { wallS: 21, baseS: 5, expected: true },
    { wallS: 19, baseS: 1, expected: false },
    { wallS: 25, baseS: 22, expected: false },
  ]
) {
  Deno.test(`isSlow() is ${expected} of ${wallS} s when the base takes ${baseS} s`, () => {
    assertEquals(isSlow(runOf(wallS), runOf(baseS)), expected);
  });
}

Deno.test("growthTable() compares time for each byte with the first size", () => {
  const sizes = [
    { name: "small", content: { bytes: 1e9, lines: 1 }, runs: new Map([["ours", [runOf(2), runOf(4)]]]) },
    { name: "large", content: { bytes: 4e9, lines: 1 }, runs: new Map([["ours", [runOf(18)]]]) },
  ];
  const table = growthTable("ours", sizes);
  assertEquals(cells(table, 0).slice(0, 5), ["small", "3.00", "2.00 to 4.00", "3.00", "1.00"]);
  assertEquals(cells(table, 1).slice(0, 7), [
    "large",
    "18.00",
    "18.00 to 18.00",
    "4.50",
    "1.50",
    "9.00",
    "1.50",
  ]);
});

Deno.test("replaceBlock() replaces what is between the marks and nothing else", () => {
  const page = "a\n<!-- x begin -->\nold\n<!-- x end -->\nb <!-- y begin --><!-- y end -->";
  assertEquals(
    replaceBlock(page, "x", "new"),
    "a\n<!-- x begin -->\n\nnew\n\n<!-- x end -->\nb <!-- y begin --><!-- y end -->",
  );
  assertEquals(replaceBlock(replaceBlock(page, "x", "newer"), "x", "new"), replaceBlock(page, "x", "new"));
});

Deno.test("replaceBlock() refuses a text without the marks", () => {
  assertThrows(() => replaceBlock("<!-- x end --><!-- x begin -->", "x", ""), RangeError, "no marks");
});
