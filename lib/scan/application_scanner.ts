import { ApplicationBlockWriter, type ApplicationRow } from "./block_writer.ts";
import type { HeaderLine, RecordGap, Sample, TextPlace, WatchedRecord } from "./column_block.ts";
import { HashDictionary } from "./hash_dictionary.ts";
import { HashedBytes } from "./hashed_bytes.ts";
import type { LineScanner, Region, ScannedStretch } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import { lineEndFrom, startsWithAt } from "./line_bytes.ts";
import { RecentRecords, RECORDS_AROUND_HEADER, shortSample } from "./recent_records.ts";
import { isHeaderAt, RecordHead } from "./record_head.ts";
import { MAX_SAMPLE_BYTES, placeOf, type ScanContext } from "./scan_context.ts";
import { TemplateHasher } from "./template_hasher.ts";
import { viewBytes, type ViewedBytes } from "./viewed_bytes.ts";

const LF = 10;
const CR = 13;
const MAX_HEADERS = 1000;
const MAX_GAPS = 100;
/** A time without records that is worth keeping the records around it. */
const GAP_MS = 300_000;
const WATCHED_BYTES = 2048;
const BACKUP_JOBS = new TextEncoder().encode("backup.jobs.");

/**
 * Scans application, migration and daemon logs: a line that matches START begins a record, everything else continues
 * the one before (`log-formats.md` §2.4). No expression and no object per line.
 */
export class ApplicationScanner implements LineScanner {
  readonly layout = "application";
  readonly headers: HeaderLine[] = [];
  readonly gaps: RecordGap[] = [];
  readonly #context: ScanContext;
  readonly #tally: MemberTally;
  readonly #head = new RecordHead();
  readonly #hasher: TemplateHasher;
  /** Thread, scope or logger. */
  readonly #name = new HashedBytes();
  readonly #block = new ApplicationBlockWriter();
  readonly #recent: RecentRecords;
  /** The record being read. */
  readonly #row = newRow();
  #samples: Sample[] = [];
  /** The first records after the last header line; full when there is none. */
  #afterHeader: Sample[] = new Array(RECORDS_AROUND_HEADER);
  #watched: WatchedRecord[] = [];
  #region: Region = { buffer: new Uint8Array(0), to: 0, baseOffset: 0 };
  #text: ViewedBytes = viewBytes(new Uint8Array(0));
  /** Start of the record being read; -1: none. */
  #recordFrom = -1;
  /** Time of the record before. */
  #previousMs = Infinity;
  /** Hash of the scope of the record. */
  #scopeHash = 0;
  /** Whether the scope of the record did not fit into the dictionary. */
  #lostScope = false;
  /** Whether the record is of a backup job, which has a logger of its own. */
  #isJob = false;
  /** Whether the record being read has the FULL form. */
  #isFull = false;
  /** Whether a continuation line has a record to belong to, even one that was already counted or rejected. */
  #hasOwner = false;

  /** Creates a scanner for one member. */
  constructor(context: ScanContext, tally: MemberTally) {
    this.#context = context;
    this.#tally = tally;
    this.#hasher = new TemplateHasher(context.options.keptTokens);
    this.#recent = new RecentRecords(context);
  }

  get lastRecord(): Sample | null {
    return this.#recent.kept.at(-1) ?? null;
  }

  boundary(buffer: Uint8Array, from: number, to: number): number {
    const fresh = buffer.subarray(from, to);
    const text = viewBytes(buffer);
    for (let lineFeed = fresh.lastIndexOf(LF); lineFeed >= 0;) {
      const lineStart = from + lineFeed + 1;
      if (this.#head.readStart(text, lineStart, to)) return lineStart;
      // A negative index would count from the end.
      lineFeed = lineFeed === 0 ? -1 : fresh.lastIndexOf(LF, lineFeed - 1);
    }
    return 0;
  }

  scan(region: Region): void {
    this.#region = region;
    const buffer = region.buffer.subarray(0, region.to);
    this.#text = viewBytes(buffer);
    for (let at = 0; at < region.to;) at = this.#scanLine(buffer, at) + 1;
    this.#finishRecord(region.to);
    this.#recent.keep(region);
  }

  finish(): void {}

  take(): ScannedStretch {
    const [samples, watched] = [this.#samples, this.#watched];
    this.#samples = [];
    this.#watched = [];
    return {
      samples,
      requests: [],
      watched,
      lines: [],
      block: this.#block.length > 0 ? this.#block.take() : null,
    };
  }

  /** Scans the line at `at` and returns its end. */
  #scanLine(b: Uint8Array, at: number): number {
    this.#tally.lines++;
    if (this.#head.readStart(this.#text, at, b.length)) {
      this.#finishRecord(at);
      return this.#startRecord(b, at);
    }
    const lineEnd = lineEndFrom(b, at);
    if (isHeaderAt(b, at, lineEnd)) {
      this.#finishRecord(at);
      this.#addHeader(at, lineEnd);
    } else if (this.#recordFrom >= 0) {
      // Beyond the longest kept text, a record's template does not change any more: cost and cuts stay bounded.
      if (this.#isFull && at - this.#recordFrom < MAX_SAMPLE_BYTES) this.#hashContinuation(b, at, lineEnd);
    } else if (!this.#hasOwner && !isBlank(b, at, lineEnd)) this.#addOrphan(at, lineEnd);
    return lineEnd;
  }

  #addOrphan(at: number, lineEnd: number): void {
    this.#tally.orphanLines++;
    this.#tally.addReject("it continues a record that is not there", () => this.#place(at, lineEnd));
  }

  #startRecord(b: Uint8Array, at: number): number {
    const head = this.#head;
    this.#recordFrom = at;
    this.#hasOwner = true;
    this.#isFull = head.readRest(b, b.length);
    if (!this.#isFull) return this.#rejectRecord(b, at);
    this.#row.timeMs = head.timeMs;
    this.#row.line = this.#tally.lines;
    this.#row.thread = this.#threadId();
    this.#row.scope = this.#scopeId(b);
    this.#hashHead(b);
    const end = this.#hasher.addMasked(
      this.#text,
      head.messageStart,
      Math.min(b.length, at + MAX_SAMPLE_BYTES),
    );
    return b[end] === LF ? end : lineEndFrom(b, end);
  }

  #rejectRecord(b: Uint8Array, at: number): number {
    const lineEnd = lineEndFrom(b, at);
    const end = contentEnd(b, at, lineEnd);
    this.#tally.addReject("it has a time but not the layout of a record", () => this.#place(at, end));
    return lineEnd;
  }

  #hashHead(b: Uint8Array): void {
    const { levelStart, loggerStart, loggerEnd } = this.#head;
    this.#hasher.reset(b[levelStart]!);
    // The logger of a backup job names project and replica set: those are its scope, not its template.
    const loggerFrom = this.#isJob ? loggerEnd : loggerStart;
    this.#hasher.addSpan(this.#text.view, loggerFrom, loggerEnd, 0);
  }

  #hashContinuation(b: Uint8Array, at: number, lineEnd: number): void {
    const end = Math.min(contentEnd(b, at, lineEnd), this.#recordFrom + MAX_SAMPLE_BYTES);
    if (end > at) this.#hasher.addContinuation(this.#text, at, end);
  }

  #threadId(): number {
    const { threadStart, threadEnd } = this.#head;
    const { threads } = this.#context;
    const known = threads.size;
    this.#name.set(this.#text.view, threadStart, threadEnd);
    const id = threads.idOf(this.#name.high, this.#name.low);
    if (threads.size > known) {
      this.#context.addThread(this.#context.decode(this.#text.bytes, threadStart, threadEnd));
    }
    return id;
  }

  #scopeId(b: Uint8Array): number {
    const { gidStart, gidEnd, loggerStart, loggerEnd } = this.#head;
    this.#isJob = startsWithAt(b, loggerStart, loggerEnd, BACKUP_JOBS);
    this.#scopeHash = 0;
    this.#lostScope = false;
    if (gidStart === gidEnd && !this.#isJob) return 0;
    if (this.#isJob) this.#name.set(this.#text.view, loggerStart + BACKUP_JOBS.length, loggerEnd);
    else this.#name.set(this.#text.view, gidStart, gidEnd);
    this.#scopeHash = this.#name.low;
    const { scopes } = this.#context;
    const known = scopes.size;
    // A project and a job may have one name.
    const id = scopes.idOf(this.#isJob ? ~this.#name.high : this.#name.high, this.#name.low);
    if (scopes.size > known) this.#context.addScope(this.#scopeText(b));
    this.#lostScope = id === HashDictionary.OVERFLOW;
    return id;
  }

  #scopeText(b: Uint8Array): string {
    const { gidStart, gidEnd, loggerStart, loggerEnd } = this.#head;
    if (!this.#isJob) return this.#context.decode(b, gidStart, gidEnd);
    const job = this.#context.decode(b, loggerStart + BACKUP_JOBS.length, loggerEnd);
    const dot = job.indexOf(".");
    return dot < 0 ? job : `${job.slice(0, dot)}/${job.slice(dot + 1)}`;
  }

  #finishRecord(nextLine: number): void {
    const from = this.#recordFrom;
    const row = this.#row;
    this.#recordFrom = -1;
    if (from < 0 || !this.#isFull || this.#context.isOutside(row.timeMs)) return;
    const to = this.#region.buffer[nextLine - 1] === LF ? nextLine - 1 : nextLine;
    row.byteOffset = this.#region.baseOffset + from;
    row.byteLength = to - from;
    const isNew = this.#setTemplate();
    const length = Math.min(to - from, MAX_SAMPLE_BYTES);
    row.key = Math.imul(this.#scopeHash ^ length, 0x85ebca6b) ^ this.#hasher.low;
    this.#block.push(row);
    this.#tally.addRecord(row.timeMs);
    if (row.timeMs - this.#previousMs >= GAP_MS) this.#addGap();
    this.#previousMs = row.timeMs;
    this.#recent.add(row);
    this.#keepTexts(from, to, isNew);
  }

  /** Sets the template of the record, and says whether it is the first one of it. */
  #setTemplate(): boolean {
    const { templates } = this.#context;
    const known = templates.size;
    this.#row.template = templates.idOf(this.#hasher.high, this.#hasher.low);
    if (this.#row.template === HashDictionary.OVERFLOW || this.#lostScope) this.#tally.overflow++;
    return templates.size > known;
  }

  #keepTexts(from: number, to: number, isNew: boolean): void {
    const { template, timeMs, scope, line } = this.#row;
    const { sampler, watchList } = this.#context;
    if (sampler.take(template, timeMs, scope) && (isNew || this.#context.hasSampleBudget)) {
      this.#samples.push({ timeMs, template, scope, ...this.#place(from, to, line) });
    }
    if (isNew && watchList.isWanted) {
      watchList.addTemplate(template, this.#textOf(from, Math.min(to, from + MAX_SAMPLE_BYTES)));
    }
    if (watchList.has(template)) this.#watch(from, to);
    if (this.#afterHeader.length < RECORDS_AROUND_HEADER) this.#afterHeader.push(this.#shortSample());
  }

  #watch(from: number, to: number): void {
    const end = Math.min(to, from + WATCHED_BYTES);
    if (!this.#context.watchList.takeRecord(end - from)) {
      this.#tally.unwatched++;
      return;
    }
    const { timeMs, template, scope, line, byteOffset, byteLength } = this.#row;
    const text = this.#textOf(from, end);
    this.#watched.push({ timeMs, template, scope, line, byteOffset, byteLength, text });
  }

  #textOf(from: number, to: number): string {
    return this.#context.decode(this.#region.buffer, from, to);
  }

  #addGap(): void {
    const before = this.gaps.length < MAX_GAPS ? this.#recent.last(this.#region) : null;
    if (before !== null) this.gaps.push({ before, after: this.#shortSample() });
  }

  #shortSample(): Sample {
    return shortSample(this.#context, this.#region, this.#row);
  }

  #place(from: number, to: number, line: number = this.#tally.lines): TextPlace {
    const { buffer, baseOffset } = this.#region;
    return placeOf(this.#context, buffer, { from, to, line, baseOffset });
  }

  #addHeader(at: number, lineEnd: number): void {
    this.#recent.keep(this.#region);
    this.#hasOwner = false;
    if (this.headers.length >= MAX_HEADERS) return;
    this.#afterHeader = [];
    this.headers.push({ ...this.#place(at, lineEnd), before: this.#recent.kept, after: this.#afterHeader });
  }
}

function newRow(): ApplicationRow {
  return { timeMs: 0, template: 0, scope: 0, thread: 0, key: 0, byteOffset: 0, byteLength: 0, line: 0 };
}

function contentEnd(b: Uint8Array, from: number, lineEnd: number): number {
  return lineEnd > from && b[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
}

function isBlank(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (b[i]! > 32) return false;
  return true;
}
