import type { CaseReader } from "../../lib/case/case_reader.ts";
import { openCase } from "../../lib/case/open_case.ts";
import { parseFilter } from "../../lib/query/parse_filter.ts";
import { queryCase } from "../../lib/query/query_case.ts";
import type { QueryOptions } from "../../lib/query/query_options.ts";
import type { BenchArchive } from "./bench_archive.ts";
import { markdownTable } from "./markdown_table.ts";
import { median } from "./median.ts";
import { run } from "./run_command.ts";

const REPEATS = 5;
/** What the issue allows a case: a tenth of the archive, and this much for each record. */
const BYTES_A_RECORD = 30;
const SEARCHES = [
  'text~"SocketTimeoutException: [Cc]onnect timed out"',
  'text~"nothing like (this|that) anywhere"',
  'text~"[a-f0-9]{24}.*denied"',
];
const QUERY = [Deno.execPath(), "run", "--allow-read", "--no-prompt", "cli.ts", "query"];

/** Times what people do with a case of the archive, and weighs it; as Markdown. */
export async function benchCase(archive: BenchArchive, folder: string): Promise<string> {
  const opening = await benchOpening(folder);
  const reader = openCase(folder);
  try {
    const lookups = markdownTable(["", "runs", "median ms", "worst ms"], [
      ...opening,
      ...benchLookups(reader),
    ]);
    return [weigh(archive, folder, reader), lookups, benchSearches(reader)].join("\n\n");
  } finally {
    reader.close();
  }
}

function weigh({ sizeBytes }: BenchArchive, folder: string, { analysis }: CaseReader): string {
  const caseBytes = Deno.statSync(`${folder}/case.db`).size;
  const { records } = analysis.totals;
  const share = caseBytes / (sizeBytes / 10 + BYTES_A_RECORD * records);
  return `\`case.db\` has ${(caseBytes / 1e6).toFixed(1)} MB for ${records} records: ` +
    `${(caseBytes / records).toFixed(1)} bytes a record, ${(100 * share).toFixed(0)} % of what is allowed.`;
}

async function benchOpening(folder: string): Promise<string[][]> {
  const walls: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    walls.push(1000 * (await run([...QUERY, folder, "--limit", "1"])).wallS);
  }
  return [
    timesRow("`omlens query CASE --limit 1`, from start to end", walls),
    timed("opening the case", () => openCase(folder).close()),
    timed("opening it and reading its analysis", () => {
      const reader = openCase(folder);
      if (reader.analysis.inputs.length === 0) throw new Error("Cannot time the case: it has no inputs");
      reader.close();
    }),
  ];
}

function benchLookups(reader: CaseReader): string[][] {
  const { start, end } = reader.analysis.span!;
  const at = (share: number) => Date.parse(start) + share * (Date.parse(end) - Date.parse(start));
  const hosts = [...new Set(reader.members.map(({ host }) => host))];
  const blocks = reader.blocks.filter(({ rows }) => rows > 10);
  let turn = 0;
  const next = () => (turn = (turn + 0.377) % 1);
  const any = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!;
  // An archive of access logs has none.
  const signature = reader.analysis.signatures[0]?.id;
  return [
    timed(
      "50 records by time and host",
      () => count(reader, { filter: parseFilter(`host:${any(hosts)}`), since: at(next() * 0.9), limit: 50 }),
    ),
    timed("the 21 lines around any line", () => {
      const { member, firstLine } = any(blocks);
      return reader.lines(member, firstLine + 100, firstLine + 120).length;
    }, 20),
    ...(signature === undefined ? [] : [timed(
      "records of the most frequent signature in an hour",
      () => count(reader, { signature, since: at(0.5), until: at(0.5) + 3_600_000 }),
    )]),
  ];
}

/** Searches all text with the cores that there are. */
function benchSearches(reader: CaseReader): string {
  const bytes = reader.members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const rows = SEARCHES.map((filter) => {
    let records = 0;
    const walls = Array.from({ length: REPEATS }, () =>
      secondsOf(() => {
        records = count(reader, { filter: parseFilter(filter), events: false });
      }));
    const wallS = median(walls);
    return [
      `\`${filter}\``,
      String(records),
      wallS.toFixed(2),
      Math.min(...walls).toFixed(2),
      (bytes / 1e9 / wallS).toFixed(2),
    ];
  });
  return markdownTable(["searching everything", "records", "s", "lowest", "GB/s"], rows);
}

function count(reader: CaseReader, options: QueryOptions): number {
  let rows = 0;
  for (const _ of queryCase(reader, options)) rows++;
  return rows;
}

function timed(title: string, work: () => unknown, repeats = REPEATS): string[] {
  return timesRow(title, Array.from({ length: repeats }, () => 1000 * secondsOf(work)));
}

function timesRow(title: string, ms: readonly number[]): string[] {
  return [title, String(ms.length), median(ms).toFixed(1), Math.max(...ms).toFixed(1)];
}

function secondsOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
