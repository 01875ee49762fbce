import type { ArchiveProblem } from "../archive_problem.ts";
import type { ByteWindow } from "../byte_window.ts";
import { type EndRemark, GARBAGE, TarEnd } from "./tar_end.ts";
import {
  BLOCK_BYTES,
  describeChecksum,
  isTarHeader,
  isZeroBlock,
  readTarHeader,
  type TarHeader,
} from "./tar_header.ts";
import { entryKind } from "./entry_kind.ts";
import { RATIO_GRACE_BYTES } from "../read_limits.ts";
import { TarBody } from "./tar_body.ts";
import { TarMeta } from "./tar_meta.ts";
import { TarSearch } from "./tar_search.ts";
import { type SparseMap, toSegments } from "./tar_sparse.ts";

/** What comes out of a tar. Data belongs to the last entry; only regular files are entries. */
export type TarEvent =
  | { readonly kind: "entry"; readonly name: string; readonly sizeBytes: number }
  | { readonly kind: "data"; readonly bytes: Uint8Array; readonly isLast: boolean }
  | { readonly kind: "entry-end"; readonly complete: boolean }
  | { readonly kind: "problem"; readonly problem: ArchiveProblem }
  | { readonly kind: "end" };

/** Largest pax header or long name that is read. Real ones are a few KiB. */
const MAX_META_BYTES = 1_048_576;
const CORRUPT = { code: "tar.corrupt", severity: "error" } as const;
/** Largest ratio of holes to archive bytes, beyond the grace that compressed data has too. */
const MAX_HOLE_RATIO = 200;
type State = "header" | "meta" | "sparse-map" | "maybe-body" | "body" | "skip" | "search" | "end";

/**
 * Reads tar: ustar, pax, GNU, star, v7, concatenated, cut, damaged. Does no I/O: takes from the window, and says
 * `undefined` when it needs more there. Data is valid until the next call.
 */
export class TarDecoder {
  readonly #window: ByteWindow;
  readonly #events: TarEvent[] = [];
  readonly #meta = new TarMeta();
  readonly #end = new TarEnd();
  #state: State = "header";
  #typeflag = "0";
  #name = "";
  #body = new TarBody(0);
  #sparse: SparseMap | undefined;
  /** Bytes of holes in all sparse files so far. */
  #holeBytes = 0;
  /** Number of headers read. */
  #entries = 0;
  #headerOffset = 0;
  #search: TarSearch | undefined;

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
    this.#search?.realign(this.#window.position);
    if (this.#state === "end" || this.#state === "search") return;
    if (this.#state === "body") this.#cutBody("compressed data is damaged there");
    this.#lose("Cannot follow tar archive: compressed data is damaged");
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
        return this.#findHeader();
      case "end":
        return this.#push({ kind: "end" });
    }
  }

  #readHeader(): boolean {
    const { bytes, start, length, position, ended } = this.#window;
    if (length < BLOCK_BYTES) return ended ? this.#endAtHeader() : false;
    if (isZeroBlock(bytes, start)) {
      this.#end.count();
      this.#window.consume(BLOCK_BYTES);
      return true;
    }
    if (!isTarHeader(bytes, start)) {
      if (this.#end.isReached) return this.#lose(GARBAGE.message, GARBAGE);
      return this.#lose(`Cannot read tar header: checksum is ${describeChecksum(bytes, start)}`);
    }
    this.#headerOffset = position;
    this.#entries++;
    this.#remark(this.#end.remarkOnHeader(this.#entries === 1));
    return this.#dispatch(readTarHeader(this.#window.take(BLOCK_BYTES)));
  }

  #dispatch(header: TarHeader): boolean {
    const isMeta = entryKind(header.typeflag, header.name).kind === "meta";
    const { name, size, sparse } = isMeta ? { ...header, sparse: undefined } : this.#meta.resolve(header);
    if (typeof size !== "number") {
      return this.#lose(`Cannot read tar header: size is ${size.bad}`);
    }
    this.#typeflag = header.typeflag;
    this.#name = name;
    this.#body = new TarBody(size);
    this.#sparse = sparse;
    if (isMeta) return this.#startMeta();
    return sparse ? this.#go("sparse-map") : this.#startEntry();
  }

  #startMeta(): boolean {
    const { size } = this.#body;
    if (size <= MAX_META_BYTES) return this.#go("meta");
    this.#reportMeta(`it has ${size} bytes, expected at most ${MAX_META_BYTES}`);
    return this.#go("skip");
  }

  #startEntry(): boolean {
    const entry = entryKind(this.#typeflag, this.#name);
    if (entry.kind === "passed-over") return this.#go("skip");
    if (entry.kind === "link") {
      this.#reportEntry("member.skipped-link", "note", `it is a ${entry.noun}, expected a regular file`);
    }
    if (entry.kind !== "file") return this.#go("maybe-body");
    this.#push({ kind: "entry", name: this.#name, sizeBytes: this.#body.size });
    if (this.#typeflag === "M") {
      this.#reportEntry("tar.multi-volume", "warning", "its beginning is in another volume");
    }
    return this.#go("body");
  }

  #readMeta(): boolean {
    const { storedLeft } = this.#body;
    const { length, ended } = this.#window;
    if (length < storedLeft) return ended ? this.#cutOff() : false;
    const problem = this.#meta.collect(this.#typeflag, this.#body.takeStored(this.#window, storedLeft));
    if (problem !== undefined) this.#reportMeta(problem);
    return this.#go("skip");
  }

  #readSparseMap(): boolean {
    const map = this.#sparse;
    if (map === undefined || map.blocks === "none") return this.#startSparse(map);
    const { length, ended } = this.#window;
    if (length < BLOCK_BYTES) return ended ? this.#cutOff() : false;
    map.readBlock(
      map.blocks === "in-body" ? this.#body.takeBlock(this.#window) : this.#window.take(BLOCK_BYTES),
    );
    return true;
  }

  #startSparse(map: SparseMap | undefined): boolean {
    const stored = this.#body.storedLeft;
    const segments = map && toSegments(map.numbers, map.realSize, stored);
    const holeBytes = this.#holeBytes + (map?.realSize ?? 0) - stored;
    if (map === undefined || segments === undefined) {
      this.#reportEntry(
        "tar.sparse",
        "error",
        "its sparse map does not fit its size, expected one that does",
      );
      return this.#go("skip");
    }
    if (holeBytes > Math.max(RATIO_GRACE_BYTES, MAX_HOLE_RATIO * this.#window.position)) {
      this.#reportEntry(
        "tar.sparse",
        "error",
        `it has ${map.realSize} bytes but ${stored} are stored, the rest is holes`,
      );
      return this.#go("skip");
    }
    this.#holeBytes = holeBytes;
    this.#body.setSegments(segments, map.realSize);
    return this.#startEntry();
  }

  /** Links and directories may have a size without a body, with some writers, or a body, with others. */
  #readMaybeBody(): boolean {
    const { bytes, start, length, ended } = this.#window;
    const hasSize = this.#body.storedLeft > 0;
    if (hasSize && length < BLOCK_BYTES && !ended) return false;
    const hasBody = hasSize && length >= BLOCK_BYTES && !isZeroBlock(bytes, start) &&
      !isTarHeader(bytes, start);
    return this.#go(hasBody ? "skip" : "header");
  }

  #readBody(): boolean {
    const complete = this.#typeflag !== "M";
    if (this.#body.position === this.#body.size) {
      this.#push({ kind: "entry-end", complete });
      return this.#go("skip");
    }
    const bytes = this.#body.read(this.#window);
    if (bytes !== undefined) {
      const isLast = complete && this.#body.position === this.#body.size;
      return this.#push({ kind: "data", bytes, isLast });
    }
    return this.#window.ended ? this.#cutOff() : false;
  }

  #skip(): boolean {
    if (this.#body.skip(this.#window)) return this.#go("header");
    if (!this.#window.ended) return false;
    return this.#body.storedLeft > 0 ? this.#cutOff() : this.#go("header");
  }

  #findHeader(): boolean {
    if (!this.#search?.advance(this.#window)) return false;
    this.#push({ kind: "problem", problem: this.#search.tell(this.#window) });
    return this.#go(this.#window.length > 0 ? "header" : "end");
  }

  /** Looks for another header: there is none where one must be. */
  #lose(text: string, { code, severity }: Pick<ArchiveProblem, "code" | "severity"> = CORRUPT): boolean {
    this.#meta.forget();
    this.#end.forget();
    const { position } = this.#window;
    const message = `${text} (entry ${this.#entries + 1}, offset ${position})`;
    this.#search = new TarSearch({ code, severity, byteOffset: position, message });
    return this.#go("search");
  }

  #endAtHeader(): boolean {
    this.#headerOffset = this.#window.position;
    this.#remark(this.#end.remarkOnInputEnd(this.#window.take(this.#window.length)));
    if (this.#meta.isPending) this.#reportMeta("no entry follows, expected one");
    return this.#go("end");
  }

  /** The input ends inside an entry. */
  #cutOff(): boolean {
    this.#window.consume(this.#window.length);
    this.#cutBody("input ends there");
    return this.#go("end");
  }

  #cutBody(reason: string): void {
    const { position, size } = this.#body;
    this.#reportEntry("tar.truncated", "error", `${position} of ${size} bytes are there, ${reason}`);
    if (this.#state === "body") this.#push({ kind: "entry-end", complete: false });
  }

  #reportMeta(state: string): void {
    this.#report("tar.extended-header", "warning", `Cannot read tar extended header: ${state}`);
  }

  #reportEntry(code: string, severity: ArchiveProblem["severity"], state: string): void {
    this.#report(code, severity, `Cannot read tar member: ${state}`, { entryName: this.#name });
  }

  #remark(remark: EndRemark | undefined): void {
    if (remark) this.#report(remark.code, remark.severity, remark.message);
  }

  #report(code: string, severity: ArchiveProblem["severity"], text: string, entry = {}): void {
    const message = `${text} (entry ${this.#entries}, offset ${this.#headerOffset})`;
    this.#push({
      kind: "problem",
      problem: { code, severity, message, byteOffset: this.#headerOffset, ...entry },
    });
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
