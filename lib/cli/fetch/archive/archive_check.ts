import { createHash } from "node:crypto";
import type { ArchiveProblem } from "../../../archive/archive_problem.ts";
import { ByteWindow } from "../../../archive/byte_window.ts";
import { GzipDecoder } from "../../../archive/gzip/gzip_decoder.ts";
import { hasGzipMagic } from "../../../archive/gzip/gzip_framing.ts";
import { createRawInflater } from "../../../archive/gzip/inflate_raw.ts";
import type { RawInflater } from "../../../archive/gzip/raw_inflater.ts";
import { TarDecoder } from "../../../archive/tar/tar_decoder.ts";

const MAX_REMARKS = 3;
/** Enough to see what it is instead; more could repeat what was sent. */
const HEAD_BYTES = 5;

/** What is known of an archive when its last byte has passed. */
export interface CheckedArchive {
  /** Bytes as stored. */
  readonly sizeBytes: number;
  /** Of the bytes as stored, hexadecimal. */
  readonly sha256: string;
  /** Why it is not one whole gzip file; null: it is, and every CRC and length in it is right. */
  readonly damage: string | null;
  /** What is odd about the tar inside; it is kept all the same. */
  readonly remarks: readonly string[];
}

/**
 * Checks an archive while it passes: gzip to the very end, then tar, and SHA-256. Unlike `readArchive` it has no limits
 * and looks into nothing that lies in the tar: any legal archive passes, in memory that does not grow.
 */
export class ArchiveCheck {
  /** Bytes that passed. */
  sizeBytes = 0;
  readonly #hash = createHash("sha256");
  readonly #inflater: RawInflater = createRawInflater();
  readonly #window = new ByteWindow();
  readonly #gzip: GzipDecoder;
  readonly #tarWindow = new ByteWindow();
  readonly #tar = new TarDecoder(this.#tarWindow);
  #head = new Uint8Array(0);
  #damage: ArchiveProblem | null = null;
  #members = 0;
  #isClosed = false;
  readonly #remarks: string[] = [];
  #remarkCount = 0;

  /** Begins with no bytes. */
  constructor() {
    this.#gzip = new GzipDecoder(this.#window, this.#inflater);
  }

  /** The next bytes; they may be overwritten afterwards. */
  write(bytes: Uint8Array): void {
    this.sizeBytes += bytes.length;
    this.#hash.update(bytes);
    if (this.#head.length < HEAD_BYTES) {
      this.#head = Uint8Array.of(...this.#head, ...bytes.subarray(0, HEAD_BYTES - this.#head.length));
    }
    this.#window.write(bytes);
    this.#readGzip();
    this.#window.hold();
  }

  /** Says that there is no more. */
  finish(): CheckedArchive {
    this.#window.ended = true;
    this.#readGzip();
    this.close();
    const { sizeBytes } = this;
    return {
      sizeBytes,
      sha256: this.#hash.digest("hex"),
      damage: this.#describeDamage(),
      remarks: this.#told(),
    };
  }

  /** Frees what it holds; needed when it is not finished. */
  close(): void {
    if (!this.#isClosed) this.#inflater.close();
    this.#isClosed = true;
  }

  #readGzip(): void {
    for (let event = this.#gzip.next(); event !== undefined; event = this.#gzip.next()) {
      // Also what reading could go on after: a download has no reason to be damaged.
      if (event.kind === "problem") this.#damage ??= event.problem;
      if (event.kind === "data" && this.#damage === null) this.#readTar(event.bytes);
      if (event.kind === "end") return this.#endTar();
    }
  }

  #readTar(bytes: Uint8Array): void {
    this.#tarWindow.write(bytes);
    this.#readTarEvents();
    this.#tarWindow.hold();
  }

  #endTar(): void {
    this.#tarWindow.ended = true;
    this.#readTarEvents();
  }

  #readTarEvents(): void {
    for (let event = this.#tar.next(); event !== undefined; event = this.#tar.next()) {
      if (event.kind === "end") return;
      if (event.kind === "entry") this.#members++;
      if (event.kind === "problem" && event.problem.severity !== "note") this.#remark(event.problem.message);
    }
  }

  #remark(message: string): void {
    if (this.#remarkCount++ < MAX_REMARKS) this.#remarks.push(message);
  }

  #told(): string[] {
    const more = this.#remarkCount - this.#remarks.length;
    return [
      ...(this.#members === 0
        ? ["Cannot find a file in the archive: it is gzip, but holds no tar with files"]
        : []),
      ...this.#remarks,
      ...(more > 0 ? [`Cannot list all problems of the archive: ${more} more follow`] : []),
    ];
  }

  #describeDamage(): string | null {
    if (this.sizeBytes === 0) return "it is empty";
    if (this.#damage === null) return null;
    if (hasGzipMagic(this.#head, 0)) return this.#damage.message.replace(/^C/, "c");
    return `it is no gzip: it begins with ${JSON.stringify(new TextDecoder().decode(this.#head))}`;
  }
}
