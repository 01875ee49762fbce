import type { Clock, Coverage, CoveredFile, Restart, Signature } from "../../analyze/analysis.ts";
import type { Diagnostic } from "../../errors.ts";
import { type CsvTable, csvTable } from "./csv_table.ts";

const SIGNATURES = csvTable<Signature>("signatures", ({ signatures }) => signatures, {
  id: ({ id }) => id,
  template: ({ template }) => template,
  level: ({ level }) => level,
  logger: ({ logger }) => logger,
  exception: ({ exception }) => exception,
  count: ({ count }) => count,
  first: ({ first }) => first,
  last: ({ last }) => last,
  hosts: ({ hosts }) => hosts,
  novel: ({ novel }) => novel,
  member: ({ evidence }) => evidence[0]?.member,
  line: ({ evidence }) => evidence[0]?.line,
});

/** A file or a gap of a host and category; a host and category without either is a row as well. */
interface CoverageRow extends Pick<Coverage, "host" | "category"> {
  readonly kind: "file" | "silent" | "missing" | "cut" | "nothing";
  readonly start: string | null;
  readonly end: string | null;
  readonly file?: CoveredFile;
}

function coverageRows({ host, category, files, gaps }: Coverage): CoverageRow[] {
  const rows = [
    ...files.map((file) => ({
      host,
      category,
      kind: "file" as const,
      start: file.start,
      end: file.end,
      file,
    })),
    ...gaps.map((gap) => ({ host, category, ...gap })),
  ];
  return rows.length > 0 ? rows : [{ host, category, kind: "nothing", start: null, end: null }];
}

const COVERAGE = csvTable<CoverageRow>("coverage", ({ coverage }) => coverage.flatMap(coverageRows), {
  host: ({ host }) => host,
  category: ({ category }) => category,
  kind: ({ kind }) => kind,
  start: ({ start }) => start,
  end: ({ end }) => end,
  member: ({ file }) => file?.member,
  lines: ({ file }) => file?.lines,
  records: ({ file }) => file?.records,
  rejectedLines: ({ file }) => file?.rejectedLines,
  complete: ({ file }) => file?.complete,
  layout: ({ file }) => file?.layout,
});

const RESTARTS = csvTable<Restart>("restarts", ({ restarts }) => restarts, {
  host: ({ host }) => host,
  time: ({ time }) => time,
  kind: ({ kind }) => kind,
  silentMs: ({ silentMs }) => silentMs,
  version: ({ version }) => version,
  previousVersion: ({ previousVersion }) => previousVersion,
  member: ({ evidence }) => evidence[0]?.member,
  line: ({ evidence }) => evidence[0]?.line,
});

const CLOCKS = csvTable<Clock>("clocks", ({ clocks }) => clocks, {
  host: ({ host }) => host,
  offsetMs: ({ offsetMs }) => offsetMs,
  uncertaintyMs: ({ uncertaintyMs }) => uncertaintyMs,
  basis: ({ basis }) => basis,
  samples: ({ samples }) => samples,
});

const DIAGNOSTICS = csvTable<Diagnostic>("diagnostics", ({ diagnostics }) => diagnostics, {
  code: ({ code }) => code,
  severity: ({ severity }) => severity,
  message: ({ message }) => message,
  input: ({ input }) => input,
  member: ({ member }) => member,
  line: ({ line }) => line,
  byteOffset: ({ byteOffset }) => byteOffset,
  count: ({ count }) => count ?? 1,
});

/** What the logs hold, and what of them is missing or could not be read. */
export const LOG_TABLES: readonly CsvTable[] = [SIGNATURES, COVERAGE, RESTARTS, CLOCKS, DIAGNOSTICS];
