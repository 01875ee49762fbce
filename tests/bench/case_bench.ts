import type { CaseReader } from "../../lib/case/case_reader.ts";
import { openCase } from "../../lib/case/open_case.ts";
import { parseFilter } from "../../lib/query/parse_filter.ts";
import { queryCase } from "../../lib/query/query_case.ts";
import type { QueryOptions } from "../../lib/query/query_options.ts";
import { median, print } from "./run_command.ts";

const REPEATS = 5;
/** What the issue allows a case: a tenth of the archive, and this much for each record. */
const BYTES_A_RECORD = 30;

/** Times what people do with a case of the archive, and weighs it. */
export function benchCase(archive: string, folder: string): void {
  weigh(archive, folder);
  const open = timed(() => openCase(folder).close());
  print(`opening the case: ${open}`);
  const reader = openCase(folder);
  print(`reading its analysis: ${timed(() => reader.analysis.findings.length, 1)}`);
  benchReader(reader);
  reader.close();
}

function weigh(archive: string, folder: string): void {
  const [archiveBytes, caseBytes] = [archive, `${folder}/case.db`].map((path) => Deno.statSync(path).size);
  const reader = openCase(folder);
  const { records } = reader.analysis.totals;
  reader.close();
  const allowed = archiveBytes! / 10 + BYTES_A_RECORD * records;
  print(
    `case.db: ${caseBytes} bytes for ${records} records of an archive of ${archiveBytes} bytes, ` +
      `${
        ((caseBytes! - archiveBytes! / 10) / records).toFixed(1)
      } bytes a record beside a tenth of the archive; ` +
      `${(100 * caseBytes! / allowed).toFixed(0)} % of what is allowed`,
  );
}

function benchReader(reader: CaseReader): void {
  const { start, end } = reader.analysis.span!;
  const at = (share: number) => Date.parse(start) + share * (Date.parse(end) - Date.parse(start));
  const hosts = [...new Set(reader.members.map(({ host }) => host))];
  let turn = 0;
  const next = () => (turn = (turn + 0.377) % 1);
  print(
    `finding 50 records by time and host: ${
      timed(() =>
        count(reader, {
          filter: parseFilter(`host:${hosts[Math.floor(next() * hosts.length)]}`),
          since: at(next() * 0.9),
          limit: 50,
        })
      )
    }`,
  );
  const blocks = reader.blocks.filter(({ rows }) => rows > 10);
  print(`the 21 lines around any line: ${
    timed(() => {
      const { member, firstLine } = blocks[Math.floor(next() * blocks.length)]!;
      return reader.lines(member, firstLine + 100, firstLine + 120).length;
    }, 20)
  }`);
  print(
    `records of one signature in an hour: ${
      timed(() =>
        count(reader, {
          signature: reader.analysis.signatures[3]!.id,
          since: at(0.5),
          until: at(0.5) + 3_600_000,
        })
      )
    }`,
  );
  for (
    const filter of [
      'text~"SocketTimeoutException: [Cc]onnect timed out"',
      'text~"nothing like (this|that) anywhere"',
      'text~"[a-f0-9]{24}.*denied"',
    ]
  ) {
    const seconds = secondsOf(() =>
      print(`  ${count(reader, { filter: parseFilter(filter), events: false })} records fit ${filter}`)
    );
    const megabytes = reader.members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1e6;
    print(
      `searching all of ${megabytes.toFixed(0)} MB: ${seconds.toFixed(2)} s, ${
        (megabytes / seconds).toFixed(0)
      } MB/s`,
    );
  }
}

function count(reader: CaseReader, options: QueryOptions): number {
  let rows = 0;
  for (const _ of queryCase(reader, options)) rows++;
  return rows;
}

function timed(work: () => unknown, repeats = REPEATS): string {
  const times = Array.from({ length: repeats }, () => 1000 * secondsOf(work));
  return `median ${median(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms`;
}

function secondsOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
