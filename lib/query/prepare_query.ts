import type { Finding } from "../analyze/finding.ts";
import type { CaseMember, CaseReader } from "../case/case_reader.ts";
import { UsageError } from "../errors.ts";
import { allOf, type Filter, type NumberRange } from "./filter.ts";
import { BlockMatcher } from "./match/block_matcher.ts";
import { FindingRecords } from "./match/finding_records.ts";
import { MemberLayouts } from "./member_layouts.ts";
import type { QueryOptions } from "./query_options.ts";
import { AROUND_MS } from "./read_term.ts";

/** What a query is about, checked. */
export interface Query {
  /** The case. */
  readonly reader: CaseReader;
  /** As given. */
  readonly options: QueryOptions;
  /** How access lines are read. */
  readonly layouts: MemberLayouts;
  /** On the clock that the order goes by. */
  readonly window: NumberRange;
  /** What records and events must be. */
  readonly filter: Filter;
  /** The finding that was asked for. */
  readonly finding: Finding | null;
  /** Host clock minus API clock, by host; empty when not asked for. */
  readonly offsets: ReadonlyMap<string, number>;
}

/**
 * Reads what is asked for.
 *
 * @throws {UsageError} when the signature or finding does not exist
 */
export function prepareQuery(reader: CaseReader, options: QueryOptions): Query {
  const { filter, signature, corrected = false } = options;
  const filters: Filter[] = filter === undefined ? [] : [filter];
  if (signature !== undefined) {
    checkSignature(reader, signature);
    filters.push({ kind: "like", field: "signature", values: [[signature]] });
  }
  const offsets = new Map<string, number>();
  if (corrected) { for (const { host, offsetMs } of reader.analysis.clocks) offsets.set(host, offsetMs); }
  return {
    reader,
    options,
    layouts: new MemberLayouts(reader),
    window: windowOf(options),
    filter: allOf(filters),
    finding: options.finding === undefined ? null : findFinding(reader, options.finding),
    offsets,
  };
}

/** Makes what finds the records of a query. */
export function queryMatcher(query: Query): BlockMatcher {
  const { reader, options, finding, layouts } = query;
  return new BlockMatcher({
    reader,
    layouts,
    filterFor: memberFilters(query),
    selection: finding === null ? null : new FindingRecords(finding, reader),
    report: options.report ?? (() => {}),
  });
}

function windowOf({ since, until, around, aroundMs = AROUND_MS }: QueryOptions): NumberRange {
  const [from, to] = around === undefined ? [-Infinity, Infinity] : [around - aroundMs, around + aroundMs];
  return { from: Math.max(from, since ?? -Infinity), to: Math.min(to, until ?? Infinity) };
}

function checkSignature({ analysis, names }: CaseReader, id: string): void {
  const isKnown = analysis.signatures.some((signature) => signature.id === id) ||
    names.templates.some((template) => template?.signature === id);
  if (!isKnown) {
    throw new UsageError(`Cannot query signature "${id}": the case has none with this id`, {
      remedy: "take an id from signatures in analysis.json",
    });
  }
}

function findFinding({ analysis }: CaseReader, id: string): Finding {
  const finding = analysis.findings.find((one) => one.id === id);
  if (finding !== undefined) return finding;
  throw new UsageError(`Cannot query finding "${id}": the case has none with this id`, {
    remedy: "take an id from findings in analysis.json",
  });
}

/** The filter with the window on each host's own clock; hosts of one clock share one. */
function memberFilters({ filter, window, offsets }: Query): (member: CaseMember) => Filter {
  if (window.from === -Infinity && window.to === Infinity) return () => filter;
  const byOffset = new Map<number, Filter>();
  return ({ host }) => {
    const offsetMs = offsets.get(host) ?? 0;
    let shifted = byOffset.get(offsetMs);
    if (shifted === undefined) {
      const range = { from: window.from + offsetMs, to: window.to + offsetMs };
      shifted = allOf([{ kind: "among", field: "time", ranges: [range] }, filter]);
      byOffset.set(offsetMs, shifted);
    }
    return shifted;
  };
}
