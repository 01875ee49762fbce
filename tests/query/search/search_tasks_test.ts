import { prepareQuery } from "../../../lib/query/prepare_query.ts";
import type { QueryOptions } from "../../../lib/query/query_options.ts";
import { searchTasks } from "../../../lib/query/search/search_tasks.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { applicationLine, timeAfter } from "../../helpers/log_builder.ts";
import { fakeCase } from "../fake_case.ts";

/** Synthetic: 8 records of 70 bytes or so, in 4 blocks. */
function log(startMs: number): string {
  return Array.from(
    { length: 8 },
    (_, i) => applicationLine({ time: timeAfter(startMs + i * 100), message: `Synthetic ${i}` }) + "\n",
  ).join("");
}

const reader = fakeCase([{ text: log(5000) }, { text: log(0), host: "om-2" }], { rowsInBlock: 2 });
const blockBytes = reader.blocks[0]!.byteEnd;

const CASES: readonly (readonly [string, number, QueryOptions, readonly (readonly number[])[]])[] = [
  ["every block by itself", 0, {}, [[4], [5], [6], [7], [0], [1], [2], [3]]],
  ["neighbours together, of one log file only", 2.5 * blockBytes, {}, [[4, 5], [6, 7], [0, 1], [2, 3]]],
  ["all of a log file", 1e6, {}, [[4, 5, 6, 7], [0, 1, 2, 3]]],
  ["only what is not over", 1e6, { after: `${Date.parse(timeAfter(2000))}_1_0` }, [[0, 1, 2, 3]]],
];

for (const [name, taskBytes, options, tasks] of CASES) {
  Deno.test(`searchTasks() are in the order in which rows are due: ${name}`, () => {
    const found = searchTasks(prepareQuery(reader, options), () => true, taskBytes);
    assertEquals(found.map(({ blocks }) => blocks), tasks);
  });
}

Deno.test("searchTasks() leaves out blocks that are not wanted", () => {
  const isWanted = ({ id }: { id: number }) => id % 3 !== 0;
  const found = searchTasks(prepareQuery(reader, {}), isWanted, 1e6);
  assertEquals(found.map(({ blocks }) => blocks), [[4, 5, 7], [1, 2]]);
});
