import type { ArchiveProblem } from "./archive_problem.ts";
import type { ByteWindow } from "./byte_window.ts";
import {
  BLOCK_BYTES,
  computeChecksums,
  isTarHeader,
  isZeroBlock,
  readStoredChecksum,
  readTarHeader,
  type TarHeader,
} from "./tar_header.ts";
import { TarMeta } from "./tar_meta.ts";
import { findTarHeader } from "./tar_search.ts";

/** What comes out of a tar. Data belongs to the last entry; only regular files are entries. */
export type TarEvent =
  | { readonly kind: "entry"; readonly name: string; readonly sizeBytes: number }
  | { readonly kind: "data"; readonly bytes: Uint8Array }
  | { readonly kind: "entry-end"; readonly complete: boolean }
  | { readonly kind: "problem"; readonly problem: ArchiveProblem }
  | { readonly kind: "end" };

/** Largest pax header or long name that is read. Real ones are a few KiB. */
const MAX_META_BYTES = 1_048_576;
/** GNU volume label, directory list, old long names, ACLs and the like: the body is passed over. */
const SILENT_TYPES = "VNDAIE";
/** Where a block of an old GNU sparse map says that another follows. */
const SPARSE_MAP_GOES_ON = 504;
/** Hard link, symbolic link, character device, block device, fifo. */
const LINK_TYPES: Readonly<Record<string, string>> = {
  1: "hard link",
  2: "symbolic link",
  3: "character device",
  4: "block device",
  6: "fifo",
};

type State = "header" | "meta" | "sparse-map" | "maybe-body" | "body" | "skip" | "search" | "end";

/** A loss: what to say once it is known where reading goes on. */
interface Loss extends Pick<ArchiveProblem, "code" | "severity" | "byteOffset"> {
  readonly text: string;
}

/**
 * Reads tar: ustar, pax, GNU, star, v7, concatenated, cut, damaged. Does no I/O: takes from the window, and says
 * `undefined` when it needs more there. Data is valid until the next call.
 */
export class TarDecoder {
  readonly #window: ByteWindow;
  readonly #events: TarEvent[] = [];
  readonly #meta = new TarMeta();
  #state: State = "header";
  #typeflag = "0";
  #name = "";
  /** Number of headers read. */
  #entries = 0;
  #headerOffset = 0;
  #size = 0;
  /** Bytes of the body not read yet, without padding. */
  #bodyLeft = 0;
  #padding = 0;
  #zeroBlocks = 0;
  /** Some offset at which a header may be: others are whole blocks away. */
  #aligned = 0;
  #loss: Loss | undefined;

  /** Creates a decoder for the archive that begins at the window's start. */
  constructor(window: ByteWindow) {
    this.#window = window;
  }

  /** What comes next; `undefined` when the window has too little. */
  next(): TarEvent | undefined {
    while (this.#events.length === 0) {
      if (!this.#step()) return undefined;
    }
    return this.#events.shift();
  }

  /** Says that bytes are missing between the window's end and what will be written next. */
  gap(): void {
    this.#window.consume(this.#window.length);
    this.#aligned = this.#window.position;
    if (this.#state === "end" || this.#state === "search") return;
    if (this.#state === "body") this.#cutBody("compressed data is damaged there");
    this.#lose("tar.corrupt", "error", "Cannot follow tar archive: compressed data is damaged");
  }

  /** Goes on as far as is possible at once; false when it needs more. */
  #step(): boolean {
    switch (this.#state) {
      case "header":
        return this.#readHeader();
      case "meta":
        return this.#readMeta();
      case "sparse-map":
        return this.#readSparseMap();
      case "maybe-body":
        return this.#readMaybeBody();
      case "body":
        return this.#readBody();
      case "skip":
        return this.#skip();
      case "search":
        return this.#search();
      case "end":
        return this.#push({ kind: "end" });
    }
  }

  #readHeader(): boolean {
    const { bytes, start, length, position, ended } = this.#window;
    if (length < BLOCK_BYTES) return ended ? this.#endAtHeader() : false;
    if (isZeroBlock(bytes, start)) {
      this.#zeroBlocks++;
      this.#window.consume(BLOCK_BYTES);
      return true;
    }
    this.#headerOffset = this.#aligned = position;
    if (!isTarHeader(bytes, start)) return this.#loseHeader();
    this.#entries++;
    this.#noteZeroBlocks();
    return this.#dispatch(readTarHeader(this.#window.take(BLOCK_BYTES)));
  }

  #dispatch(header: TarHeader): boolean {
    const isMeta = TarMeta.isMeta(header.typeflag);
    const { name, size, isSparse } = isMeta ? { ...header, isSparse: false } : this.#meta.resolve(header);
    if (typeof size !== "number") {
      return this.#lose("tar.corrupt", "error", `Cannot read tar header: size is ${size.bad}`);
    }
    this.#typeflag = header.typeflag;
    this.#name = name;
    this.#size = this.#bodyLeft = size;
    this.#padding = (BLOCK_BYTES - size % BLOCK_BYTES) % BLOCK_BYTES;
    if (isMeta) return this.#startMeta();
    if (isSparse) return this.#startSparse(header.isExtended);
    return this.#startEntry();
  }

  #startMeta(): boolean {
    if (this.#size <= MAX_META_BYTES) return this.#go("meta");
    const state = `it has ${this.#size} bytes, expected at most ${MAX_META_BYTES}`;
    this.#report("tar.extended-header", "warning", `Cannot read tar extended header: ${state}`);
    return this.#go("skip");
  }

  #startSparse(isExtended: boolean): boolean {
    this.#report(
      "tar.sparse",
      "error",
      "Cannot read tar member: it is stored as a sparse file, expected plain data",
    );
    return this.#go(isExtended ? "sparse-map" : "skip");
  }

  #startEntry(): boolean {
    const link = LINK_TYPES[this.#typeflag];
    if (link !== undefined) {
      this.#report(
        "member.skipped-link",
        "note",
        `Cannot read tar member: it is a ${link}, expected a regular file`,
      );
      return this.#go("maybe-body");
    }
    if (SILENT_TYPES.includes(this.#typeflag)) return this.#go("skip");
    // Before ustar a directory was a regular file whose name ends in a slash.
    const isDirectory = this.#typeflag === "5" ||
      (this.#name.endsWith("/") && "0\0".includes(this.#typeflag));
    if (isDirectory) return this.#go("maybe-body");
    this.#push({ kind: "entry", name: this.#name, sizeBytes: this.#size });
    if (this.#typeflag === "M") {
      this.#report(
        "tar.multi-volume",
        "warning",
        "Cannot read all of tar member: its beginning is in another volume",
      );
    }
    return this.#go("body");
  }

  #readMeta(): boolean {
    const { length, ended } = this.#window;
    if (length < this.#size + this.#padding && !ended) return false;
    if (length < this.#size) return this.#cutOff();
    const problem = this.#meta.collect(this.#typeflag, this.#window.take(this.#size));
    if (problem !== undefined) {
      this.#report("tar.extended-header", "warning", `Cannot read tar extended header: ${problem}`);
    }
    this.#bodyLeft = 0;
    return this.#go("skip");
  }

  #readSparseMap(): boolean {
    const { bytes, start, length, ended } = this.#window;
    if (length < BLOCK_BYTES) return ended ? this.#cutOff() : false;
    const goesOn = bytes[start + SPARSE_MAP_GOES_ON] !== 0;
    this.#window.consume(BLOCK_BYTES);
    return goesOn || this.#go("skip");
  }

  /** Links and directories may have a size without a body, with some writers, or a body, with others. */
  #readMaybeBody(): boolean {
    const { bytes, start, length, ended } = this.#window;
    if (this.#size > 0 && length < BLOCK_BYTES && !ended) return false;
    const hasBody = this.#size > 0 && length >= BLOCK_BYTES && !isZeroBlock(bytes, start) &&
      !isTarHeader(bytes, start);
    return this.#go(hasBody ? "skip" : "header");
  }

  #readBody(): boolean {
    const { length, ended } = this.#window;
    if (this.#bodyLeft === 0) {
      this.#push({ kind: "entry-end", complete: this.#typeflag !== "M" });
      return this.#go("skip");
    }
    if (length === 0) return ended ? this.#cutOff() : false;
    const bytes = this.#window.take(Math.min(this.#bodyLeft, length));
    this.#bodyLeft -= bytes.length;
    return this.#push({ kind: "data", bytes });
  }

  #skip(): boolean {
    const { length, ended } = this.#window;
    const ofBody = Math.min(this.#bodyLeft, length);
    const ofPadding = Math.min(this.#padding, length - ofBody);
    this.#window.consume(ofBody + ofPadding);
    this.#bodyLeft -= ofBody;
    this.#padding -= ofPadding;
    if (this.#bodyLeft + this.#padding === 0) return this.#go("header");
    if (!ended) return false;
    return this.#bodyLeft > 0 ? this.#cutOff() : this.#go("header");
  }

  #search(): boolean {
    const window = this.#window;
    const { bytes, start, end, position, ended } = window;
    const at = findTarHeader(bytes, start, end, start + this.#aligned - position);
    if (at < 0 && !ended) {
      window.consume(Math.max(0, window.length - BLOCK_BYTES + 1));
      return false;
    }
    window.consume((at < 0 ? end : at) - start);
    this.#tellLoss(at >= 0);
    return this.#go(at >= 0 ? "header" : "end");
  }

  #loseHeader(): boolean {
    if (this.#zeroBlocks >= 2) {
      const text = "Cannot read tar header: data after the end of the archive is not tar";
      return this.#lose("tar.trailing-garbage", "warning", text);
    }
    const { bytes, start } = this.#window;
    const stored = readStoredChecksum(bytes, start);
    const { unsigned } = computeChecksums(bytes, start);
    const state = typeof stored === "number" ? `${unsigned}, expected ${stored}` : stored.bad;
    return this.#lose("tar.corrupt", "error", `Cannot read tar header: checksum is ${state}`);
  }

  #lose(code: string, severity: Loss["severity"], text: string): boolean {
    this.#meta.forget();
    this.#zeroBlocks = 0;
    const { position } = this.#window;
    this.#loss = {
      code,
      severity,
      byteOffset: position,
      text: `${text} (entry ${this.#entries + 1}, offset ${position})`,
    };
    return this.#go("search");
  }

  #tellLoss(isFound: boolean): void {
    const { text, ...loss } = this.#loss!;
    const { position } = this.#window;
    const outcome = isFound ? `reading goes on with the header at offset ${position}` : "no header follows";
    this.#push({ kind: "problem", problem: { ...loss, message: `${text}; ${outcome}` } });
  }

  #endAtHeader(): boolean {
    const rest = this.#window.take(this.#window.length);
    if (rest.some((byte) => byte !== 0)) {
      if (this.#zeroBlocks < 2) {
        this.#report(
          "tar.truncated",
          "error",
          `Cannot read tar header: ${rest.length} of ${BLOCK_BYTES} bytes are there`,
        );
      } else {
        const text = "Cannot read tar header: data after the end of the archive is not tar";
        this.#report("tar.trailing-garbage", "warning", text);
      }
    } else if (this.#zeroBlocks < 2) {
      const state = `it ends with ${this.#zeroBlocks} zero blocks, expected 2`;
      this.#report("tar.no-end", "note", `Cannot see that tar archive is complete: ${state}`);
    }
    if (this.#meta.isPending) {
      this.#report(
        "tar.extended-header",
        "warning",
        "Cannot use tar extended header: no entry follows, expected one",
      );
    }
    return this.#go("end");
  }

  #noteZeroBlocks(): void {
    const count = this.#zeroBlocks;
    this.#zeroBlocks = 0;
    if (count === 0) return;
    const isEnd = count >= 2 && this.#entries > 1;
    const where = isEnd ? "the end of the archive" : `${count} zero block${count > 1 ? "s" : ""}`;
    this.#report(
      isEnd ? "tar.concatenated" : "tar.zero-block",
      "note",
      `Cannot end tar archive: a header follows ${where}`,
    );
  }

  /** The input ends inside an entry. */
  #cutOff(): boolean {
    this.#window.consume(this.#window.length);
    this.#cutBody("input ends there");
    return this.#go("end");
  }

  #cutBody(reason: string): void {
    const got = this.#size - this.#bodyLeft;
    this.#report(
      "tar.truncated",
      "error",
      `Cannot read tar member: ${got} of ${this.#size} bytes are there, ${reason}`,
    );
    if (this.#state === "body") this.#push({ kind: "entry-end", complete: false });
  }

  #report(code: string, severity: ArchiveProblem["severity"], text: string): void {
    const message = `${text} (entry ${this.#entries}, offset ${this.#headerOffset})`;
    const problem = { code, severity, message, byteOffset: this.#headerOffset, entryName: this.#name };
    this.#push({ kind: "problem", problem });
  }

  #push(event: TarEvent): true {
    this.#events.push(event);
    return true;
  }

  #go(state: State): true {
    this.#state = state;
    return true;
  }
}
