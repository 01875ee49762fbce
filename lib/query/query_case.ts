import type { CaseMember, CaseReader } from "../case/case_reader.ts";
import type { Finding } from "../analyze/finding.ts";
import { type Diagnostic, UsageError } from "../errors.ts";
import { BlockContext } from "./block_context.ts";
import { allOf, type Filter, type NumberRange } from "./filter.ts";
import { BlockMatcher } from "./match/block_matcher.ts";
import { fitsEvent } from "./match/event_test.ts";
import { FindingRecords } from "./match/finding_records.ts";
import { MemberLayouts } from "./member_layouts.ts";
import type { QueriedEvent, QueryRow } from "./query_row.ts";
import { AROUND_MS } from "./read_term.ts";
import { type RecordRowParts, recordRows } from "./record_rows.ts";
import { compareText } from "../analyze/compare_text.ts";
import { comparePositions, cursorOf, readCursor } from "./row_position.ts";
import { BlockSource, type EventPlace, EventSource, mergeRows, type RecordPlace } from "./row_source.ts";
import { MAX_TEXT_BYTES } from "./text_pieces.ts";

/** What {@linkcode queryCase} tells, and in which order. Times are epoch milliseconds. */
export interface QueryOptions {
  /** What records and events must be. @default everything */
  readonly filter?: Filter;
  /** Only from then on. */
  readonly since?: number;
  /** Only up to then. */
  readonly until?: number;
  /** Only near this time. */
  readonly around?: number;
  /** How near, to either side. @default {60_000} */
  readonly aroundMs?: number;
  /** Records before and after each one that fits, in its log file; at most 1000. They need fit nothing. @default {0} */
  readonly context?: number;
  /** Only records of this signature. */
  readonly signature?: string;
  /** Only the records behind this finding, and events while they last or that may have caused or confirm it. */
  readonly finding?: string;
  /** Most rows. @default all */
  readonly limit?: number;
  /** Cursor of the row to go on after; the other options must be the same. */
  readonly after?: string;
  /** Whether `since`, `until`, `around` and the order go by the API's clock instead of each host's. @default {false} */
  readonly corrected?: boolean;
  /** Whether events are told in their places. @default {true} */
  readonly events?: boolean;
  /** Takes what could not be done, once each. */
  readonly report?: (diagnostic: Diagnostic) => void;
}

const MAX_CONTEXT = 1000;
const FIRST_BATCH = 256;
const MAX_BATCH = 4096;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/**
 * Tells the records of a case, of all log files in one order of time, and events among them. The order is total: equal
 * times are ordered by input, log file and place, events first. It reads as far as it is asked: a page costs a page.
 *
 * @throws {UsageError} when the signature, finding or cursor does not exist
 */
export function* queryCase(reader: CaseReader, options: QueryOptions = {}): Generator<QueryRow> {
  const query = prepare(reader, options);
  const rows = mergeRows([new EventSource(eventPlaces(query)), ...blockSources(query)]);
  let isTextChecked = false;
  let left = options.limit ?? Infinity;
  for (let most = FIRST_BATCH; left > 0; most = Math.min(2 * most, MAX_BATCH)) {
    const batch = takeBatch(rows, Math.min(most, left));
    if (batch.length === 0) return;
    left -= batch.length;
    if (!isTextChecked && batch.some(({ kind }) => kind === "record")) {
      isTextChecked = true;
      tellWithoutText(query);
    }
    yield* tellBatch(batch, query);
  }
}

interface Query extends RecordRowParts {
  readonly options: QueryOptions;
  /** On the clock that the order goes by. */
  readonly window: NumberRange;
  readonly filter: Filter;
  readonly finding: Finding | null;
  /** Host clock minus API clock, by host; empty when not asked for. */
  readonly offsets: ReadonlyMap<string, number>;
}

function prepare(reader: CaseReader, options: QueryOptions): Query {
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

/** Events that are told, in the order of the rows. */
function eventPlaces({ reader, options, window, filter, finding }: Query): EventPlace[] {
  if (options.events === false) return [];
  const after = options.after === undefined ? null : readCursor(options.after);
  const named = new Set([
    ...finding?.causes.map(({ eventId }) => eventId) ?? [],
    ...finding?.confirmedBy ?? [],
  ]);
  const [fromMs, toMs] = finding === null
    ? [-Infinity, Infinity]
    : [finding.first, finding.last].map(Date.parse);
  return reader.analysis.events
    .map((event, place): EventPlace => ({
      kind: "event",
      orderMs: Date.parse(event.time),
      rank: 0,
      place,
      event,
    }))
    .filter(({ orderMs, event }) =>
      orderMs >= window.from && orderMs <= window.to && fitsEvent(filter, event) &&
      ((orderMs >= fromMs! && orderMs <= toMs!) || named.has(event.id))
    )
    .filter((place) => after === null || comparePositions(place, after) > 0)
    .sort(comparePositions);
}

function blockSources(query: Query): BlockSource[] {
  const { reader, options, finding, layouts } = query;
  const matcher = new BlockMatcher({
    reader,
    layouts,
    filterFor: memberFilters(query),
    selection: finding === null ? null : new FindingRecords(finding, reader),
    report: options.report ?? (() => {}),
  });
  const rowsAround = Math.min(Math.max(0, Math.floor(options.context ?? 0)), MAX_CONTEXT);
  const context = new BlockContext(reader.blocks, (block) => matcher.match(block), { rowsAround });
  const after = options.after === undefined ? null : readCursor(options.after);
  const ranks = memberRanks(reader.members);
  return reader.blocks.flatMap(({ member }, index) => {
    const { [member]: file } = reader.members;
    // A damaged case may name log files that it does not have.
    if (file === undefined) return [];
    const offsetMs = query.offsets.get(file.host) ?? 0;
    return [new BlockSource({ reader, context, after }, { index, rank: ranks.get(member)!, offsetMs })];
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

/** Log files by input, then path; from 1. */
function memberRanks(members: readonly CaseMember[]): Map<number, number> {
  const sorted = members.toSorted((a, b) =>
    compareText(a.input, b.input) || compareText(a.path, b.path) || a.id - b.id
  );
  return new Map(sorted.map(({ id }, index) => [id, index + 1]));
}

function tellWithoutText({ reader, options }: Query): void {
  const [input] = reader.analysis.inputs;
  if (reader.text.available) return;
  options.report?.({
    code: "query.no-text",
    severity: "warning",
    message: `Cannot read the lines of records: ${reader.text.reason}; what columns say is told instead`,
    input: input?.name ?? "",
  });
}

type Place = RecordPlace | EventPlace;

function takeBatch(rows: Iterator<Place>, most: number): Place[] {
  const batch: Place[] = [];
  for (let bytes = 0; batch.length < most && bytes < MAX_BATCH_BYTES;) {
    const { done, value } = rows.next();
    if (done) break;
    batch.push(value);
    if (value.kind === "record") bytes += Math.min(value.byteLength, MAX_TEXT_BYTES);
  }
  return batch;
}

function* tellBatch(batch: readonly Place[], parts: RecordRowParts): Generator<QueryRow> {
  const records = recordRows(batch.filter((place) => place.kind === "record"), parts);
  for (const place of batch) yield place.kind === "event" ? tellEvent(place) : records.get(place)!;
}

function tellEvent(place: EventPlace): QueriedEvent {
  const { event, orderMs } = place;
  return { kind: "event", cursor: cursorOf(place), time: event.time, timeMs: orderMs, event };
}
