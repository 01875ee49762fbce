import type { ArchiveProblem } from "../archive_problem.ts";
import { BLOCK_BYTES } from "./tar_header.ts";

/** What to say about the end of an archive. */
export type EndRemark = Pick<ArchiveProblem, "code" | "severity" | "message">;

/** Number of zero blocks that end an archive. */
const END_BLOCKS = 2;

/** Counts the zero blocks that end an archive, or should. */
export class TarEnd {
  #zeroBlocks = 0;

  /** Whether the archive has ended: what follows does not belong to it. */
  get isReached(): boolean {
    return this.#zeroBlocks >= END_BLOCKS;
  }

  /** Counts one more zero block. */
  count(): void {
    this.#zeroBlocks++;
  }

  /** Starts again. */
  forget(): void {
    this.#zeroBlocks = 0;
  }

  /** What to say when a header follows; `isFirst` when none came before it. Starts again. */
  remarkOnHeader(isFirst: boolean): EndRemark | undefined {
    const count = this.#zeroBlocks;
    const isConcatenated = this.isReached && !isFirst;
    this.forget();
    if (count === 0) return undefined;
    const where = isConcatenated ? "the end of the archive" : `${count} zero block${count > 1 ? "s" : ""}`;
    const code = isConcatenated ? "tar.concatenated" : "tar.zero-block";
    return { code, severity: "note", message: `Cannot end tar archive: a header follows ${where}` };
  }

  /** What to say when the input ends, after the bytes of a block that is not whole. */
  remarkOnInputEnd(rest: Uint8Array): EndRemark | undefined {
    if (rest.some((byte) => byte !== 0)) return this.isReached ? GARBAGE : cutHeader(rest.length);
    if (this.isReached) return undefined;
    const message =
      `Cannot see that tar archive is complete: it ends with ${this.#zeroBlocks} zero blocks, expected 2`;
    return { code: "tar.no-end", severity: "note", message };
  }
}

/** What to say about bytes after the end that are no header. */
export const GARBAGE: EndRemark = {
  code: "tar.trailing-garbage",
  severity: "warning",
  message: "Cannot read tar header: data after the end of the archive is not tar",
};

function cutHeader(length: number): EndRemark {
  const message = `Cannot read tar header: ${length} of ${BLOCK_BYTES} bytes are there`;
  return { code: "tar.truncated", severity: "error", message };
}
