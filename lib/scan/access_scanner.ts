import { ACCESS_LAYOUTS, type AccessLayout } from "../parse/access_layout.ts";
import { type AccessLine, parseAccessLine } from "../parse/access_line.ts";
import { AccessHead, type LastColumn, readLastColumn } from "./access_head.ts";
import { AccessRequests } from "./access_requests.ts";
import type { HeaderLine, RecordGap, TextPlace } from "./column_block.ts";
import type { LineScanner, Region, ScannedStretch } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import { lineEndFrom } from "./line_bytes.ts";
import { isHeaderAt } from "./record_head.ts";
import { RequestUrl, WHOLE_URL_STOPS } from "./request_url.ts";
import { placeOf, type ScanContext } from "./scan_context.ts";
import { viewBytes, type ViewedBytes } from "./viewed_bytes.ts";

const LF = 10;
const CR = 13;
const HASH = 35;
/** No line that is longer is read by `parse/`. */
const MAX_LINE_BYTES = 65_536;
/** The form that {@linkcode AccessHead} reads. */
const PLAIN_FORM = ACCESS_LAYOUTS.find(({ name }) => name === "common")?.regexp.source;
const UNIT_MS: Readonly<Record<string, number>> = { latencyMs: 1, latencyS: 1000, latencyUs: 0.001 };

/** Scans access logs: the usual form from bytes, every other line with the expressions of `parse/`. */
export class AccessScanner implements LineScanner {
  readonly layout: string;
  readonly headers: readonly HeaderLine[] = [];
  readonly gaps: readonly RecordGap[] = [];
  readonly lastRecord = null;
  readonly #layout: AccessLayout;
  readonly #context: ScanContext;
  readonly #tally: MemberTally;
  readonly #head = new AccessHead();
  /** The URL of a line that the expressions read. */
  readonly #url = new RequestUrl(WHOLE_URL_STOPS);
  readonly #requests: AccessRequests;
  readonly #encoder = new TextEncoder();
  readonly #isPlain: boolean;
  /** Whether WebAssembly reads the usual form too: its latencies are whole milliseconds. */
  readonly #isAssembled: boolean;
  readonly #tail: { from: number; end: number; columns: number };
  /** Milliseconds in a unit of the last column; 0: the last column is no latency. */
  readonly #latencyUnitMs: number;
  readonly #lastColumn: LastColumn = { value: NaN, end: 0 };
  #region: Region = { buffer: new Uint8Array(0), to: 0, baseOffset: 0 };
  #text: ViewedBytes = viewBytes(new Uint8Array(0));

  /** Creates a scanner for one member with a layout that is decided. */
  constructor(layout: AccessLayout, context: ScanContext, tally: MemberTally) {
    this.layout = layout.name;
    this.#layout = layout;
    this.#context = context;
    this.#tally = tally;
    this.#requests = new AccessRequests(context, tally);
    const tail = layout.tail ?? [];
    const latencies = tail.filter((field) => field.startsWith("latency"));
    const last = tail.at(-1) ?? "";
    this.#latencyUnitMs = latencies.length === 1 ? UNIT_MS[last] ?? 0 : 0;
    this.#tail = { from: 0, end: 0, columns: tail.length };
    this.#isPlain = layout.regexp.source === PLAIN_FORM && layout.tail !== null &&
      latencies.length === (this.#latencyUnitMs > 0 ? 1 : 0);
    this.#isAssembled = this.#isPlain && [0, 1].includes(this.#latencyUnitMs);
  }

  boundary(buffer: Uint8Array, from: number, to: number): number {
    const lineFeed = buffer.subarray(from, to).lastIndexOf(LF);
    return lineFeed < 0 ? 0 : from + lineFeed + 1;
  }

  scan(region: Region): void {
    this.#region = region;
    const buffer = region.buffer.subarray(0, region.to);
    this.#text = viewBytes(buffer);
    this.#requests.beginRegion(region);
    const assembled = this.#isAssembled ? this.#context.assembled.scanOf(region.buffer) : null;
    if (assembled === null) { for (let at = 0; at < region.to;) at = this.#scanLine(buffer, at); }
    else {
      const tail = this.#latencyUnitMs > 0 ? this.#tail.columns : 0;
      assembled.scanAccess(region, this.#requests, this.#tally, tail, (at) => this.#scanLine(buffer, at));
    }
    this.#requests.endRegion();
  }

  finish(): void {
    this.#requests.finish();
  }

  take(): ScannedStretch {
    return this.#requests.take();
  }

  /** Scans the line at `at` and returns where the next one starts. */
  #scanLine(b: Uint8Array, at: number): number {
    this.#tally.lines++;
    // To look for the end of each line first would take a tenth of the scan.
    const next = this.#isPlain ? this.#scanPlain(b, at) : -1;
    return next > 0 ? next : this.#scanOther(b, at);
  }

  /** Scans a line of the usual form and returns where the next one starts; -1 when it has another form. */
  #scanPlain(b: Uint8Array, at: number): number {
    const head = this.#head;
    if (!head.read(this.#text, at, b.length)) return -1;
    this.#requests.row.latencyMs = NaN;
    if (this.#latencyUnitMs === 0) {
      const lineEnd = lineEndFrom(b, head.tailStart);
      return this.#addPlain(at, contentEnd(b, at, lineEnd), lineEnd);
    }
    this.#tail.from = head.tailStart;
    this.#tail.end = b.length;
    if (!readLastColumn(this.#text, this.#tail, this.#lastColumn)) return -1;
    const { value, end } = this.#lastColumn;
    // 0.012 * 1000 is 12.000000000000002 in floating point.
    this.#requests.row.latencyMs = this.#latencyUnitMs === 1 && Number.isInteger(value)
      ? value
      : Math.round(value * this.#latencyUnitMs * 1e6) / 1e6;
    return this.#addPlain(at, end, b[end] === CR ? end + 1 : end);
  }

  /** Scans a line of any other form and returns where the next one starts. */
  #scanOther(b: Uint8Array, at: number): number {
    const lineEnd = lineEndFrom(b, at);
    const end = contentEnd(b, at, lineEnd);
    if (end > at) this.#addOther(b, at, end, lineEnd);
    return lineEnd + 1;
  }

  #addPlain(at: number, end: number, lineEnd: number): number {
    if (end - at > MAX_LINE_BYTES) return -1;
    const { timeMs, status, responseBytes, clientEnd, userStart, userEnd } = this.#head;
    if (this.#context.isOutside(timeMs)) return lineEnd + 1;
    const { row } = this.#requests;
    const { requestKeys } = this.#context;
    row.timeMs = timeMs;
    row.status = status;
    row.responseBytes = responseBytes;
    row.client = requestKeys.clientId(this.#text, at, clientEnd);
    row.user = userEnd > userStart ? requestKeys.userId(this.#text, userStart, userEnd) : 0;
    requestKeys.readUrl(this.#text, this.#head.methodStart, this.#head.urlStart, this.#head.url, row);
    this.#push(at, end, lineEnd, requestKeys.isNewAgent);
    return lineEnd + 1;
  }

  #addOther(b: Uint8Array, at: number, end: number, lineEnd: number): void {
    const line = parseAccessLine(this.#context.decode(b, at, end), this.#layout);
    if (line === null) {
      if (isIgnored(b, at, end)) return;
      this.#tally.addReject(`it does not have the layout "${this.layout}"`, () => this.#place(at, end));
      return;
    }
    if (this.#context.isOutside(line.timeMs)) return;
    this.#fillRow(line);
    this.#push(at, end, lineEnd, this.#context.requestKeys.isNewAgent);
  }

  #fillRow(line: AccessLine): void {
    const { row } = this.#requests;
    const { requestKeys } = this.#context;
    const client = viewBytes(this.#encoder.encode(line.client));
    const user = viewBytes(this.#encoder.encode(line.user ?? ""));
    const methodBytes = this.#encoder.encode(line.method ?? "-").length;
    const request = viewBytes(this.#encoder.encode(`${line.method ?? "-"} ${line.url ?? "-"}`));
    row.timeMs = line.timeMs;
    row.status = line.status ?? 0;
    row.responseBytes = line.responseBytes ?? 0;
    row.latencyMs = line.latencyMs ?? NaN;
    row.client = requestKeys.clientId(client, 0, client.bytes.length);
    row.user = line.user !== null ? requestKeys.userId(user, 0, user.bytes.length) : 0;
    this.#url.read(request.view, 0, methodBytes + 1, request.bytes.length);
    requestKeys.readUrl(request, 0, methodBytes + 1, this.#url, row);
  }

  #push(at: number, end: number, lineEnd: number, isNewAgent: boolean): void {
    const { row } = this.#requests;
    row.byteOffset = this.#region.baseOffset + at;
    row.byteLength = lineEnd - at;
    row.line = this.#tally.lines;
    this.#requests.add(end - at, isNewAgent);
  }

  #place(from: number, to: number): TextPlace {
    const { buffer, baseOffset } = this.#region;
    return placeOf(this.#context, buffer, { from, to, line: this.#tally.lines, baseOffset });
  }
}

/** Without the white space at its end, as `parse/` reads a line. */
function contentEnd(b: Uint8Array, at: number, lineEnd: number): number {
  let end = lineEnd;
  while (end > at && (b[end - 1] === 32 || (b[end - 1]! >= 9 && b[end - 1]! <= CR))) end--;
  return end;
}

/** Blank lines, `#` lines that name a layout, header lines: they hold no request. */
function isIgnored(b: Uint8Array, at: number, end: number): boolean {
  if (b[at] === HASH || isHeaderAt(b, at, end)) return true;
  for (let i = at; i < end; i++) if (b[i]! > 32) return false;
  return true;
}
