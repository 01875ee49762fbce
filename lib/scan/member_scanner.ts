import { AccessScanner } from "./access_scanner.ts";
import { ApplicationScanner } from "./application_scanner.ts";
import { detectLayout } from "./detect_layout.ts";
import type { LineScanner } from "./line_scanner.ts";
import { MemberTally } from "./member_tally.ts";
import { PlainScanner } from "./plain_scanner.ts";
import { type MemberOrigin, placeOf, type ScanContext, SNIFF_BYTES } from "./scan_context.ts";

const LF = 10;
/** A member up to this size is not worth a large buffer: an archive may hold thousands. */
const SMALL_BYTES = 131_072;
const INITIAL_BYTES = 2 * 1024 * 1024;
/** A line's start may stand at the very end of what is there: look at this much again when more comes. */
const START_BYTES = 64;
const BOM = [0xef, 0xbb, 0xbf];

/**
 * Scans one member from bytes in any pieces: decides the layout, cuts at record boundaries, carries the rest. Holds at
 * most `maxLineBytes`; what comes out does not depend on how the bytes were cut.
 */
export class MemberScanner {
  readonly #context: ScanContext;
  readonly #origin: MemberOrigin;
  readonly #member: number;
  readonly #tally = new MemberTally();
  #buffer: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** Up to here no boundary was found. */
  #searched = 0;
  /** Offset of `#buffer[0]` in the member. */
  #baseOffset = 0;
  #scanner: LineScanner | null = null;
  /** Whether the rest of a line over the limit is being dropped. */
  #isDropping = false;
  #lastByte = LF;

  /** Creates a scanner for one member. */
  constructor(context: ScanContext, member: number, origin: MemberOrigin) {
    this.#context = context;
    this.#member = member;
    this.#origin = origin;
    context.sampler.useHost(origin.host);
    context.requestSampler.useHost(origin.host);
  }

  /** Takes the next bytes; does not keep them. */
  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#lastByte = bytes[bytes.length - 1]!;
    this.#context.assembled.see(bytes.length);
    let at = 0;
    while (at < bytes.length) {
      if (this.#isDropping) at = this.#drop(bytes, at);
      const piece = bytes.subarray(at, at + this.#limit - this.#length);
      at += piece.length;
      if (this.#takeInPlace(piece)) continue;
      this.#append(piece);
      this.#drain();
    }
  }

  /** Says that no more bytes come. */
  end(): void {
    const scanner = this.#scanner ?? this.#detect(this.#length);
    if (this.#length > 0) this.#scan(this.#length);
    scanner.finish();
    this.#context.assembled.giveBack(this.#buffer);
    this.#emitStretch(scanner);
    const summary = this.#tally.summary({
      sizeBytes: this.#baseOffset,
      layout: scanner.layout,
      endsWhole: this.#lastByte === LF,
      headers: scanner.headers,
      gaps: scanner.gaps,
      lastRecord: scanner.lastRecord,
    });
    this.#context.emit({ kind: "end", member: this.#member, summary });
  }

  get #limit(): number {
    return this.#context.maxBufferBytes;
  }

  /** Scans bytes where they are, with what is carried put before them, if they lie in memory for that. */
  #takeInPlace(bytes: Uint8Array): boolean {
    const carried = this.#length;
    const place = this.#context.assembled.inPlace(bytes, carried);
    if (place === null) return false;
    const own = this.#buffer;
    place.set(own.subarray(0, carried));
    this.#buffer = place;
    this.#length = place.length;
    this.#drain();
    const left = this.#length;
    this.#buffer = own;
    this.#length = 0;
    this.#append(place.subarray(0, left));
    return true;
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) {
      const grown = this.#context.assembled.borrow() ?? this.#ownBuffer(needed);
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = needed;
  }

  #ownBuffer(needed: number): Uint8Array<ArrayBuffer> {
    const wanted = Math.max(needed, needed > SMALL_BYTES ? INITIAL_BYTES : 0, this.#buffer.length * 2);
    return new Uint8Array(Math.min(this.#limit, wanted));
  }

  #drain(): void {
    if (this.#scanner === null && this.#length < SNIFF_BYTES) return;
    const scanner = this.#scanner ?? this.#detect(SNIFF_BYTES - BOM.length - 1);
    const from = Math.max(0, this.#searched - START_BYTES);
    const boundary = scanner.boundary(this.#buffer, from, this.#length);
    if (boundary > 0) this.#scan(boundary);
    else if (this.#length >= this.#limit) this.#scanPart();
    this.#searched = this.#length;
    this.#emitStretch(scanner);
  }

  /** A record, or a line, fills the whole buffer: take its whole lines, or the line as far as it goes. */
  #scanPart(): void {
    const lineFeed = this.#buffer.lastIndexOf(LF, this.#length - 1);
    if (lineFeed >= 0) return this.#scan(lineFeed + 1);
    const [from, to, baseOffset] = [0, this.#length, this.#baseOffset];
    this.#scan(to);
    this.#isDropping = true;
    const place = { from, to, line: this.#tally.lines, baseOffset };
    this.#tally.addLongLine(() => ({
      ...placeOf(this.#context, this.#buffer, { ...place, to: Math.min(to, 256) }),
      byteLength: to,
    }));
  }

  /** Drops the rest of a line over the limit, with its line feed. */
  #drop(bytes: Uint8Array, at: number): number {
    const lineFeed = bytes.indexOf(LF, at);
    const end = lineFeed < 0 ? bytes.length : lineFeed + 1;
    this.#baseOffset += end - at;
    this.#isDropping = lineFeed < 0;
    return end;
  }

  #scan(to: number): void {
    this.#scanner!.scan({ buffer: this.#buffer, to, baseOffset: this.#baseOffset });
    this.#buffer.copyWithin(0, to, this.#length);
    this.#length -= to;
    this.#baseOffset += to;
    this.#searched = 0;
  }

  /** Texts go before the rows, so that whoever takes the rows knows what their templates are. */
  #emitStretch(scanner: LineScanner): void {
    const { samples, traced, requests, watched: records, lines, block } = scanner.take();
    const member = this.#member;
    if (samples !== null) this.#context.emit({ kind: "samples", member, texts: samples });
    if (traced !== null) this.#context.emit({ kind: "traced", member, texts: traced });
    if (requests.length > 0) this.#context.emit({ kind: "requests", member, samples: requests });
    if (records.length > 0) this.#context.emit({ kind: "watched", member, records });
    if (lines.length > 0) this.#context.emit({ kind: "lines", member, lines });
    if (block !== null) this.#context.emit({ kind: "block", member, block });
  }

  /** Decides by the whole lines of the first bytes: columns of a line that is cut would mislead. */
  #detect(sniffBytes: number): LineScanner {
    this.#skipByteOrderMark();
    const sniffed = this.#buffer.subarray(0, Math.min(this.#length, sniffBytes));
    const whole = this.#length > sniffBytes ? sniffed.lastIndexOf(LF) + 1 : 0;
    const text = this.#context.decode(sniffed, 0, whole || sniffed.length);
    const { accessLayout } = this.#context.options;
    const detected = detectLayout(text, this.#origin.category, accessLayout);
    this.#scanner = detected.kind === "application"
      ? new ApplicationScanner(this.#context, this.#tally)
      : detected.kind === "access"
      ? new AccessScanner(detected.layout, this.#context, this.#tally)
      : new PlainScanner(detected.name, this.#context, this.#tally);
    const records = detected.kind === "plain" ? null : detected.kind;
    this.#context.emit({ kind: "begin", member: this.#member, layout: this.#scanner.layout, records });
    return this.#scanner;
  }

  #skipByteOrderMark(): void {
    if (BOM.some((byte, i) => this.#buffer[i] !== byte) || this.#length < BOM.length) return;
    this.#buffer.copyWithin(0, BOM.length, this.#length);
    this.#length -= BOM.length;
    this.#baseOffset += BOM.length;
  }
}
