import { constants, zstdCompressSync } from "node:zlib";

/** Uncompressed size of a block of text, but for the last of a member. */
export const TEXT_BLOCK_BYTES: number = 1024 * 1024;
const LF = 10;
const ZSTD_LEVEL = 3;

/** A block of a member's text, compressed. */
export interface TextBlock {
  /** Member. */
  readonly member: number;
  /** Place in the member, in blocks. */
  readonly number: number;
  /** Line that the first byte belongs to, 1-based. */
  readonly firstLine: number;
  /** Compressed. */
  readonly bytes: Uint8Array;
}

/** Cuts the bytes of members, one member after another, into compressed blocks. */
export class TextBlockWriter {
  readonly #put: (block: TextBlock) => void;
  readonly #buffer = new Uint8Array(TEXT_BLOCK_BYTES);
  #filled = 0;
  #member = -1;
  #number = 0;
  #line = 1;

  /** `put` takes the blocks. */
  constructor(put: (block: TextBlock) => void) {
    this.#put = put;
  }

  /** Takes the next bytes of a member; those of another one end it. */
  write(member: number, bytes: Uint8Array): void {
    if (member !== this.#member) this.#begin(member);
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + TEXT_BLOCK_BYTES - this.#filled);
      this.#buffer.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === TEXT_BLOCK_BYTES) this.#flush();
    }
  }

  /** Ends the last member. */
  end(): void {
    if (this.#filled > 0) this.#flush();
  }

  #begin(member: number): void {
    this.end();
    this.#member = member;
    this.#number = 0;
    this.#line = 1;
  }

  #flush(): void {
    const text = this.#buffer.subarray(0, this.#filled);
    const bytes = zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } });
    this.#put({ member: this.#member, number: this.#number++, firstLine: this.#line, bytes });
    for (let at = text.indexOf(LF); at >= 0; at = text.indexOf(LF, at + 1)) this.#line++;
    this.#filled = 0;
  }
}
