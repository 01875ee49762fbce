import { HashedBytes } from "./hashed_bytes.ts";
import { digit } from "./line_bytes.ts";

const AMPERSAND = 38;
const EQUALS = 61;
const QUESTION = 63;
const P = 0x9e3779b1 | 0;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;
/** Flags of a table of stops. */
const ENDS_PATH = 1;
const ENDS_URL = 2;
const ENDS_PARAMETER = 4;

/** Stops of a URL that stands alone. */
export const WHOLE_URL_STOPS: Uint8Array = stopTable("");
/** Stops of a URL in an access line. An escape ends it too: lines with one are not read from bytes. */
export const LINE_URL_STOPS: Uint8Array = stopTable(' "\\\n');

/** The first three bytes of parameters. */
const FULL_HOST_KEY = keyOf("ah=");
const SHORT_HOST_KEY = keyOf("ahs");
const VERSION_KEY = keyOf("av=");
const CLOCK_KEY = keyOf("at=");

/** A parameter's value; its start is -1 when it was not seen. */
interface Value {
  start: number;
  end: number;
}

/**
 * Reads method and URL of a request from bytes, allocating nothing: where path and query end, their hashes, and what an
 * agent tells about itself (`ops-manager-api.md` §6). Of parameters with one name the first counts.
 */
export class RequestUrl {
  /** Path, without the query; its hash is that of method and path. */
  readonly path: HashedBytes = new HashedBytes();
  /** End of the query. */
  end = 0;
  /** Hash of method, path and query. */
  hash = 0;
  /** The agent's host, as sent; start equals end: none. */
  readonly agentHost: HashedBytes = new HashedBytes();
  /** The agent's version, as sent. */
  readonly agentVersion: HashedBytes = new HashedBytes();
  /** The agent's clock, epoch milliseconds; NaN: none. */
  agentTimeMs: number = NaN;
  readonly #stops: Uint8Array;
  readonly #fullHost: Value = { start: -1, end: -1 };
  readonly #shortHost: Value = { start: -1, end: -1 };
  readonly #version: Value = { start: -1, end: -1 };
  readonly #clock: Value = { start: -1, end: -1 };
  /** The parameter being read, when it is one of an agent's. */
  #open: Value | null = null;
  #isAgent = false;

  /** Creates a reader of URLs that end at `stops`. */
  constructor(stops: Uint8Array) {
    this.#stops = stops;
  }

  /** Whether the query tells something about an agent. */
  get isAgent(): boolean {
    return this.#isAgent;
  }

  /** Reads the method at `methodStart` and the URL at `start`, which ends at a stop or at `limit`. */
  read(view: DataView, methodStart: number, start: number, limit: number): void {
    const { path } = this;
    let method = 0;
    for (let i = methodStart; i < start; i++) method = Math.imul(method, 31) + view.getUint8(i) | 0;
    path.setUpTo(view, start, limit, this.#stops, ENDS_PATH);
    path.high = Math.imul(path.high ^ method, P);
    path.low ^= method;
    this.end = path.end;
    this.hash = path.high ^ path.low;
    this.agentTimeMs = NaN;
    this.#isAgent = false;
    if (path.end < limit && view.getUint8(path.end) === QUESTION) this.#readQuery(view, limit);
  }

  #readQuery(view: DataView, limit: number): void {
    const from = this.path.end + 1;
    let hash = this.hash;
    let end = -1;
    let i = from;
    this.#fullHost.start =
      this.#shortHost.start =
      this.#version.start =
      this.#clock.start =
        -1;
    this.#startParameter(view, from, limit);
    for (; i + 3 < limit; i += 4) {
      const word = view.getInt32(i);
      if (mayEndParameter(word)) {
        end = this.#endIn(view, i, i + 4, limit);
        if (end >= 0) break;
      }
      hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ word, P);
    }
    if (end < 0) end = this.#endIn(view, i, limit, limit);
    if (end < 0) end = limit;
    for (; i < end; i++) hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ view.getUint8(i), P);
    if (this.#open !== null) this.#open.end = end;
    this.end = end;
    this.hash = hash;
    if (this.#isAgent) this.#settleAgent(view);
  }

  /** Where the URL ends between `from` and `to`; -1: not there. Takes note of the parameters that start there. */
  #endIn(view: DataView, from: number, to: number, limit: number): number {
    const stops = this.#stops;
    for (let i = from; i < to; i++) {
      const flags = stops[view.getUint8(i)]!;
      if ((flags & ENDS_URL) !== 0) return i;
      if ((flags & ENDS_PARAMETER) === 0) continue;
      if (this.#open !== null) this.#open.end = i;
      this.#startParameter(view, i + 1, limit);
    }
    return -1;
  }

  #startParameter(view: DataView, at: number, limit: number): void {
    this.#open = null;
    if (at + 3 > limit) return;
    const key = (view.getUint16(at) << 8) | view.getUint8(at + 2);
    if (key === FULL_HOST_KEY) this.#openValue(this.#fullHost, at + 3);
    else if (key === VERSION_KEY) this.#openValue(this.#version, at + 3);
    else if (key === CLOCK_KEY) this.#openValue(this.#clock, at + 3);
    else if (key === SHORT_HOST_KEY && at + 3 < limit && view.getUint8(at + 3) === EQUALS) {
      this.#openValue(this.#shortHost, at + 4);
    }
  }

  #openValue(value: Value, start: number): void {
    if (value.start >= 0) return;
    value.start = start;
    this.#open = value;
    this.#isAgent = true;
  }

  #settleAgent(view: DataView): void {
    const host = this.#fullHost.end > this.#fullHost.start && this.#fullHost.start >= 0
      ? this.#fullHost
      : this.#shortHost;
    setValue(this.agentHost, view, host);
    setValue(this.agentVersion, view, this.#version);
    if (this.#clock.start >= 0) this.agentTimeMs = clockOf(view, this.#clock);
    this.#isAgent = this.agentHost.end + this.agentVersion.end > 0;
  }
}

function setValue(bytes: HashedBytes, view: DataView, { start, end }: Value): void {
  if (start >= 0 && end > start) return bytes.set(view, start, end);
  bytes.start =
    bytes.end =
    bytes.high =
    bytes.low =
      0;
}

/** Whether one of four bytes is below `'`, or a backslash. */
function mayEndParameter(word: number): boolean {
  const backslash = word ^ 0x5c5c5c5c;
  return ((((word - 0x27272727) & ~word) | ((backslash - ONES) & ~backslash)) & HIGH_BITS) !== 0;
}

/** Epoch milliseconds have 12 to 14 digits; whatever else is there is no clock. */
function clockOf(view: DataView, { start, end }: Value): number {
  if (end - start < 12 || end - start > 14) return NaN;
  // Whole numbers of 32 bits are several times as fast as sums of floating point.
  const high = numberAt(view, start, end - 6);
  const low = numberAt(view, end - 6, end);
  return high < 0 || low < 0 ? NaN : high * 1_000_000 + low;
}

/** A number of up to eight digits; -1 when there is another byte. */
function numberAt(view: DataView, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const next = digit(view.getUint8(i));
    if (next < 0) return -1;
    value = (value * 10 + next) | 0;
  }
  return value;
}

function stopTable(ends: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const char of ends) table[char.charCodeAt(0)] = ENDS_PATH | ENDS_URL;
  table[QUESTION] = ENDS_PATH;
  table[AMPERSAND] = ENDS_PARAMETER;
  return table;
}

/** Three bytes as one number. */
function keyOf(key: string): number {
  return [...key].reduce((word, char) => (word << 8) | char.charCodeAt(0), 0);
}
