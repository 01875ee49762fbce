import { crc32 } from "node:zlib";
import type { ArchiveProblem } from "../archive_problem.ts";
import type { ByteWindow } from "../byte_window.ts";
import {
  findGzipHeader,
  hasGzipMagic,
  HEADER_OVERLAP,
  hex,
  readGzipHeader,
  TRAILER_BYTES,
} from "./gzip_framing.ts";
import { isGzipMember } from "./member_trial.ts";
import { INPUT_SLICE_BYTES, type RawInflater } from "./raw_inflater.ts";
import type { PointFinder } from "../seek/point_finder.ts";

/** What comes out of gzip data. `gap`: bytes are missing between the data before and after. */
export type GzipEvent =
  | { readonly kind: "data"; readonly bytes: Uint8Array; readonly isLast: boolean }
  | { readonly kind: "problem"; readonly problem: ArchiveProblem }
  | { readonly kind: "gap" }
  | { readonly kind: "end" };

/** How far before a noticed damage the next member is looked for: invalid data is often noticed only much later. */
const LOOKBACK_BYTES = 65_536;

/** How often a member is tried to be read before the place of a damage. */
const MAX_TRIALS = 8;
const LITTLE_ENDIAN = true;

type State = "header" | "body" | "trailer" | "between" | "search" | "end";
/** A damage, or garbage: what to say once it is known where reading goes on. */
interface Search extends Pick<ArchiveProblem, "code" | "severity" | "byteOffset"> {
  readonly text: string;
}

/**
 * Reads gzip: any number of members, padding, garbage, damage. Does no I/O: takes from the window, and says `undefined`
 * when it needs more there. Data is valid until the next call.
 */
export class GzipDecoder {
  readonly #window: ByteWindow;
  readonly #inflater: RawInflater;
  readonly #points: PointFinder | undefined;
  readonly #events: GzipEvent[] = [];
  #state: State = "header";
  #isDrained = true;
  #memberStart = 0;
  #bodyStart = 0;
  #crc = 0;
  #isDoubtful = false;
  /** Uncompressed bytes of this member. */
  #memberBytes = 0;
  /** Whether nothing came of the whole slices that are there. */
  #isStarved = false;
  #search: Search | undefined;
  #trials = 0;

  /** Creates a decoder for the gzip data that begins at the window's start, and looks for points in it if so wished. */
  constructor(window: ByteWindow, inflater: RawInflater, points?: PointFinder) {
    this.#window = window;
    this.#inflater = inflater;
    this.#points = points;
    window.retainBytes = LOOKBACK_BYTES;
  }

  /** What comes next; `undefined` when the window has too little. */
  next(): GzipEvent | undefined {
    if (!this.#isDrained) {
      this.#inflater.drain();
      this.#isDrained = true;
    }
    while (this.#events.length === 0) {
      if (!this.#step()) return undefined;
    }
    const event = this.#events.shift();
    if (event?.kind === "data") this.#isDrained = false;
    return event;
  }

  /** Goes on as far as is possible at once; false when it needs more. */
  #step(): boolean {
    switch (this.#state) {
      case "header":
        return this.#readHeader();
      case "body":
        return this.#readBody();
      case "trailer":
        return this.#readTrailer();
      case "between":
        return this.#readBetween();
      case "search":
        return this.#searchHeader();
      case "end":
        this.#events.push({ kind: "end" });
        return true;
    }
  }

  #readHeader(): boolean {
    const { bytes, start, end, position, ended } = this.#window;
    const header = readGzipHeader(bytes, start, end);
    this.#memberStart = position;
    this.#bodyStart = position + 1;
    if (header.kind === "short") return ended ? this.#truncate("header") : false;
    if (header.kind === "bad") return this.#damage("header", header.reason);
    for (const doubt of header.doubts) {
      this.#report("gzip.header", "warning", `Cannot trust gzip header: ${doubt}`);
    }
    this.#window.consume(header.byteLength);
    this.#bodyStart = this.#window.position;
    this.#points?.beginMember(this.#bodyStart, { isFound: this.#search !== undefined });
    this.#search = undefined;
    this.#crc = this.#memberBytes = 0;
    this.#inflater.reset();
    this.#state = "body";
    return true;
  }

  #readBody(): boolean {
    const { bytes, start, end, position, ended } = this.#window;
    const wholeSlices = end - (position + end - start) % INPUT_SLICE_BYTES;
    const isRest = ended && (this.#isStarved || wholeSlices <= start);
    const sliceEnd = isRest ? end : Math.max(start, wholeSlices);
    const before = this.#inflater.filled;
    const status = this.#points
      ? this.#points.inflate(this.#inflater, this.#window, sliceEnd)
      : this.#inflater.inflate(bytes, start, sliceEnd);
    const { consumed, filled, output } = this.#inflater;
    this.#window.consume(consumed);
    this.#crc = crc32(output.subarray(before, filled), this.#crc);
    this.#memberBytes += filled - before;
    if (filled === output.length) this.#flush();
    if (status === "end") this.#state = "trailer";
    if (status === "corrupt") {
      return this.#damage("data", `deflate data is invalid after ${this.#memberBytes} bytes of output`);
    }
    this.#isStarved = status === "more" && consumed === 0 && filled === before;
    if (!this.#isStarved || (ended && !isRest)) return true;
    return ended && this.#truncate("data");
  }

  #readTrailer(): boolean {
    const { bytes, start, length, ended } = this.#window;
    if (length < TRAILER_BYTES) return ended ? this.#truncate("trailer") : false;
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, TRAILER_BYTES);
    const crc = view.getUint32(0, LITTLE_ENDIAN);
    const size = view.getUint32(4, LITTLE_ENDIAN);
    const actualSize = this.#memberBytes % 2 ** 32;
    if (crc !== this.#crc) {
      this.#report(
        "gzip.crc",
        "error",
        `Cannot verify gzip member: CRC is ${hex(this.#crc, 8)}, expected ${hex(crc, 8)}`,
      );
    } else if (size !== actualSize) {
      this.#report(
        "gzip.size",
        "error",
        `Cannot verify gzip member: size is ${actualSize}, expected ${size} bytes`,
      );
    }
    this.#isDoubtful = crc !== this.#crc;
    this.#window.consume(TRAILER_BYTES);
    this.#state = "between";
    return true;
  }

  /** After a member come the next one, zeros to the end of a block, garbage, or nothing. */
  #readBetween(): boolean {
    const window = this.#window;
    while (window.length > 0 && window.bytes[window.start] === 0) window.consume(1);
    if (window.length === 0 && window.ended) return this.#finish();
    if (window.length < 2 && !window.ended) return false;
    if (hasGzipMagic(window.bytes, window.start)) {
      this.#state = "header";
      return true;
    }
    const reason = "data after the member is not gzip";
    // With a wrong CRC the member may really have ended before, and the next one may have been taken for its data.
    if (this.#isDoubtful) return this.#damage("member", reason);
    this.#bodyStart = window.position;
    return this.#startSearch("gzip.trailing-garbage", "warning", `Cannot read gzip member: ${reason}`);
  }

  #damage(part: string, reason: string): boolean {
    return this.#startSearch("gzip.corrupt", "error", `Cannot read gzip ${part}: ${reason}`);
  }

  #startSearch(code: string, severity: ArchiveProblem["severity"], text: string): boolean {
    const { position } = this.#window;
    // Trials use the same inflater: what it holds must go first.
    this.#flush();
    this.#search = { code, severity, text: `${text} (offset ${position})`, byteOffset: position };
    this.#trials = 0;
    this.#window.rewind(Math.min(LOOKBACK_BYTES, position - this.#bodyStart));
    this.#state = "search";
    return true;
  }

  #searchHeader(): boolean {
    const window = this.#window;
    const at = findGzipHeader(window.bytes, window.start, window.end);
    if (at < 0) {
      window.consume(window.ended ? window.length : Math.max(0, window.length - HEADER_OVERLAP));
      return window.ended && this.#endSearch("end");
    }
    window.consume(at - window.start);
    if (this.#isMember()) return this.#endSearch("header");
    window.consume(1);
    return true;
  }

  /** Whether to believe a header: what lies before the place where a damage was noticed was read as data, and may be that. */
  #isMember(): boolean {
    const { bytes, start, end, position } = this.#window;
    if (position >= this.#search!.byteOffset) return true;
    if (this.#trials++ >= MAX_TRIALS) return false;
    const isMember = isGzipMember(this.#inflater, bytes, start, end);
    this.#inflater.drain();
    return isMember;
  }

  #endSearch(state: "header" | "end"): boolean {
    const { code, severity, byteOffset, text } = this.#search!;
    const { position } = this.#window;
    const outcome = state === "header"
      ? `; reading goes on with the gzip member at offset ${position}`
      : position > byteOffset
      ? `; no gzip member is found in the ${position - byteOffset} bytes after it`
      : "";
    this.#push({ kind: "problem", problem: { code, severity, byteOffset, message: text + outcome } });
    if (severity === "error") this.#events.push({ kind: "gap" });
    this.#state = state;
    return true;
  }

  #truncate(part: string): boolean {
    this.#window.consume(this.#window.length);
    if (part !== "data") this.#bodyStart = this.#window.position;
    const state =
      `input ends ${this.#memberBytes} bytes into the member that starts at offset ${this.#memberStart}`;
    return this.#startSearch("gzip.truncated", "error", `Cannot read gzip ${part}: ${state}`);
  }

  #finish(): boolean {
    this.#flush({ isLast: true });
    this.#state = "end";
    return true;
  }

  #report(code: string, severity: ArchiveProblem["severity"], message: string): void {
    this.#push({ kind: "problem", problem: { code, severity, message, byteOffset: this.#window.position } });
  }

  /** Queues an event after the data that came before it. */
  #push(event: GzipEvent): void {
    this.#flush();
    this.#events.push(event);
  }

  #flush({ isLast } = { isLast: false }): void {
    const { filled, output } = this.#inflater;
    if (filled === 0 || this.#events.some((event) => event.kind === "data")) return;
    this.#events.push({ kind: "data", bytes: output.subarray(0, filled), isLast });
  }
}
