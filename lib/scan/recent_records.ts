import type { ApplicationRow } from "./block_writer.ts";
import type { Sample } from "./column_block.ts";
import type { Region } from "./line_scanner.ts";
import type { ScanContext } from "./scan_context.ts";

/** Records shown on either side of a header line. */
export const RECORDS_AROUND_HEADER = 5;
const TEXT_BYTES = 1024;

type RecordPlace = Pick<
  ApplicationRow,
  "timeMs" | "template" | "scope" | "line" | "byteOffset" | "byteLength"
>;

/** The last records of a member, at hand in reused objects: a header line shows what went before it. */
export class RecentRecords {
  readonly #context: ScanContext;
  readonly #places = Array.from({ length: RECORDS_AROUND_HEADER }, noPlace);
  #count = 0;
  #kept: readonly Sample[] = [];

  /** Creates the list of one member. */
  constructor(context: ScanContext) {
    this.#context = context;
  }

  /** The last records as of the last {@linkcode keep}, latest last. */
  get kept(): readonly Sample[] {
    return this.#kept;
  }

  /** Adds a record of the region being scanned. */
  add(row: RecordPlace): void {
    const place = this.#at(this.#count++);
    place.timeMs = row.timeMs;
    place.template = row.template;
    place.scope = row.scope;
    place.line = row.line;
    place.byteOffset = row.byteOffset;
    place.byteLength = row.byteLength;
  }

  /** The last record; null: there is none. */
  last(region: Region): Sample | null {
    if (this.#count === 0) return this.#kept.at(-1) ?? null;
    return shortSample(this.#context, region, this.#at(this.#count - 1));
  }

  /** Keeps the texts of the last records of the region. */
  keep(region: Region): void {
    const count = Math.min(this.#count, RECORDS_AROUND_HEADER);
    const places = Array.from({ length: count }, (_, i) => this.#at(this.#count - count + i));
    const kept = places.map((place) => shortSample(this.#context, region, place));
    this.#kept = [...this.#kept, ...kept].slice(-RECORDS_AROUND_HEADER);
    this.#count = 0;
  }

  #at(index: number): RecordPlace {
    return this.#places[index % RECORDS_AROUND_HEADER]!;
  }
}

/** A record beside something else: short, and not counted against the budget for samples. */
export function shortSample(
  context: ScanContext,
  { buffer, baseOffset }: Region,
  place: RecordPlace,
): Sample {
  const { timeMs, template, scope, line, byteOffset, byteLength } = place;
  const from = byteOffset - baseOffset;
  const text = context.decode(buffer, from, from + Math.min(byteLength, TEXT_BYTES));
  return { timeMs, template, scope, line, byteOffset, byteLength, text };
}

function noPlace(): RecordPlace {
  return { timeMs: 0, template: 0, scope: 0, line: 0, byteOffset: 0, byteLength: 0 };
}
