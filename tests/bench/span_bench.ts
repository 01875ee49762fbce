import type { CaseBlock, CaseReader } from "../../lib/case/case_reader.ts";
import { openCase } from "../../lib/case/open_case.ts";
import { parseFilter } from "../../lib/query/parse_filter.ts";
import { queryCase } from "../../lib/query/query_case.ts";
import type { QueryOptions } from "../../lib/query/query_options.ts";
import { inflatedBytes } from "./inflated_bytes.ts";
import { markdownTable } from "./markdown_table.ts";

const WINDOW_MS = 600_000;
/** In no record: the text of every one has to be searched, and none is printed. */
const SEARCHED = 'text~"nothing like (this|that) anywhere"';

/** A part of the logs that is read. */
interface Part {
  readonly title: string;
  readonly filter: string;
  readonly options: QueryOptions;
  has(block: CaseBlock, host: string): boolean;
}

/** How much of the archive is inflated to read a part of the logs, as a Markdown table. */
export function benchSpans(folder: string): string {
  const first = openCase(folder);
  const { start } = first.analysis.span!;
  const host = first.members[first.blocks[0]!.member]!.host;
  const totalBytes = first.members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  first.close();
  const window = windowAfter(Date.parse(start));
  const inWindow = (block: CaseBlock) => block.startMs <= window.until && block.endMs >= window.since;
  const parts: Part[] = [
    { title: "ten minutes of all hosts", filter: SEARCHED, options: window, has: inWindow },
    {
      title: "one host",
      filter: `host:${host} ${SEARCHED}`,
      options: {},
      has: (_, of) => of === host,
    },
    {
      title: "ten minutes of one host",
      filter: `host:${host} ${SEARCHED}`,
      options: window,
      has: (block, of) => of === host && inWindow(block),
    },
  ];
  return markdownTable(
    ["searching the text of", "its blocks MB", "inflated MB", "share of all", "s"],
    parts.map((part) => {
      // One that was used knows pieces of the text.
      const reader = openCase(folder);
      const row = measure(reader, part, totalBytes);
      reader.close();
      return row;
    }),
  );
}

function windowAfter(startMs: number): { since: number; until: number } {
  const since = startMs + 36 * 3_600_000;
  return { since, until: since + WINDOW_MS };
}

function measure(reader: CaseReader, { title, filter, options, has }: Part, totalBytes: number): string[] {
  const start = performance.now();
  const bytes = inflatedBytes(() => {
    const query = { ...options, filter: parseFilter(filter), events: false };
    // Alone: what other threads inflate is not seen here.
    for (const _ of queryCase(reader, query, { workers: 0 }));
  });
  const seconds = (performance.now() - start) / 1000;
  const blockBytes = reader.blocks
    .filter((block) => has(block, reader.members[block.member]!.host))
    .reduce((sum, block) => sum + block.byteEnd - block.byteOffset, 0);
  const mb = (value: number) => (value / 1e6).toFixed(1);
  const share = `${(100 * bytes / totalBytes).toFixed(1)} %`;
  return [title, mb(blockBytes), mb(bytes), share, seconds.toFixed(2)];
}
