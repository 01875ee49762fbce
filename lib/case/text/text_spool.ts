import { constants, zstdCompressSync } from "node:zlib";

const LF = 10;
const ZSTD_LEVEL = 3;

/** A piece of a member's text, in a batch. */
export interface TextPiece {
  /** Member. */
  readonly member: number;
  /** Place in the member, in blocks. */
  readonly number: number;
  /** First byte of the batch that belongs to it. */
  readonly from: number;
  /** Byte of the batch after the last. */
  readonly to: number;
}

/** Text that is compressed together: pieces in order, those of a member one after another. */
export interface TextBatch {
  /** Text of all pieces. */
  readonly bytes: Uint8Array;
  /** Where they are in it. */
  readonly pieces: readonly TextPiece[];
  /** No more come. */
  readonly isLast: boolean;
}

/** A block of a member's text that lies compressed in a file. */
export interface SpooledText {
  /** Member. */
  readonly member: number;
  /** Place in the member, in blocks. */
  readonly number: number;
  /** Line that the first byte belongs to, 1-based. */
  readonly firstLine: number;
  /** Compressed bytes. */
  readonly sizeBytes: number;
}

/** Compresses text, batch after batch, into a file: block after block. */
export class TextSpool {
  readonly #path: string;
  #file: Deno.FsFile | null = null;
  /** Line of the member that the next piece begins in. */
  #line = 1;

  /** The file will be at `path`; whoever named its place removes it. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Compresses and writes a batch; closes the file after the last. @throws {Error} when it cannot be written */
  add({ bytes, pieces, isLast }: TextBatch): SpooledText[] {
    const blocks = pieces.map(({ member, number, from, to }) => {
      if (number === 0) this.#line = 1;
      const text = bytes.subarray(from, to);
      const block = { member, number, firstLine: this.#line, sizeBytes: this.#write(text) };
      for (let at = text.indexOf(LF); at >= 0; at = text.indexOf(LF, at + 1)) this.#line++;
      return block;
    });
    if (isLast) this.close();
    return blocks;
  }

  /** Closes the file, should it be open. */
  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  /** Gives the compressed size. */
  #write(text: Uint8Array): number {
    const packed = zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } });
    this.#file ??= Deno.openSync(this.#path, { write: true, create: true, truncate: true });
    for (let at = 0; at < packed.length;) at += this.#file.writeSync(packed.subarray(at));
    return packed.length;
  }
}
