import { openCase } from "../../lib/case/open_case.ts";
import type { CaseReader } from "../../lib/case/case_reader.ts";
import { UsageError } from "../../lib/errors.ts";
import { parseFilter } from "../../lib/query/parse_filter.ts";
import { queryCase } from "../../lib/query/query_case.ts";
import type { QueryOptions } from "../../lib/query/query_options.ts";
import type { SearchStep } from "../../lib/query/search/search_step.ts";
import { searchCase, type SearchPace } from "../../lib/query/search_case.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../lib/std/assert.ts";
import { withSampleFolder } from "../serve/sample_case.ts";
import { fakeCase } from "./fake_case.ts";

function withReader<T>(use: (reader: CaseReader) => Promise<T>): Promise<T> {
  return withSampleFolder(async (folder) => {
    const reader = openCase(folder);
    try {
      return await use(reader);
    } finally {
      reader.close();
    }
  });
}

async function stepsOf(
  reader: CaseReader,
  options: QueryOptions,
  pace: SearchPace = {},
): Promise<SearchStep[]> {
  return await Array.fromAsync(searchCase(reader, options, pace));
}

const rowsIn = (steps: readonly SearchStep[]) =>
  steps.flatMap((step) => step.kind === "rows" ? step.rows : []);

const QUERIES: readonly (readonly [string, QueryOptions])[] = [
  ["everything", {}],
  ["errors", { filter: parseFilter("level:ERROR") }],
  ["a text that is nowhere", { filter: parseFilter("nowhere-at-all") }],
  ["a text with context and a limit", { filter: parseFilter("Exception"), context: 2, limit: 300 }],
];

for (const [name, options] of QUERIES) {
  // 0: everything is left to the worker. A clock that stands still: everything is done here. Else a part of it.
  for (
    const [pace, why] of [[{ briefMs: -1 }, "a worker"], [{ briefMs: 1e9 }, "this thread"], [
      {},
      "both",
    ]] as const
  ) {
    Deno.test(`searchCase() tells of ${name} the rows that queryCase() tells, with ${why}`, () =>
      withReader(async (reader) => {
        const steps = await stepsOf(reader, options, pace);
        assertEquals(rowsIn(steps), [...queryCase(reader, options)]);
      }));
  }
}

Deno.test("searchCase() tells the records behind every finding, however little time there is", () =>
  withReader(async (reader) => {
    for (const { id } of reader.analysis.findings.slice(0, 4)) {
      // Time is up when it is asked for that often.
      for (let questions = 0; questions < 6; questions++) {
        let nowMs = 0;
        const pace = { briefMs: questions, now: () => nowMs++ };
        const steps = await stepsOf(reader, { finding: id, limit: 20 }, pace);
        assertEquals(rowsIn(steps), [...queryCase(reader, { finding: id, limit: 20 })]);
      }
    }
  }));

Deno.test("searchCase() says how far it is, never more than all, and all of it at the end", () =>
  withReader(async (reader) => {
    const steps = await stepsOf(reader, { filter: parseFilter("nowhere-at-all") }, { briefMs: -1 });
    const progress = steps.filter((step) => step.kind === "progress");
    const totalBytes = reader.blocks.reduce((sum, { byteEnd, byteOffset }) => sum + byteEnd - byteOffset, 0);
    assert(progress.length >= 2, `${progress.length}`);
    assertEquals(progress[0], { kind: "progress", searchedBytes: 0, totalBytes });
    assertEquals(progress.at(-1), { kind: "progress", searchedBytes: totalBytes, totalBytes });
    assert(progress.every((step, at) => at === 0 || step.searchedBytes >= progress[at - 1]!.searchedBytes));
  }));

Deno.test("searchCase() ends its worker when nobody reads on, or when it is aborted", () =>
  withReader(async (reader) => {
    for await (const step of searchCase(reader, {}, { briefMs: -1 })) if (step.kind === "rows") break;
    const abortion = new AbortController();
    const steps = searchCase(reader, {}, { briefMs: -1, signal: abortion.signal });
    await steps.next();
    abortion.abort(new Error("synthetic"));
    await assertRejects(() => Array.fromAsync(steps), Error, "synthetic");
    // Sanitizers tell of a worker that is left.
  }));

Deno.test("searchCase() waits for its turn before it starts a worker, and gives it back", () =>
  withReader(async (reader) => {
    const told: string[] = [];
    const takeTurn = () => {
      told.push("taken");
      return Promise.resolve(() => void told.push("given back"));
    };
    await stepsOf(reader, { limit: 5 }, { briefMs: 1e9, takeTurn });
    assertEquals(told, []);
    await stepsOf(reader, { limit: 5 }, { briefMs: -1, takeTurn });
    assertEquals(told, ["taken", "given back"]);
  }));

Deno.test("searchCase() goes on here where no worker can be had, and others have their turn", async () => {
  const line = "2026-04-12T03:14:15.926+0000 [main] INFO  com.example.Job [Job.java:run:7] - synthetic\n";
  const reader = fakeCase([{ text: line.repeat(1000) }]);
  let turns = 0;
  const timer = setInterval(() => turns++);
  const steps = await stepsOf(reader, {}, { briefMs: -1 });
  clearInterval(timer);
  assertEquals(rowsIn(steps).length, 1000);
  assert(turns > 1, `${turns}`);
});

Deno.test("searchCase() tells what could not be done, once", async () => {
  const text = { available: false, reason: "synthetic", remedy: "x" } as const;
  const line = "2026-04-12T03:14:15.926+0000 [main] INFO  com.example.Job [Job.java:run:7] - synthetic\n";
  for (const briefMs of [-1, 1e9]) {
    const steps = await stepsOf(fakeCase([{ text: line }], { text }), {}, { briefMs });
    assertEquals(steps.flatMap((step) => step.kind === "problem" ? [step.problem.code] : []), [
      "query.no-text",
    ]);
  }
});

Deno.test("searchCase() throws at once when what is asked for does not exist", () => {
  const reader = fakeCase([]);
  for (const options of [{ after: "x" }, { signature: "nix" }, { finding: "nix" }]) {
    assertThrows(() => searchCase(reader, options), UsageError);
  }
});
