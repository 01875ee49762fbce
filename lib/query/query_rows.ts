import { compareText } from "../analyze/compare_text.ts";
import type { CaseBlock, CaseMember } from "../case/case_reader.ts";
import { BlockContext } from "./block_context.ts";
import { fitsEvent } from "./match/event_test.ts";
import type { Query } from "./prepare_query.ts";
import type { QueriedEvent, QueryRow } from "./query_row.ts";
import { recordRows } from "./record_rows.ts";
import { comparePositions, cursorOf, readCursor } from "./row_position.ts";
import {
  type BlockPlace,
  BlockSource,
  type EventPlace,
  EventSource,
  mergeRows,
  type RecordPlace,
} from "./row_source.ts";
import { MAX_TEXT_BYTES } from "./text_pieces.ts";

const MAX_CONTEXT = 1000;
const FIRST_BATCH = 256;
const MAX_BATCH = 4096;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/**
 * Tells the rows of a query; `match` finds those of a block. Rows are told together, as it is fastest, unless `isDue` says that
 * somebody waits.
 *
 * @throws {UsageError} when the cursor is none
 */
export function* queryRows(
  query: Query,
  match: (block: CaseBlock) => Uint32Array,
  isDue: () => boolean = () => false,
): Generator<QueryRow> {
  const { options } = query;
  const rows = mergeRows([new EventSource(eventPlaces(query)), ...blockSources(query, match)]);
  let isTextChecked = false;
  let left = options.limit ?? Infinity;
  for (let most = FIRST_BATCH; left > 0; most = Math.min(2 * most, MAX_BATCH)) {
    const batch = takeBatch(rows, Math.min(most, left), isDue);
    if (batch.length === 0) return;
    left -= batch.length;
    if (!isTextChecked && batch.some(({ kind }) => kind === "record")) {
      isTextChecked = true;
      tellWithoutText(query);
    }
    yield* tellBatch(batch, query);
  }
}

/** The blocks that may have rows to be told, in the order of the case. */
export function blockPlaces({ reader, options, offsets }: Query): BlockPlace[] {
  const after = options.after === undefined ? null : readCursor(options.after);
  const ranks = memberRanks(reader.members);
  return reader.blocks.flatMap(({ member, endMs }, index) => {
    const { [member]: file } = reader.members;
    // A damaged case may name log files that it does not have.
    if (file === undefined) return [];
    const offsetMs = offsets.get(file.host) ?? 0;
    const isOver = after !== null && endMs - offsetMs < after.orderMs;
    return isOver ? [] : [{ index, rank: ranks.get(member)!, offsetMs }];
  });
}

/** Log files by input, then path; from 1. */
function memberRanks(members: readonly CaseMember[]): Map<number, number> {
  const sorted = members.toSorted((a, b) =>
    compareText(a.input, b.input) || compareText(a.path, b.path) || a.id - b.id
  );
  return new Map(sorted.map(({ id }, index) => [id, index + 1]));
}

function blockSources(query: Query, match: (block: CaseBlock) => Uint32Array): BlockSource[] {
  const { reader, options } = query;
  const rowsAround = Math.min(Math.max(0, Math.floor(options.context ?? 0)), MAX_CONTEXT);
  const context = new BlockContext(reader.blocks, match, { rowsAround });
  const after = options.after === undefined ? null : readCursor(options.after);
  return blockPlaces(query).map((place) => new BlockSource({ reader, context, after }, place));
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

function takeBatch(rows: Iterator<Place | null>, most: number, isDue: () => boolean): Place[] {
  const batch: Place[] = [];
  for (let bytes = 0; batch.length < most && bytes < MAX_BATCH_BYTES;) {
    const { done, value } = rows.next();
    if (done || (value === null && batch.length > 0 && isDue())) break;
    if (value === null) continue;
    batch.push(value);
    if (value.kind === "record") bytes += Math.min(value.byteLength, MAX_TEXT_BYTES);
  }
  return batch;
}

function* tellBatch(batch: readonly Place[], query: Query): Generator<QueryRow> {
  const records = recordRows(batch.filter((place) => place.kind === "record"), query);
  for (const place of batch) yield place.kind === "event" ? tellEvent(place) : records.get(place)!;
}

function tellEvent(place: EventPlace): QueriedEvent {
  const { event, orderMs } = place;
  return { kind: "event", cursor: cursorOf(place), time: event.time, timeMs: orderMs, event };
}
