import { ApplicationRecords } from "./application_records.ts";
import type { HeaderLine, RecordGap, Sample } from "./column_block.ts";
import { HashDictionary } from "./hash_dictionary.ts";
import { HashedBytes } from "./hashed_bytes.ts";
import type { LineScanner, Region, ScannedStretch } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import { lineEndFrom, startsWithAt } from "./line_bytes.ts";
import { isHeaderAt, RecordHead } from "./record_head.ts";
import { MAX_SAMPLE_BYTES, type ScanContext } from "./scan_context.ts";
import { jobScope } from "./scope_name.ts";
import type { TemplateHasher } from "./template_hasher.ts";
import { viewBytes, type ViewedBytes } from "./viewed_bytes.ts";

const LF = 10;
const CR = 13;
const BACKUP_JOBS = new TextEncoder().encode("backup.jobs.");

/**
 * Scans application, migration and daemon logs: a line that matches START begins a record, everything else continues
 * the one before (`log-formats.md` §2.4). No expression and no object per line. Regions in the memory of the WebAssembly
 * scanner are its business; what comes out is the same.
 */
export class ApplicationScanner implements LineScanner {
  readonly layout = "application";
  readonly #context: ScanContext;
  readonly #tally: MemberTally;
  readonly #head = new RecordHead();
  readonly #hasher: TemplateHasher;
  /** Thread or scope. */
  readonly #name = new HashedBytes();
  readonly #records: ApplicationRecords;
  #region: Region = { buffer: new Uint8Array(0), to: 0, baseOffset: 0 };
  #text: ViewedBytes = viewBytes(new Uint8Array(0));
  /** Start of the record being read; -1: none. */
  #recordFrom = -1;
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
    this.#hasher = context.hasher;
    this.#records = new ApplicationRecords(context, tally);
  }

  get headers(): readonly HeaderLine[] {
    return this.#records.headers;
  }

  get gaps(): readonly RecordGap[] {
    return this.#records.gaps;
  }

  get lastRecord(): Sample | null {
    return this.#records.last;
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
    this.#records.beginRegion(region);
    const assembled = this.#context.assembled.scanOf(region.buffer);
    if (assembled !== null) {
      this.#hasOwner = assembled.scanApplication(region, this.#records, this.#tally, this.#hasOwner);
    } else this.#scanLines(region);
    this.#records.endRegion();
  }

  finish(): void {}

  take(): ScannedStretch {
    return this.#records.take();
  }

  #scanLines(region: Region): void {
    this.#region = region;
    const buffer = region.buffer.subarray(0, region.to);
    this.#text = viewBytes(buffer);
    for (let at = 0; at < region.to;) at = this.#scanLine(buffer, at) + 1;
    this.#finishRecord(region.to);
  }

  /** Scans the line at `at` and returns its end. */
  #scanLine(b: Uint8Array, at: number): number {
    const line = ++this.#tally.lines;
    if (this.#head.readStart(this.#text, at, b.length)) {
      this.#finishRecord(at);
      return this.#startRecord(b, at);
    }
    const lineEnd = lineEndFrom(b, at);
    if (isHeaderAt(b, at, lineEnd)) {
      this.#finishRecord(at);
      this.#hasOwner = false;
      this.#records.addHeader(at, lineEnd, line);
    } else if (this.#recordFrom >= 0) {
      // Beyond the longest kept text, a record's template does not change any more: cost and cuts stay bounded.
      if (this.#isFull && at - this.#recordFrom < MAX_SAMPLE_BYTES) this.#hashContinuation(b, at, lineEnd);
    } else if (!this.#hasOwner && !isBlank(b, at, lineEnd)) this.#records.addOrphan(at, lineEnd, line);
    return lineEnd;
  }

  #startRecord(b: Uint8Array, at: number): number {
    const head = this.#head;
    this.#recordFrom = at;
    this.#hasOwner = true;
    this.#isFull = head.readRest(b, b.length);
    if (!this.#isFull) {
      const lineEnd = lineEndFrom(b, at);
      this.#records.addReject(at, contentEnd(b, at, lineEnd), this.#tally.lines);
      return lineEnd;
    }
    const { row } = this.#records;
    row.timeMs = head.timeMs;
    row.line = this.#tally.lines;
    row.thread = this.#threadId();
    row.scope = this.#scopeId(b);
    this.#hashHead(b);
    const limit = Math.min(b.length, at + MAX_SAMPLE_BYTES);
    const end = this.#hasher.addMasked(this.#text, head.messageStart, limit);
    return b[end] === LF ? end : lineEndFrom(b, end);
  }

  #hashHead(b: Uint8Array): void {
    const { levelStart, loggerStart, loggerEnd } = this.#head;
    this.#hasher.reset(b[levelStart]!);
    // The logger of a backup job names project and replica set: those are its scope, not its template.
    const loggerFrom = this.#isJob ? loggerEnd : loggerStart;
    this.#hasher.addText(this.#text.view, loggerFrom, loggerEnd, 0);
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
    const from = this.#isJob ? loggerStart + BACKUP_JOBS.length : gidStart;
    const to = this.#isJob ? loggerEnd : gidEnd;
    this.#name.set(this.#text.view, from, to);
    this.#scopeHash = this.#name.low;
    const { scopes } = this.#context;
    const known = scopes.size;
    // A project and a job may have one name.
    const id = scopes.idOf(this.#isJob ? ~this.#name.high : this.#name.high, this.#name.low);
    if (scopes.size > known) {
      const text = this.#context.decode(b, from, to);
      this.#context.addScope(this.#isJob ? jobScope(text) : text);
    }
    this.#lostScope = id === HashDictionary.OVERFLOW;
    return id;
  }

  #finishRecord(nextLine: number): void {
    const from = this.#recordFrom;
    const { row } = this.#records;
    this.#recordFrom = -1;
    if (from < 0 || !this.#isFull || this.#context.isOutside(row.timeMs)) return;
    const to = this.#region.buffer[nextLine - 1] === LF ? nextLine - 1 : nextLine;
    row.byteOffset = this.#region.baseOffset + from;
    row.byteLength = to - from;
    const isNew = this.#setTemplate();
    const length = Math.min(to - from, MAX_SAMPLE_BYTES);
    row.key = Math.imul(this.#scopeHash ^ length, 0x85ebca6b) ^ this.#hasher.low;
    this.#records.add(isNew);
  }

  /** Sets the template of the record, and says whether it is the first one of it. */
  #setTemplate(): boolean {
    const { templates } = this.#context;
    const { row } = this.#records;
    const known = templates.size;
    row.template = templates.idOf(this.#hasher.high, this.#hasher.low);
    if (row.template === HashDictionary.OVERFLOW || this.#lostScope) this.#tally.overflow++;
    return templates.size > known;
  }
}

function contentEnd(b: Uint8Array, from: number, lineEnd: number): number {
  return lineEnd > from && b[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
}

function isBlank(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (b[i]! > 32) return false;
  return true;
}
