import { parseHeaderLine } from "../parse/header_line.ts";
import type { MemberRecord } from "./log_tally.ts";

/** The version of Ops Manager on a host from some moment on. */
export interface VersionMark {
  /** Epoch milliseconds of the first record after the header line. */
  readonly timeMs: number;
  /** Version in the header line, `8.0.25`. */
  readonly version: string;
}

/** Versions by host, each list by time, only where they change; hosts without a header line are left out. */
export function hostVersions(members: readonly MemberRecord[]): ReadonlyMap<string, readonly VersionMark[]> {
  const byHost = Map.groupBy(
    members.filter(({ category }) => category === "application" || category === "daemon"),
    ({ host }) => host,
  );
  const marks = [...byHost].map(([host, own]) => [host, onlyChanges(own.flatMap(marksOf))] as const);
  return new Map(marks.filter(([, own]) => own.length > 0));
}

/** The version at a time; before the first header line, that of the line. */
export function versionAt(marks: readonly VersionMark[] | undefined, timeMs: number): string | null {
  return (marks?.findLast((mark) => mark.timeMs <= timeMs) ?? marks?.[0])?.version ?? null;
}

function marksOf({ summary }: MemberRecord): VersionMark[] {
  return summary.headers.flatMap((header) => {
    const version = parseHeaderLine(header.text.trimEnd())?.version;
    const timeMs = header.after[0]?.timeMs ?? header.before.at(-1)?.timeMs;
    return version === null || version === undefined || timeMs === undefined ? [] : [{ timeMs, version }];
  });
}

function onlyChanges(marks: readonly VersionMark[]): VersionMark[] {
  const ordered = marks.toSorted((a, b) => a.timeMs - b.timeMs);
  return ordered.filter(({ version }, index) => version !== ordered[index - 1]?.version);
}
