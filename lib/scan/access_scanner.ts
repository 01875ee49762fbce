import { ACCESS_LAYOUTS, type AccessLayout } from "../parse/access_layout.ts";
import { type AccessLine, parseAccessLine } from "../parse/access_line.ts";
import { AccessHead, type LastColumn, readLastColumn } from "./access_head.ts";
import { AgentLines } from "./agent_lines.ts";
import { AccessBlockWriter, type AccessRow } from "./block_writer.ts";
import type { HeaderLine, RecordGap, RequestSample, TextPlace } from "./column_block.ts";
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
  readonly #block = new AccessBlockWriter();
  readonly #agentLines: AgentLines;
  readonly #encoder = new TextEncoder();
  readonly #isPlain: boolean;
  readonly #tail: { from: number; end: number; columns: number };
  /** Milliseconds in a unit of the last column; 0: the last column is no latency. */
  readonly #latencyUnitMs: number;
  readonly #lastColumn: LastColumn = { value: NaN, end: 0 };
  readonly #row = newRow();
  #requests: RequestSample[] = [];
  #region: Region = { buffer: new Uint8Array(0), to: 0, baseOffset: 0 };
  #text: ViewedBytes = viewBytes(new Uint8Array(0));

  /** Creates a scanner for one member with a layout that is decided. */
  constructor(layout: AccessLayout, context: ScanContext, tally: MemberTally) {
    this.layout = layout.name;
    this.#layout = layout;
    this.#context = context;
    this.#tally = tally;
    this.#agentLines = new AgentLines(context);
    const tail = layout.tail ?? [];
    const latencies = tail.filter((field) => field.startsWith("latency"));
    const last = tail.at(-1) ?? "";
    this.#latencyUnitMs = latencies.length === 1 ? UNIT_MS[last] ?? 0 : 0;
    this.#tail = { from: 0, end: 0, columns: tail.length };
    this.#isPlain = layout.regexp.source === PLAIN_FORM && layout.tail !== null &&
      latencies.length === (this.#latencyUnitMs > 0 ? 1 : 0);
  }

  boundary(buffer: Uint8Array, from: number, to: number): number {
    const lineFeed = buffer.subarray(from, to).lastIndexOf(LF);
    return lineFeed < 0 ? 0 : from + lineFeed + 1;
  }

  scan(region: Region): void {
    this.#region = region;
    const buffer = region.buffer.subarray(0, region.to);
    this.#text = viewBytes(buffer);
    for (let at = 0; at < region.to;) {
      this.#tally.lines++;
      // To look for the end of each line first would take a tenth of the scan.
      const next = this.#isPlain ? this.#scanPlain(buffer, at) : -1;
      at = next > 0 ? next : this.#scanOther(buffer, at);
    }
    this.#agentLines.keepBytes(buffer);
  }

  finish(): void {
    for (const line of this.#agentLines.rest()) this.#requests.push(line);
  }

  take(): ScannedStretch {
    const requests = this.#requests;
    this.#requests = [];
    return {
      samples: [],
      requests,
      watched: [],
      lines: [],
      block: this.#block.length > 0 ? this.#block.take() : null,
    };
  }

  /** Scans a line of the usual form and returns where the next one starts; -1 when it has another form. */
  #scanPlain(b: Uint8Array, at: number): number {
    const head = this.#head;
    if (!head.read(this.#text, at, b.length)) return -1;
    this.#row.latencyMs = NaN;
    if (this.#latencyUnitMs === 0) {
      const lineEnd = lineEndFrom(b, head.tailStart);
      return this.#addPlain(b, at, contentEnd(b, at, lineEnd), lineEnd);
    }
    this.#tail.from = head.tailStart;
    this.#tail.end = b.length;
    if (!readLastColumn(this.#text, this.#tail, this.#lastColumn)) return -1;
    const { value, end } = this.#lastColumn;
    // 0.012 * 1000 is 12.000000000000002 in floating point.
    this.#row.latencyMs = this.#latencyUnitMs === 1 && Number.isInteger(value)
      ? value
      : Math.round(value * this.#latencyUnitMs * 1e6) / 1e6;
    return this.#addPlain(b, at, end, b[end] === CR ? end + 1 : end);
  }

  /** Scans a line of any other form and returns where the next one starts. */
  #scanOther(b: Uint8Array, at: number): number {
    const lineEnd = lineEndFrom(b, at);
    const end = contentEnd(b, at, lineEnd);
    if (end > at) this.#addOther(b, at, end, lineEnd);
    return lineEnd + 1;
  }

  #addPlain(b: Uint8Array, at: number, end: number, lineEnd: number): number {
    if (end - at > MAX_LINE_BYTES) return -1;
    const { timeMs, status, responseBytes, clientEnd, userStart, userEnd } = this.#head;
    if (this.#context.isOutside(timeMs)) return lineEnd + 1;
    const row = this.#row;
    const { requestKeys } = this.#context;
    row.timeMs = timeMs;
    row.status = status;
    row.responseBytes = responseBytes;
    row.client = requestKeys.clientId(this.#text, at, clientEnd);
    row.user = userEnd > userStart ? requestKeys.userId(this.#text, userStart, userEnd) : 0;
    requestKeys.readUrl(this.#text, this.#head.methodStart, this.#head.urlStart, this.#head.url, row);
    this.#push(b, at, end, lineEnd);
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
    this.#push(b, at, end, lineEnd);
  }

  #fillRow(line: AccessLine): void {
    const row = this.#row;
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

  #push(b: Uint8Array, at: number, end: number, lineEnd: number): void {
    const row = this.#row;
    if (row.route === 0 || row.client === 0) this.#tally.overflow++;
    row.byteOffset = this.#region.baseOffset + at;
    row.byteLength = lineEnd - at;
    row.line = this.#tally.lines;
    row.key = keyOf(row, end - at);
    this.#block.push(row);
    this.#tally.addRecord(row.timeMs);
    this.#keepTexts(b, at);
  }

  #keepTexts(b: Uint8Array, at: number): void {
    const row = this.#row;
    const { requestSampler, requestKeys } = this.#context;
    const isWanted = requestSampler.take(row) || requestKeys.isNewAgent;
    const isTold = isWanted && this.#context.hasRequestBudget;
    if (row.agent > 0) {
      const last = this.#agentLines.add(row, b, at, isTold);
      if (last !== null) this.#requests.push(last);
    }
    if (isTold) this.#requests.push(this.#sampleAt(b, at));
  }

  #sampleAt(b: Uint8Array, at: number): RequestSample {
    const { timeMs, route, client, agent, status, latencyMs, line, byteOffset, byteLength } = this.#row;
    const text = this.#context.keepRequest(b, at, at + byteLength);
    return { timeMs, route, client, agent, status, latencyMs, line, byteOffset, byteLength, text };
  }

  #place(from: number, to: number): TextPlace {
    const { buffer, baseOffset } = this.#region;
    return placeOf(this.#context, buffer, { from, to, line: this.#tally.lines, baseOffset });
  }
}

function newRow(): AccessRow {
  return {
    timeMs: 0,
    route: 0,
    client: 0,
    status: 0,
    responseBytes: 0,
    latencyMs: NaN,
    agent: 0,
    agentTimeMs: NaN,
    user: 0,
    request: 0,
    key: 0,
    byteOffset: 0,
    byteLength: 0,
    line: 0,
  };
}

/** Enough to tell two requests of one second apart; the whole line would cost another pass over all bytes. */
function keyOf(row: AccessRow, lineBytes: number): number {
  let key = Math.imul(row.request ^ (row.client << 16), 0x85ebca6b) ^ row.status;
  key = Math.imul(key ^ row.responseBytes, 0xc2b2ae35) ^ lineBytes;
  return Math.imul(key ^ (Number.isNaN(row.latencyMs) ? -1 : row.latencyMs), 0x27d4eb2f);
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
