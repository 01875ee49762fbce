import type { CaseOpening, CaseReader } from "../../../lib/case/case_reader.ts";
import { openCase } from "../../../lib/case/open_case.ts";
import { parseFilter } from "../../../lib/query/parse_filter.ts";
import { queryCase } from "../../../lib/query/query_case.ts";
import type { QueryOptions } from "../../../lib/query/query_options.ts";
import { prepareQuery, queryMatcher } from "../../../lib/query/prepare_query.ts";
import type { QueryRow } from "../../../lib/query/query_row.ts";
import type { CrewOptions } from "../../../lib/query/search/search_crew.ts";
import { searchMemory, takeFound } from "../../../lib/query/search/search_memory.ts";
import { searchTasks } from "../../../lib/query/search/search_tasks.ts";
import type { SearchOrder } from "../../../lib/query/search/search_worker.ts";
import { TaskBoard } from "../../../lib/query/search/task_board.ts";
import { startWorker } from "../../../lib/scan/start_worker.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { makeCase } from "../../case/make_case.ts";
import { accessLine, applicationLine, timeAfter } from "../../helpers/log_builder.ts";
import { fc } from "../../helpers/property.ts";
import { gzip, tarEntry, tarOf } from "../../helpers/tar_builder.ts";
import { withFolder } from "../../helpers/temporary_folder.ts";

/** Workers are started for the first block, and take one block at a time. */
const AT_ONCE: CrewOptions = { workers: 2, aloneBlocks: 0, taskBytes: 0 };

/** Synthetic: a log of each day for three hosts, records some seconds apart, now and then one that is looked for. */
function application(host: number, day: number): string {
  return Array.from({ length: 300 }, (_, i) => {
    const message = i % 97 === 10 * day ? `Timed out after ${i} ms \u00fc` : `Synthetic ${i} done`;
    const level = i % 50 === host ? "WARN  " : "INFO  ";
    const record = applicationLine({ time: timeAfter(day * 86_400_000 + i * 7000 + host), message, level });
    return `${record}\n${i % 40 === 3 ? "\tat a.B.c(B.java:1)\n" : ""}`;
  }).join("");
}

function requests(host: number): string {
  return Array.from({ length: 200 }, (_, i) =>
    accessLine({
      time: `12/Apr/2026:0${3 + i % 5}:14:${10 + i % 50} +0000`,
      request: `GET /synthetic/${i} HTTP/1.1`,
      status: i % 90 === host ? "503" : "200",
    }) + "\n").join("");
}

const ARCHIVE = gzip(tarOf(
  ...[1, 2, 3].flatMap((host) => [
    ...[0, 1, 2].map((day) =>
      tarEntry({ name: `om-${host}/application/mms0.2026041${2 + day}.log` }, application(host, day))
    ),
    tarEntry({ name: `om-${host}/http_access/mms0-access.log.gz` }, gzip(requests(host))),
  ]),
));

async function withCase(
  use: (reader: CaseReader, folder: string) => Promise<void> | void,
  { embed = false } = {},
): Promise<void> {
  await withFolder(async (folder) => {
    const { path } = await makeCase(folder, { "om.tar.gz": { kind: "file", content: ARCHIVE } }, { embed });
    const reader = openCase(path);
    try {
      await use(reader, folder);
    } finally {
      reader.close();
    }
  });
}

/** The same case, some of it otherwise. */
function withParts(reader: CaseReader, parts: Partial<CaseReader>): CaseReader {
  return {
    analysis: reader.analysis,
    members: reader.members,
    names: reader.names,
    blocks: reader.blocks,
    rows: (block) => reader.rows(block),
    text: reader.text,
    bytes: (...place) => reader.bytes(...place),
    readInto: (...place) => reader.readInto(...place),
    lines: (...place) => reader.lines(...place),
    opening: reader.opening,
    close: () => {},
    ...parts,
  };
}

const filters = fc.constantFrom(
  'text~"Timed out after \\d+"',
  'text~"\\d{3} ms"',
  'text~"(at a|synthetic/1.9 )"',
  '"Timed out" level:WARN',
  '"Timed out" or status:503',
  "not Synthetic",
  "nowhere",
  "level>=WARN",
  "host:om-2 message:done",
  "\u00fc",
  "",
).map(parseFilter);

/** What this thread tells by itself. */
function alone(reader: CaseReader, options: QueryOptions): QueryRow[] {
  return [...queryCase(reader, options, { workers: 0 })];
}

for (const embed of [false, true]) {
  Deno.test(`SearchCrew finds with workers what it finds alone; embed: ${embed}`, () =>
    withCase((reader) => {
      assertEquals(reader.blocks.length, 12);
      fc.assert(
        fc.property(
          filters,
          fc.record({ context: fc.constantFrom(0, 2), limit: fc.constantFrom(3, 10_000) }),
          fc.integer({ min: 1, max: 3 }),
          fc.constantFrom(0, 50_000),
          (filter, more, workers, taskBytes) => {
            const options = { filter, ...more };
            const rows = [...queryCase(reader, options, { ...AT_ONCE, workers, taskBytes })];
            assertEquals(rows, alone(reader, options));
          },
        ),
        { numRuns: 12 },
      );
    }, { embed }));
}

Deno.test("SearchCrew keeps to the cursor, since and until of a query", () =>
  withCase((reader) => {
    const filter = parseFilter("Timed");
    const all = alone(reader, { filter });
    assertEquals(all.length, 30);
    const after = [...queryCase(reader, { filter, after: all[4]!.cursor }, AT_ONCE)];
    assertEquals(after, all.slice(5));
    const [since, until] = [all[3]!.timeMs, all[9]!.timeMs];
    assertEquals([...queryCase(reader, { filter, since, until }, AT_ONCE)], all.slice(3, 10));
  }));

Deno.test("a worker of SearchCrew finds the rows of every block, told by nothing but the shared memory", () =>
  withCase(async (reader) => {
    const options: QueryOptions = { filter: parseFilter("Timed") };
    const query = prepareQuery(reader, options);
    const tasks = searchTasks(query, () => true, 0);
    const { members, blocks } = reader;
    const memory = searchMemory({ tasks: tasks.length, members: members.length, blocks: blocks.length });
    const worker = startWorker(new URL("../../../lib/query/search/search_worker.ts", import.meta.url))!;
    worker.postMessage({ thread: 1, opening: reader.opening!, options, tasks, memory } satisfies SearchOrder);
    const board = new TaskBoard(tasks, memory);
    for (const task of tasks.keys()) {
      // The state is read first: should it change before the wait, the wait is none.
      for (let state = memory.states[task]!; board.isOpen(task); state = memory.states[task]!) {
        await Atomics.waitAsync(memory.states, task, state).value;
      }
    }
    worker.terminate();
    const found = blocks.map((_, index) => [...takeFound(memory, index) ?? ["not searched"]]);
    const matcher = queryMatcher(query);
    assertEquals(found, blocks.map((block) => [...matcher.match(block)]));
    assert(found.flat().length > 20, `${found.flat().length}`);
  }));

/** Workers that cannot do what they are told. */
const FAILURES: Readonly<Record<string, (folder: string, opening: CaseOpening) => Partial<CaseReader>>> = {
  "workers do not find the case": (folder, opening) => ({
    opening: { ...opening, path: `${folder}/gone.db` },
  }),
  "workers do not find the lines": (folder, opening) => ({
    opening: { ...opening, files: new Map([[1, `${folder}/gone.tar.gz`]]) },
  }),
  "the case cannot be opened again": () => ({ opening: null }),
};

for (const [name, partsOf] of Object.entries(FAILURES)) {
  Deno.test(`SearchCrew searches alone when ${name}`, () =>
    withCase((reader, folder) => {
      const options: QueryOptions = { filter: parseFilter("Timed") };
      const failing = withParts(reader, partsOf(folder, reader.opening!));
      assertEquals([...queryCase(failing, options, AT_ONCE)], alone(reader, options));
    }));
}

Deno.test("SearchCrew says once that lines cannot be read", () =>
  withCase(async (reader, folder) => {
    await Deno.remove(`${folder}/om.tar.gz`);
    const codes: string[] = [];
    const report = ({ code }: { code: string }) => void codes.push(code);
    const rows = [...queryCase(reader, { filter: parseFilter("Timed"), report }, AT_ONCE)];
    assertEquals([rows, codes], [[], ["query.not-searched"]]);
  }));

Deno.test("SearchCrew stops its workers when nobody wants more rows", () =>
  withCase((reader) => {
    for (const row of queryCase(reader, { filter: parseFilter("Timed") }, AT_ONCE)) {
      assertEquals(row.kind, "record");
      break;
    }
  }));
