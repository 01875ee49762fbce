import { ACCESS_LAYOUTS, type AccessLayout } from "../parse/access_layout.ts";
import { type AccessLine, parseAccessLine } from "../parse/access_line.ts";
import { routeTemplate } from "../parse/route_template.ts";
import { AccessHead, type LastColumn, readLastColumn } from "./access_head.ts";
import { AccessBlockWriter, type AccessRow } from "./block_writer.ts";
import type { AccessBlock, HeaderLine, RecordGap, Sample, TextPlace } from "./column_block.ts";
import type { LineScanner, Region } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import { lineEndFrom } from "./line_bytes.ts";
import { isHeaderAt } from "./record_head.ts";
import { RouteHash } from "./route_hash.ts";
import { placeOf, type ScanContext } from "./scan_context.ts";

const LF = 10;
const CR = 13;
const HASH = 35;
/** No line that is longer is read by `parse/`. */
const MAX_LINE_BYTES = 65_536;
const MAX_KNOWN_PATHS = 65_536;
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
  readonly #route = new RouteHash();
  readonly #block = new AccessBlockWriter();
  readonly #encoder = new TextEncoder();
  readonly #routeByPath = new Map<number, number>();
  readonly #isPlain: boolean;
  /** Columns of the tail. */
  readonly #columns: number;
  /** Milliseconds in a unit of the last column; 0: the last column is no latency. */
  readonly #latencyUnitMs: number;
  readonly #lastColumn: LastColumn = { value: NaN, end: 0 };
  #region: Region = { buffer: new Uint8Array(0), to: 0, baseOffset: 0 };
  #row: AccessRow = { timeMs: 0, route: 0, client: 0, status: 0, responseBytes: 0, latencyMs: NaN, key: 0 };

  /** Creates a scanner for one member with a layout that is decided. */
  constructor(layout: AccessLayout, context: ScanContext, tally: MemberTally) {
    this.layout = layout.name;
    this.#layout = layout;
    this.#context = context;
    this.#tally = tally;
    const tail = layout.tail ?? [];
    const latencies = tail.filter((field) => field.startsWith("latency"));
    const last = tail.at(-1) ?? "";
    this.#latencyUnitMs = latencies.length === 1 ? UNIT_MS[last] ?? 0 : 0;
    this.#columns = tail.length;
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
    for (let at = 0; at < region.to;) {
      this.#tally.lines++;
      // To look for the end of each line first would take a tenth of the scan.
      const next = this.#isPlain ? this.#scanPlain(buffer, at) : -1;
      at = next > 0 ? next : this.#scanOther(buffer, at);
    }
  }

  takeBlock(): AccessBlock | null {
    return this.#block.length > 0 ? this.#block.take() : null;
  }

  takeSamples(): readonly Sample[] {
    return [];
  }

  /** Scans a line of the usual form and returns where the next one starts; -1 when it has another form. */
  #scanPlain(b: Uint8Array, at: number): number {
    const head = this.#head;
    if (!head.read(b, at, b.length)) return -1;
    this.#row.latencyMs = NaN;
    if (this.#latencyUnitMs === 0) {
      const lineEnd = lineEndFrom(b, head.tailStart);
      return this.#addPlain(b, at, contentEnd(b, at, lineEnd)) ? lineEnd + 1 : -1;
    }
    const tail = { from: head.tailStart, end: b.length, columns: this.#columns };
    if (!readLastColumn(b, tail, this.#lastColumn)) return -1;
    const { value, end } = this.#lastColumn;
    // 0.012 * 1000 is 12.000000000000002 in floating point.
    this.#row.latencyMs = Math.round(value * this.#latencyUnitMs * 1e6) / 1e6;
    return this.#addPlain(b, at, end) ? (b[end] === CR ? end + 2 : end + 1) : -1;
  }

  /** Scans a line of any other form and returns where the next one starts. */
  #scanOther(b: Uint8Array, at: number): number {
    const lineEnd = lineEndFrom(b, at);
    const end = contentEnd(b, at, lineEnd);
    if (end > at) this.#addOther(b, at, end);
    return lineEnd + 1;
  }

  #addPlain(b: Uint8Array, at: number, end: number): boolean {
    if (end - at > MAX_LINE_BYTES) return false;
    const { timeMs, status, responseBytes, clientEnd } = this.#head;
    const row = this.#row;
    row.timeMs = timeMs;
    row.route = this.#plainRouteId(b);
    row.client = this.#clientId(b, at, clientEnd);
    row.status = status;
    row.responseBytes = responseBytes;
    row.key = this.#keyOf(end - at);
    this.#push();
    return true;
  }

  #addOther(b: Uint8Array, at: number, end: number): void {
    const line = parseAccessLine(this.#context.decode(b, at, end), this.#layout);
    if (line === null) {
      if (isIgnored(b, at, end)) return;
      this.#tally.addReject(`it does not have the layout "${this.layout}"`, () => this.#place(at, end));
      return;
    }
    this.#fillRow(line);
    this.#row.key = this.#keyOf(end - at);
    this.#push();
  }

  #fillRow(line: AccessLine): void {
    const row = this.#row;
    const method = line.method ?? "-";
    const path = line.url ?? "-";
    const bytes = this.#encoder.encode(`${method} ${path}`);
    const methodBytes = this.#encoder.encode(method).length;
    const query = bytes.indexOf(63, methodBytes);
    this.#route.set(bytes, [0, methodBytes], [methodBytes + 1, query < 0 ? bytes.length : query]);
    row.timeMs = line.timeMs;
    row.route = this.#routeId(() => [method, path]);
    const client = this.#encoder.encode(line.client);
    row.client = this.#clientId(client, 0, client.length);
    row.status = line.status ?? 0;
    row.responseBytes = line.responseBytes ?? 0;
    row.latencyMs = line.latencyMs ?? NaN;
  }

  #push(): void {
    if (this.#context.isOutside(this.#row.timeMs)) return;
    if (this.#row.route === 0 || this.#row.client === 0) this.#tally.overflow++;
    this.#block.push(this.#row);
    this.#tally.addRecord(this.#row.timeMs);
  }

  /** Agents ask for few different paths, many times each. */
  #plainRouteId(b: Uint8Array): number {
    const { methodStart, methodEnd, pathStart, pathEnd, pathKey } = this.#head;
    const known = this.#routeByPath.get(pathKey);
    if (known !== undefined) return known;
    this.#route.set(b, [methodStart, methodEnd], [pathStart, pathEnd]);
    const id = this.#routeId(
      () => [this.#context.decode(b, methodStart, methodEnd), this.#context.decode(b, pathStart, pathEnd)],
    );
    if (this.#routeByPath.size < MAX_KNOWN_PATHS) this.#routeByPath.set(pathKey, id);
    return id;
  }

  #routeId(texts: () => readonly [method: string, path: string]): number {
    const { routes } = this.#context;
    const known = routes.size;
    const id = routes.idOf(this.#route.high, this.#route.low);
    if (routes.size > known) {
      const [method, path] = texts();
      this.#context.addRoute(method, routeTemplate(path));
    }
    return id;
  }

  #clientId(b: Uint8Array, from: number, to: number): number {
    const { clients } = this.#context;
    const known = clients.size;
    const id = clients.idOf(hashOf(b, from, to), secondHashOf(b, from, to));
    if (clients.size > known) this.#context.addClient(this.#context.decode(b, from, to));
    return id;
  }

  /** Enough to tell two requests of one second apart; the whole line would cost a pass over all bytes. */
  #keyOf(lineBytes: number): number {
    const { route, client, status, responseBytes, latencyMs } = this.#row;
    let key = Math.imul(route ^ (client << 16), 0x85ebca6b) ^ status;
    key = Math.imul(key ^ responseBytes, 0xc2b2ae35) ^ lineBytes;
    return Math.imul(key ^ (Number.isNaN(latencyMs) ? -1 : latencyMs), 0x27d4eb2f);
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

function hashOf(b: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ b[i]!, 0x01000193);
  return hash;
}

function secondHashOf(b: Uint8Array, from: number, to: number): number {
  let hash = 17;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + b[i]!) | 0;
  return hash;
}
