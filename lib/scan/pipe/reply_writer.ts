import type { BlockAreas } from "../block_areas.ts";
import { ROW_BYTES } from "../block_columns.ts";
import type { RecordTexts, ScanOutput } from "../column_block.ts";

/** What a part of a reply is. Numbers and texts of what there is most of lie in it as they are: to clone them costs more. */
export const ReplyKind = {
  /** Rows of an application log, in an area or in the reply. */
  application: 1,
  /** Rows of an access log. */
  access: 2,
  samples: 3,
  traced: 4,
  /** Any other outputs, as a list in JSON: what V8 would serialize leaves garbage that lives long. */
  other: 5,
  /** Why the scan failed. */
  failure: 6,
} as const;
/** Words before a part: kind, member, three numbers that depend on the kind, and nothing. */
export const PART_WORDS = 6;
/** Words before the first part: number of the message that is done. */
export const REPLY_WORDS = 2;
/** Number of the area of rows that lie in the reply. */
export const NO_AREA = -1;

const INITIAL_BYTES = 65_536;
const encoder = new TextEncoder();

/** Bytes up to the next multiple of eight. */
export function paddedLength(length: number): number {
  return length + 7 & ~7;
}

/** Writes what a scan says as bytes, one reply after another. */
export class ReplyWriter {
  readonly #areas: BlockAreas;
  #bytes = new Uint8Array(INITIAL_BYTES);
  #words = new Int32Array(this.#bytes.buffer);
  #end = 4 * REPLY_WORDS;
  /** Other outputs in JSON that are not written yet: a small member has several in a row, and each part costs. */
  readonly #others: string[] = [];

  /** Blocks in areas are handed over where they are. */
  constructor(areas: BlockAreas) {
    this.#areas = areas;
  }

  /** Adds to the reply. */
  put(output: ScanOutput): void {
    if (output.kind === "block") this.#putBlock(output);
    else if (output.kind === "samples" || output.kind === "traced") {
      this.#putTexts(ReplyKind[output.kind], output.member, output.texts);
    } else this.#others.push(JSON.stringify(output));
  }

  /** The reply, which says that a message is done; valid until the next `put()`. */
  take(done: number): Uint8Array {
    this.#putOthers();
    this.#words[0] = done;
    const reply = this.#bytes.subarray(0, this.#end);
    this.#end = 4 * REPLY_WORDS;
    return reply;
  }

  /** A reply that says nothing but why the scan failed. */
  failure(error: unknown): Uint8Array {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    this.#end = 4 * REPLY_WORDS;
    this.#others.length = 0;
    this.#putJson(ReplyKind.failure, JSON.stringify({ message, stack }));
    return this.take(0);
  }

  #putBlock({ member, block, packed }: ScanOutput & { readonly kind: "block" }): void {
    const { kind, length } = block;
    const area = this.#areas.areaOf(block) ?? NO_AREA;
    // All columns of a block lie in one buffer.
    const columns = area === NO_AREA ? new Uint8Array(block.timeMs.buffer) : new Uint8Array(0);
    this.#begin(ReplyKind[kind], member, length, area, packed?.length);
    this.#putBytes(columns.subarray(0, ROW_BYTES[kind] * paddedLength(length)));
  }

  #putTexts(kind: number, member: number, { numbers, bytes }: RecordTexts): void {
    this.#begin(kind, member, numbers.length, bytes.length);
    this.#putBytes(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    this.#putBytes(bytes);
  }

  #putOthers(): void {
    if (this.#others.length === 0) return;
    const json = `[${this.#others.join()}]`;
    this.#others.length = 0;
    this.#putJson(ReplyKind.other, json);
  }

  #putJson(kind: number, json: string): void {
    const bytes = encoder.encode(json);
    this.#begin(kind, 0, bytes.length, 0);
    this.#putBytes(bytes);
  }

  #begin(kind: number, member: number, first: number, second: number, third = 0): void {
    this.#putOthers();
    this.#reserve(4 * PART_WORDS);
    this.#words.set([kind, member, first, second, third], this.#end / 4);
    this.#end += 4 * PART_WORDS;
  }

  #putBytes(bytes: Uint8Array): void {
    this.#reserve(paddedLength(bytes.length));
    this.#bytes.set(bytes, this.#end);
    this.#end += paddedLength(bytes.length);
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#end + count));
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
    this.#words = new Int32Array(larger.buffer);
  }
}
