import type { Evidence } from "../../analyze/finding.ts";
import { printFilter } from "../../query/print_filter.ts";
import type { Filter } from "../../query/filter.ts";
import type { ServedCase } from "../served_case.ts";

/** Values of an address; what is undefined or empty is left out. */
export type AddressValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** An address of this server. */
export function address(path: string, values: AddressValues = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== "" && value !== false) search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** The address of one thing of a list. */
export function addressOf(list: "findings" | "incidents" | "signatures" | "events", id: string): string {
  return `/${list}/${encodeURIComponent(id)}`;
}

/** A line in its log file. */
export function lineAddress(member: number, line: number, lastLine: number = line): string {
  const to = lastLine > line ? lastLine : undefined;
  return `${address("/lines", { member, line, to })}#L${line}`;
}

/** The lines of an evidence in their log file; null: the case does not have the file. */
export function evidenceAddress(evidence: Evidence, { memberOf }: ServedCase): string | null {
  const member = memberOf(evidence);
  const { line, text } = evidence;
  return member === undefined ? null : lineAddress(member.id, line, line + (text.match(/\n/g)?.length ?? 0));
}

/** Records that fit a filter. */
export function searchAddress(filter: Filter | null, values: AddressValues = {}): string {
  return address("/search", { ...(filter === null ? {} : { q: printFilter(filter) }), ...values });
}

/** A time as addresses hold it. */
export function timeValue(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : new Date(Math.round(timeMs)).toISOString();
}
