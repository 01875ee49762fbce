import { ApplicationBlockWriter } from "./block_writer.ts";
import type { ApplicationBlock, HeaderLine, RecordGap, Sample, TextPlace } from "./column_block.ts";
import { HashDictionary } from "./hash_dictionary.ts";
import type { LineScanner, Region } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import { lineEndFrom, startsWithAt } from "./line_bytes.ts";
import { isHeaderAt, RecordHead } from "./record_head.ts";
import { MAX_SAMPLE_BYTES, placeOf, type ScanContext } from "./scan_context.ts";
import { TemplateHasher } from "./template_hasher.ts";

const LF = 10;
const CR = 13;
const RECORDS_AROUND_HEADER = 5;
const MAX_HEADERS = 1000;
const MAX_GAPS = 100;
/** A time without records that is worth keeping the records around it. */
const GAP_MS = 300_000;
const NEIGHBOR_BYTES = 1024;
const BACKUP_JOBS = new TextEncoder().encode("backup.jobs.");

type HeaderDraft = { -readonly [K in keyof HeaderLine]: HeaderLine[K] } & { after: Sample[] };

/**
 * Scans application, migration and daemon logs: a line that matches START begins a record, everything else continues
 * the one before (`log-formats.md` §2.4). No expression and no object per line.
 */
export class ApplicationScanner implements LineScanner {
  readonly layout = "application";
  readonly headers: HeaderDraft[] = [];
  readonly gaps: RecordGap[] = [];
  readonly #context: ScanContext;
  readonly #tally: MemberTally;
  readonly #head = new RecordHead();
  readonly #hasher: TemplateHasher;
  readonly #scopeHasher = new TemplateHasher();
  readonly #block = new ApplicationBlockWriter();
  #samples: Sample[] = [];
  #region: Region = { buffer: new Uint8Array(0), to: 0, baseOffset: 0 };
  /** Start of the record being read; -1: none. */
  #recordFrom = -1;
  #recordLine = 0;
  #recordTimeMs = 0;
  /** Time of the record before. */
  #previousMs = Infinity;
  #recordScope = 0;
  /** Whether the scope of the record did not fit into the dictionary. */
  #lostScope = false;
  /** Whether the record being read has the FULL form. */
  #isFull = false;
  /** Whether a continuation line has a record to belong to, even one that was already counted or rejected. */
  #hasOwner = false;
  #recent: readonly Sample[] = [];
  readonly #recentPlaces: RecordPlace[] = Array.from({ length: RECORDS_AROUND_HEADER }, noPlace);
  #recentCount = 0;

  /** Creates a scanner for one member. */
  constructor(context: ScanContext, tally: MemberTally) {
    this.#context = context;
    this.#tally = tally;
    this.#hasher = new TemplateHasher(context.options.keptTokens);
  }

  get lastRecord(): Sample | null {
    return this.#recent.at(-1) ?? null;
  }

  boundary(buffer: Uint8Array, from: number, to: number): number {
    const fresh = buffer.subarray(from, to);
    for (let lineFeed = fresh.lastIndexOf(LF); lineFeed >= 0;) {
      const lineStart = from + lineFeed + 1;
      if (this.#head.readStart(buffer, lineStart, to)) return lineStart;
      // A negative index would count from the end.
      lineFeed = lineFeed === 0 ? -1 : fresh.lastIndexOf(LF, lineFeed - 1);
    }
    return 0;
  }

  scan(region: Region): void {
    this.#region = region;
    const buffer = region.buffer.subarray(0, region.to);
    for (let at = 0; at < region.to;) at = this.#scanLine(buffer, at) + 1;
    this.#finishRecord(region.to);
    this.#keepRecent();
  }

  takeBlock(): ApplicationBlock | null {
    return this.#block.length > 0 ? this.#block.take() : null;
  }

  takeSamples(): readonly Sample[] {
    const samples = this.#samples;
    this.#samples = [];
    return samples;
  }

  /** Scans the line at `at` and returns its end. */
  #scanLine(b: Uint8Array, at: number): number {
    this.#tally.lines++;
    if (this.#head.readStart(b, at, b.length)) {
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
    } else if (!this.#hasOwner && !isBlank(b, at, lineEnd)) {
      this.#tally.orphanLines++;
      this.#tally.addReject("it continues a record that is not there", () => this.#place(at, lineEnd));
    }
    return lineEnd;
  }

  #startRecord(b: Uint8Array, at: number): number {
    const head = this.#head;
    this.#recordFrom = at;
    this.#recordLine = this.#tally.lines;
    this.#recordTimeMs = head.timeMs;
    this.#hasOwner = true;
    this.#isFull = head.readRest(b, b.length);
    if (!this.#isFull) {
      const lineEnd = lineEndFrom(b, at);
      const end = contentEnd(b, at, lineEnd);
      this.#tally.addReject("it has a time but not the layout of a record", () => this.#place(at, end));
      return lineEnd;
    }
    this.#lostScope = false;
    this.#recordScope = this.#scopeOf(b);
    this.#hashHead(b);
    const end = this.#hasher.addMasked(b, head.messageStart, Math.min(b.length, at + MAX_SAMPLE_BYTES));
    return b[end] === LF ? end : lineEndFrom(b, end);
  }

  #hashHead(b: Uint8Array): void {
    const { levelStart, loggerStart, loggerEnd, loggerHash } = this.#head;
    this.#hasher.reset(b[levelStart]!);
    // The logger of a backup job names project and replica set: those are its scope, not its template.
    if (startsWithAt(b, loggerStart, loggerEnd, BACKUP_JOBS)) this.#hasher.addHash(1);
    else this.#hasher.addHash(loggerHash);
  }

  #hashContinuation(b: Uint8Array, at: number, lineEnd: number): void {
    const end = Math.min(contentEnd(b, at, lineEnd), this.#recordFrom + MAX_SAMPLE_BYTES);
    if (end > at) this.#hasher.addContinuation(b, at, end);
  }

  #scopeOf(b: Uint8Array): number {
    const { gidStart, gidEnd, loggerStart, loggerEnd } = this.#head;
    const inJob = startsWithAt(b, loggerStart, loggerEnd, BACKUP_JOBS);
    this.#scopeHasher.reset(inJob ? 1 : 0);
    if (gidStart === gidEnd && !inJob) return 0;
    if (inJob) this.#scopeHasher.addBytes(b, loggerStart + BACKUP_JOBS.length, loggerEnd);
    else this.#scopeHasher.addBytes(b, gidStart, gidEnd);
    const scopes = this.#context.scopes;
    const known = scopes.size;
    const id = scopes.idOf(this.#scopeHasher.high, this.#scopeHasher.low);
    if (scopes.size > known) this.#context.addScope(this.#scopeText(b, inJob));
    this.#lostScope = id === HashDictionary.OVERFLOW;
    return id;
  }

  #scopeText(b: Uint8Array, inJob: boolean): string {
    const { gidStart, gidEnd, loggerStart, loggerEnd } = this.#head;
    if (!inJob) return this.#context.decode(b, gidStart, gidEnd);
    const job = this.#context.decode(b, loggerStart + BACKUP_JOBS.length, loggerEnd);
    const dot = job.indexOf(".");
    return dot < 0 ? job : `${job.slice(0, dot)}/${job.slice(dot + 1)}`;
  }

  #finishRecord(nextLine: number): void {
    const from = this.#recordFrom;
    this.#recordFrom = -1;
    if (from < 0 || !this.#isFull || this.#context.isOutside(this.#recordTimeMs)) return;
    const to = this.#region.buffer[nextLine - 1] === LF ? nextLine - 1 : nextLine;
    const templates = this.#context.templates;
    const known = templates.size;
    const template = templates.idOf(this.#hasher.high, this.#hasher.low);
    if (template === HashDictionary.OVERFLOW || this.#lostScope) this.#tally.overflow++;
    const length = Math.min(to - from, MAX_SAMPLE_BYTES);
    const key = Math.imul(this.#scopeHasher.low ^ length, 0x85ebca6b) ^ this.#hasher.low;
    this.#block.push(this.#recordTimeMs, template, this.#recordScope, key);
    this.#tally.addRecord(this.#recordTimeMs);
    const silent = this.#recordTimeMs - this.#previousMs >= GAP_MS ? this.#previousRecord() : null;
    const place = this.#remember(from, to, template);
    if (silent !== null && this.gaps.length < MAX_GAPS) {
      this.gaps.push({ before: silent, after: this.#neighborAt(place) });
    }
    this.#previousMs = place.timeMs;
    if (this.#context.sampler.take(template, place.timeMs, place.scope)) {
      if (templates.size > known || this.#context.hasSampleBudget) this.#samples.push(this.#sampleAt(place));
    }
    const header = this.headers.at(-1);
    if (header && header.after.length < RECORDS_AROUND_HEADER) header.after.push(this.#neighborAt(place));
  }

  #sampleAt({ from, to, line, timeMs, template, scope }: RecordPlace): Sample {
    return { timeMs, template, scope, ...this.#place(from, to, line) };
  }

  /** A record beside a header line: short, and not counted against the budget for samples. */
  #neighborAt({ from, to, line, timeMs, template, scope }: RecordPlace): Sample {
    const text = this.#context.decode(this.#region.buffer, from, Math.min(to, from + NEIGHBOR_BYTES));
    const byteOffset = this.#region.baseOffset + from;
    return { timeMs, template, scope, line, byteOffset, byteLength: to - from, text };
  }

  #place(from: number, to: number, line: number = this.#tally.lines): TextPlace {
    const { buffer, baseOffset } = this.#region;
    return placeOf(this.#context, buffer, { from, to, line, baseOffset });
  }

  #previousRecord(): Sample | null {
    if (this.#recentCount === 0) return this.lastRecord;
    return this.#neighborAt(this.#recentAt(this.#recentCount - 1));
  }

  /** Keeps the last records at hand, in reused objects: a header line shows what went before it. */
  #remember(from: number, to: number, template: number): RecordPlace {
    const place = this.#recentAt(this.#recentCount++);
    place.from = from;
    place.to = to;
    place.line = this.#recordLine;
    place.timeMs = this.#recordTimeMs;
    place.template = template;
    place.scope = this.#recordScope;
    return place;
  }

  #keepRecent(): void {
    const count = Math.min(this.#recentCount, RECORDS_AROUND_HEADER);
    const places = Array.from({ length: count }, (_, i) => this.#recentAt(this.#recentCount - count + i));
    const kept = places.map((place) => this.#neighborAt(place));
    this.#recent = [...this.#recent, ...kept].slice(-RECORDS_AROUND_HEADER);
    this.#recentCount = 0;
  }

  #recentAt(index: number): RecordPlace {
    return this.#recentPlaces[index % RECORDS_AROUND_HEADER]!;
  }

  #addHeader(at: number, lineEnd: number): void {
    this.#keepRecent();
    this.#hasOwner = false;
    if (this.headers.length >= MAX_HEADERS) return;
    this.headers.push({ ...this.#place(at, lineEnd), before: this.#recent, after: [] });
  }
}

interface RecordPlace {
  from: number;
  to: number;
  line: number;
  timeMs: number;
  template: number;
  scope: number;
}

function noPlace(): RecordPlace {
  return { from: 0, to: 0, line: 0, timeMs: 0, template: 0, scope: 0 };
}

function contentEnd(b: Uint8Array, from: number, lineEnd: number): number {
  return lineEnd > from && b[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
}

function isBlank(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (b[i]! > 32) return false;
  return true;
}
