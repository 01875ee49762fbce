import type { BlockAreas } from "../block_areas.ts";
import { ROW_BYTES } from "../block_columns.ts";
import type { RequestSample, ScanOutput } from "../column_block.ts";
import { NO_AREA, paddedLength, PART_WORDS, REPLY_WORDS, ReplyKind } from "./reply_writer.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads what `ReplyWriter` wrote. */
export class ReplyReader {
  readonly #areas: BlockAreas;
  readonly #take: (output: ScanOutput) => void;
  #reply = new Uint8Array(0);
  #words = new Int32Array(0);
  #at = 0;
  #rows = new Uint8Array(0);

  /** Passes output on, and gives areas back when it was taken. */
  constructor(areas: BlockAreas, take: (output: ScanOutput) => void) {
    this.#areas = areas;
    this.#take = take;
  }

  /**
   * Passes on what a reply says; gives the number of the message that is done.
   *
   * @throws {Error} the error that the scan failed with, and what the taker throws
   */
  read(reply: Uint8Array<ArrayBuffer>): number {
    this.#reply = reply;
    this.#words = new Int32Array(reply.buffer, reply.byteOffset, reply.length / 4);
    this.#at = 4 * REPLY_WORDS;
    while (this.#at < reply.length) this.#readPart();
    return this.#words[0]!;
  }

  #readPart(): void {
    const at = this.#at / 4;
    const [kind, member, first, second, third] = this.#words.subarray(at, at + PART_WORDS) as unknown as Part;
    this.#at += 4 * PART_WORDS;
    switch (kind) {
      case ReplyKind.application:
        return this.#readBlock("application", member, [first, second, third]);
      case ReplyKind.access:
        return this.#readBlock("access", member, [first, second, third]);
      case ReplyKind.samples:
        return this.#readTexts("samples", member, first, second);
      case ReplyKind.traced:
        return this.#readTexts("traced", member, first, second);
      case ReplyKind.other:
        return this.#parse(first).forEach((output: ScanOutput) => this.#takeOther(output));
      case ReplyKind.failure: {
        const { message, stack } = this.#parse(first);
        throw Object.assign(new Error(message), { stack });
      }
    }
  }

  /** In JSON, a latency that is NaN is null. */
  #takeOther(output: ScanOutput): void {
    if (output.kind !== "requests") return this.#take(output);
    const samples = output.samples.map((sample: WrittenSample) => ({
      ...sample,
      latencyMs: sample.latencyMs ?? NaN,
    }));
    this.#take({ ...output, samples });
  }

  #parse(length: number): ReturnType<typeof JSON.parse> {
    return JSON.parse(decoder.decode(this.#pass(length)));
  }

  #readBlock(kind: keyof typeof ROW_BYTES, member: number, [length, area, packedBytes]: BlockNumbers): void {
    const place = area === NO_AREA ? this.#rowsOf(ROW_BYTES[kind] * paddedLength(length)) : area;
    const block = this.#areas.blockOf({ kind, length, place });
    const packed = packedBytes > 0 ? this.#areas.packedIn(area).subarray(0, packedBytes) : undefined;
    this.#take({ kind: "block", member, block, ...(packed === undefined ? {} : { packed }) });
    if (area !== NO_AREA) this.#areas.giveBack(area);
  }

  #readTexts(kind: "samples" | "traced", member: number, numbers: number, length: number): void {
    // A copy, which stays: the reply is overwritten by the next one.
    const { buffer } = this.#pass(8 * numbers + length).slice();
    const texts = {
      numbers: new Float64Array(buffer, 0, numbers),
      bytes: new Uint8Array(buffer, 8 * numbers),
    };
    this.#take({ kind, member, texts });
  }

  /** A copy that the next block overwrites, as it does an area: an archive of small members would make thousands. */
  #rowsOf(length: number): ArrayBuffer {
    if (this.#rows.length < length) this.#rows = new Uint8Array(2 * length);
    this.#rows.set(this.#pass(length));
    return this.#rows.buffer;
  }

  /** The next bytes of the reply. */
  #pass(length: number): Uint8Array<ArrayBuffer> {
    const bytes = this.#reply.subarray(this.#at, this.#at + length);
    this.#at += paddedLength(length);
    return bytes;
  }
}

type WrittenSample = Omit<RequestSample, "latencyMs"> & { readonly latencyMs: number | null };
type BlockNumbers = readonly [rows: number, area: number, packedBytes: number];
type Part = readonly [kind: number, member: number, first: number, second: number, third: number];
