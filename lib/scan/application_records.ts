import type { ScanExports } from "./assembled_memory.ts";
import { ApplicationBlockWriter, type ApplicationColumns, type ApplicationRow } from "./block_writer.ts";
import type { HeaderLine, RecordGap, Sample, TextPlace, WatchedRecord } from "./column_block.ts";
import type { Region, ScannedStretch } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import { RecentRecords, RECORDS_AROUND_HEADER, shortSample } from "./recent_records.ts";
import { RecordTextsWriter } from "./record_texts.ts";
import { MAX_SAMPLE_BYTES, placeOf, type ScanContext } from "./scan_context.ts";

const MAX_HEADERS = 1000;
const MAX_GAPS = 100;
/** A time without records that is worth keeping the records around it. */
const GAP_MS = 300_000;
const WATCHED_BYTES = 2048;

/** Takes the records of one application log in order, one by one or in columns: rows, kept texts, gaps, headers. */
export class ApplicationRecords {
  /** Header lines so far. */
  readonly headers: HeaderLine[] = [];
  /** Long times without a record, so far. */
  readonly gaps: RecordGap[] = [];
  /** The record to be added next. */
  readonly row: ApplicationRow = newRow();
  readonly #context: ScanContext;
  readonly #tally: MemberTally;
  readonly #block: ApplicationBlockWriter;
  readonly #recent: RecentRecords;
  readonly #samples = new RecordTextsWriter();
  #traced: RecordTextsWriter | null = null;
  /** The first records after the last header line; full when there is none. */
  #afterHeader: Sample[] = new Array(RECORDS_AROUND_HEADER);
  #watched: WatchedRecord[] = [];
  #region: Region = { buffer: new Uint8Array(0), to: 0, baseOffset: 0 };
  /** Time of the record before. */
  #previousMs = Infinity;

  /** Creates the records of one member. */
  constructor(context: ScanContext, tally: MemberTally) {
    this.#context = context;
    this.#tally = tally;
    this.#block = new ApplicationBlockWriter(context.applicationSpace);
    this.#recent = new RecentRecords(context);
  }

  /** The last record so far. */
  get last(): Sample | null {
    return this.#recent.kept.at(-1) ?? null;
  }

  /** Says where the records to come are. */
  beginRegion(region: Region): void {
    this.#region = region;
  }

  /** Says that no more records are in the region. */
  endRegion(): void {
    this.#recent.keep(this.#region);
  }

  /** What was found since the last call. */
  take(): ScannedStretch {
    const samples = this.#samples.length > 0 ? this.#samples.take() : null;
    const traced = this.#traced?.take() ?? null;
    this.#traced = null;
    const watched = this.#watched;
    this.#watched = [];
    const block = this.#block.length > 0 ? this.#block.take() : null;
    return { samples, traced, requests: [], watched, lines: [], block };
  }

  /** Adds the record in `row`; `isNew`: it is the first one of its template. */
  add(isNew: boolean): void {
    const { timeMs, template, scope } = this.row;
    this.#block.push(this.row);
    this.#tally.addRecord(timeMs);
    if (timeMs - this.#previousMs >= GAP_MS) this.#addGap();
    this.#previousMs = timeMs;
    this.#recent.add(this.row);
    this.#keepTexts(this.#context.sampler.take(template, timeMs, scope), isNew);
  }

  /** Where rows may be put from `length` on, in the memory of the areas; -1: nowhere, they have to be appended. */
  place(): number {
    return this.#block.place();
  }

  /** Rows so far. */
  get length(): number {
    return this.#block.length;
  }

  /** The columns of the rows so far. */
  get columns(): ApplicationColumns {
    return this.#block.columns;
  }

  /** Adds rows that were put to their place, up to a number. */
  addPlaced(length: number): void {
    this.#tally.records += length - this.#block.length;
    this.#block.length = length;
  }

  /** Adds the first rows of columns. */
  append(columns: ApplicationColumns, count: number): void {
    this.#block.append(columns, count);
    this.#tally.records += count;
  }

  /** Looks at rows that were scanned in WebAssembly; new templates are above `known`. Returns how many templates are known then. */
  lookAt(exports: ScanExports, columns: ApplicationColumns, from: number, to: number, known: number): number {
    this.#addTimes(exports, columns, from, to);
    return this.#addTexts(exports, columns, from, to, known);
  }

  #addTimes(exports: ScanExports, columns: ApplicationColumns, from: number, to: number): void {
    const { timeMs } = columns;
    let recentFrom = from;
    for (;;) {
      const gap = exports.nextGap(timeMs.byteOffset, recentFrom, to, this.#previousMs);
      this.#tally.addSpan(exports.firstRecordMs.value, exports.lastRecordMs.value);
      this.#addRecent(columns, recentFrom, gap);
      if (gap === to) break;
      recentFrom = gap;
      this.#setRow(columns, gap);
      this.#addGap();
      this.#previousMs = timeMs[gap]!;
    }
    this.#previousMs = timeMs[to - 1]!;
  }

  /** Few records have anything kept of them: the others are passed over in WebAssembly. */
  #addTexts(
    exports: ScanExports,
    columns: ApplicationColumns,
    from: number,
    to: number,
    known: number,
  ): number {
    const { timeMs, template, scope, thread } = columns;
    let templates = known;
    for (let i = from; i < to; i++) {
      if (!this.#isAfterHeader) {
        i = exports.nextLoud(
          timeMs.byteOffset,
          template.byteOffset,
          scope.byteOffset,
          thread.byteOffset,
          i,
          to,
        );
      }
      if (i === to) break;
      const id = template[i]!;
      this.#setRow(columns, i);
      // A new template has no quiet time yet.
      this.#keepTexts(this.#context.sampler.take(id, timeMs[i]!, scope[i]!), id > templates);
      templates = Math.max(templates, id);
    }
    return templates;
  }

  /** Adds a header line. */
  addHeader(from: number, to: number, line: number): void {
    this.#recent.keep(this.#region);
    if (this.headers.length >= MAX_HEADERS) return;
    this.#afterHeader = [];
    this.headers.push({
      ...this.#place(from, to, line),
      before: this.#recent.kept,
      after: this.#afterHeader,
    });
  }

  /** Counts a line with a time that is no record. */
  addReject(from: number, to: number, line: number): void {
    this.#tally.addReject(
      "it has a time but not the layout of a record",
      () => this.#place(from, to, line),
    );
  }

  /** Counts a continuation line before the first record. */
  addOrphan(from: number, to: number, line: number): void {
    this.#tally.orphanLines++;
    this.#tally.addReject("it continues a record that is not there", () => this.#place(from, to, line));
  }

  get #isAfterHeader(): boolean {
    return this.#afterHeader.length < RECORDS_AROUND_HEADER;
  }

  #setRow(columns: ApplicationColumns, i: number): void {
    const { row } = this;
    row.timeMs = columns.timeMs[i]!;
    row.template = columns.template[i]!;
    row.scope = columns.scope[i]!;
    row.thread = columns.thread[i]!;
    row.byteOffset = columns.byteOffset[i]!;
    row.byteLength = columns.byteLength[i]!;
    row.line = columns.line[i]!;
  }

  #addRecent(columns: ApplicationColumns, from: number, to: number): void {
    for (let i = Math.max(from, to - RECORDS_AROUND_HEADER); i < to; i++) {
      this.#setRow(columns, i);
      this.#recent.add(this.row);
    }
  }

  #keepTexts(isTaken: boolean, isNew: boolean): void {
    const { template, byteOffset, byteLength } = this.row;
    const from = byteOffset - this.#region.baseOffset;
    const to = from + byteLength;
    if (isNew) this.#addTemplate(from, Math.min(to, from + MAX_SAMPLE_BYTES));
    if (isTaken && (isNew || this.#context.hasSampleBudget)) {
      const end = this.#context.keptEnd(from, to);
      this.#samples.add(this.row, this.#region.buffer.subarray(from, end));
    } else this.#trace(from);
    if (this.#context.watchList.has(template)) this.#watch(from, to);
    if (this.#isAfterHeader) this.#afterHeader.push(this.#shortSample());
  }

  #addTemplate(from: number, to: number): void {
    const { template, scope, thread } = this.row;
    const { watchList, traced, sampler } = this.#context;
    const text = this.#textOf(from, to);
    watchList.addTemplate(template, text);
    traced.addTemplate(template, text);
    if (scope > 0 && traced.serves(thread)) sampler.setDense(template);
  }

  #trace(from: number): void {
    const bytes = this.#context.traced.take(this.row);
    if (bytes === 0) return;
    this.#traced ??= new RecordTextsWriter();
    this.#traced.add(this.row, this.#region.buffer.subarray(from, from + bytes));
  }

  #watch(from: number, to: number): void {
    const end = Math.min(to, from + WATCHED_BYTES);
    if (!this.#context.watchList.takeRecord(this.row.template, end - from)) {
      this.#tally.unwatched++;
      return;
    }
    const { timeMs, template, scope, line, byteOffset, byteLength } = this.row;
    const text = this.#textOf(from, end);
    this.#watched.push({ timeMs, template, scope, line, byteOffset, byteLength, text });
  }

  #addGap(): void {
    const before = this.gaps.length < MAX_GAPS ? this.#recent.last(this.#region) : null;
    if (before !== null) this.gaps.push({ before, after: this.#shortSample() });
  }

  #textOf(from: number, to: number): string {
    return this.#context.decode(this.#region.buffer, from, to);
  }

  #shortSample(): Sample {
    return shortSample(this.#context, this.#region, this.row);
  }

  #place(from: number, to: number, line: number): TextPlace {
    const { buffer, baseOffset } = this.#region;
    return placeOf(this.#context, buffer, { from, to, line, baseOffset });
  }
}

function newRow(): ApplicationRow {
  return { timeMs: 0, template: 0, scope: 0, thread: 0, key: 0, byteOffset: 0, byteLength: 0, line: 0 };
}
