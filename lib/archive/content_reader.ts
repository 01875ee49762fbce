import type { ArchivePart } from "./archive_part.ts";
import type { ArchiveProblem } from "./archive_problem.ts";
import { ByteWindow } from "./byte_window.ts";
import type { ContentPlace } from "./content_place.ts";
import { DETECT_BYTES, detectContent } from "./content_type.ts";
import { GzipDecoder, type GzipEvent } from "./gzip/gzip_decoder.ts";
import { safeMemberPath } from "./member_path.ts";
import { PartQueue, type Remark } from "./part_queue.ts";
import type { RawInflater } from "./gzip/raw_inflater.ts";
import type { ReadContext } from "./read_context.ts";
import { PointFinder } from "./seek/point_finder.ts";
import { isHole } from "./tar/tar_body.ts";
import { TarDecoder, type TarEvent } from "./tar/tar_decoder.ts";

/** How much of an input's content is kept for whoever has to judge it. */
const FIRST_BYTES = 512;

/**
 * Reads content of any kind: decides by its first bytes what it is, opens containers, and gives what is inside. Containers
 * in containers are readers in readers. Does no I/O: `next()` says `undefined` when it needs a `write()` or `finish()`.
 */
export class ContentReader {
  readonly #context: ReadContext;
  readonly #place: ContentPlace;
  readonly #window = new ByteWindow();
  readonly #parts: PartQueue;
  #step: () => boolean = () => this.#detect();
  #child: ContentReader | undefined;
  #tar: TarDecoder | undefined;
  #inflatedBytes = 0;
  #isDamaged = false;
  #hasGap = false;

  /** Creates a reader at the beginning of some content. */
  constructor(context: ReadContext, place: ContentPlace) {
    this.#context = context;
    this.#place = place;
    this.#parts = new PartQueue(context);
  }

  /** Gives content, unchanged until `next()` says `undefined`. The last is best given as such: what waits is copied. */
  write(bytes: Uint8Array, isLast: boolean = false): void {
    if (!this.#context.stopped) this.#window.write(bytes);
    if (isLast) this.finish();
  }

  /** Says that all content was given. */
  finish(): void {
    this.#window.ended = true;
  }

  /** Whether all content was given. */
  get isFinished(): boolean {
    return this.#window.ended;
  }

  /** Says that the content is not what it was: bytes are missing or wrong. */
  spoil(): void {
    this.#isDamaged = true;
    this.#child?.spoil();
  }

  /** Says that bytes are missing between what was given and what will be. */
  gap(): void {
    this.spoil();
    this.#hasGap = true;
  }

  /** What comes next; `undefined` when more content is needed, or all was given and used. */
  next(): ArchivePart | undefined {
    for (;;) {
      const part = this.#parts.shift() ?? this.#child?.next();
      if (part !== undefined) return part;
      if (this.#context.stopped) return undefined;
      if (this.#child?.isFinished) this.#child = undefined;
      if (this.#step()) continue;
      if (!this.#hasGap) {
        this.#window.hold();
        return undefined;
      }
      // Only now all bytes before the gap are used.
      this.#hasGap = false;
      this.#tar?.gap();
    }
  }

  #detect(): boolean {
    const { bytes, start, end, length, ended } = this.#window;
    const isEnough = length >= DETECT_BYTES || ended || (this.#hasGap && length > 0);
    if (!isEnough) return false;
    const first = bytes.subarray(start, Math.min(end, start + DETECT_BYTES));
    const { isInput } = this.#place;
    if (isInput) this.#context.firstBytes = first.slice(0, FIRST_BYTES);
    const type = detectContent(first, { isInput, isWhole: ended && length < DETECT_BYTES });
    if (type.kind === "refused") this.#refuse(type.code, type.state);
    else if (type.kind !== "plain") this.#openContainer(type.kind);
    else if (isInput && length === 0 && this.#isDamaged) this.#discard();
    else this.#openMember();
    return true;
  }

  #refuse(code: string, state: string): void {
    const message = `Cannot read ${this.#place.isInput ? "input" : "member"}: ${state}`;
    this.#report({ code, severity: "error", message }, 0);
    this.#discard();
  }

  #openContainer(kind: "gzip" | "tar"): void {
    const { depth } = this.#place;
    const { maxDepth } = this.#context.limits;
    if (depth >= maxDepth) {
      this.#refuse(
        "limit.depth",
        `it is container ${depth + 1} around its content, expected at most ${maxDepth}`,
      );
    } else if (kind === "gzip") this.#openGzip();
    else this.#openTar();
  }

  #openMember(): void {
    const { path, sizeBytes, isInput, spans } = this.#place;
    const { maxMembers } = this.#context.limits;
    if (isInput) this.#context.container = "log";
    if (this.#context.members >= maxMembers) {
      this.#stop("limit.members", `Cannot read more members: ${maxMembers} were read, which is the limit`);
      return;
    }
    this.#context.members++;
    spans?.beginMember(path);
    this.#parts.push({ kind: "member", path, sizeBytes });
    this.#step = () => this.#readMember();
  }

  #readMember(): boolean {
    const window = this.#window;
    if (window.length > 0) {
      this.#deliver(window.take(window.length));
      return true;
    }
    if (!window.ended) return false;
    this.#parts.push({ kind: "end", complete: !this.#isDamaged });
    return this.#discard();
  }

  #deliver(bytes: Uint8Array): void {
    const { limits: { maxBytes }, uncompressedBytes } = this.#context;
    const allowed = bytes.subarray(0, maxBytes - uncompressedBytes);
    this.#context.uncompressedBytes += allowed.length;
    this.#place.spans?.deliver(allowed.length);
    if (allowed.length > 0) this.#parts.push({ kind: "bytes", bytes: allowed });
    if (allowed.length === bytes.length) return;
    this.#parts.push({ kind: "end", complete: false });
    this.#stop("limit.bytes", `Cannot read more: ${maxBytes} bytes were read, which is the limit`);
  }

  /** Ends the reading of the whole input. */
  #stop(code: string, message: string): void {
    this.#report({ code, severity: "error", message });
    this.#context.stopped = true;
    this.#discard();
  }

  #openGzip(): void {
    const { pool } = this.#context;
    const inflater = pool.acquire();
    const spans = this.#place.spans?.openStream();
    const gzip = new GzipDecoder(this.#window, inflater, spans && new PointFinder(spans));
    this.#child = this.#inside({ ...this.#place, sizeBytes: null, spans });
    if (this.#isDamaged) this.#child.spoil();
    this.#step = () => this.#readGzip(gzip, inflater);
  }

  #readGzip(gzip: GzipDecoder, inflater: RawInflater): boolean {
    const before = this.#window.position;
    const event = gzip.next();
    this.#context.countCompressed(this.#place.depth, this.#window.position - before);
    if (event !== undefined) this.#handleGzip(event, inflater);
    return event !== undefined;
  }

  #handleGzip(event: GzipEvent, inflater: RawInflater): void {
    switch (event.kind) {
      case "data":
        return this.#inflated(event, inflater);
      case "problem":
        if (event.problem.severity === "error") this.spoil();
        return this.#reportGzip(event.problem);
      case "gap":
        return this.#child?.gap();
      case "end":
        this.#endGzip(inflater);
    }
  }

  #reportGzip(problem: ArchiveProblem): void {
    this.#report(problem, this.#place.isInput ? problem.byteOffset : this.#inflatedBytes);
  }

  #inflated({ bytes, isLast }: { bytes: Uint8Array; isLast: boolean }, inflater: RawInflater): void {
    this.#inflatedBytes += bytes.length;
    const stream = { compressed: this.#window.position, inflated: this.#inflatedBytes };
    const excess = this.#context.countInflated(this.#place.depth, bytes.length, stream);
    if (excess === undefined) return this.#child?.write(bytes, isLast);
    this.#report({ ...excess, severity: "error" }, this.#inflatedBytes);
    this.spoil();
    this.#endGzip(inflater);
  }

  #endGzip(inflater: RawInflater): void {
    this.#child?.finish();
    this.#context.pool.release(inflater);
    this.#discard();
  }

  #openTar(): void {
    const tar = this.#tar = new TarDecoder(this.#window);
    if (this.#place.isInput) this.#context.container = "archive";
    this.#step = () => {
      const event = tar.next();
      if (event !== undefined) this.#handleTar(event);
      return event !== undefined;
    };
  }

  #handleTar(event: TarEvent): void {
    switch (event.kind) {
      case "entry":
        return this.#openEntry(event.name, event.sizeBytes);
      case "data":
        return this.#extracted(event);
      case "entry-end":
        if (!event.complete) this.#child?.spoil();
        return this.#child?.finish();
      case "problem":
        return this.#reportTar(event.problem);
      case "end":
        this.#discard();
    }
  }

  #extracted({ bytes, isLast }: { bytes: Uint8Array; isLast: boolean }): void {
    const child = this.#child;
    if (child === undefined) return;
    const whole = isHole(bytes) ? undefined : this.#place.spans;
    child.#place.spans?.append(whole, this.#window.position - bytes.length, bytes.length);
    child.write(bytes, isLast);
  }

  #openEntry(name: string, sizeBytes: number): void {
    const { path: ownPath, unsafe } = safeMemberPath(name);
    const wanted = this.#place.prefix + ownPath;
    const path = this.#context.uniquePath(wanted);
    if (unsafe !== undefined) {
      this.#remarkPath("member.unsafe-path", path, `${unsafe}, expected a relative path below its archive`);
    }
    if (path !== wanted) {
      this.#remarkPath("member.duplicate-path", path, "another member has it too, expected one of each");
    }
    const spans = this.#place.spans?.openPart();
    this.#child = this.#inside({ path, prefix: `${path}!/`, isInput: false, sizeBytes, spans });
  }

  #inside(place: Omit<ContentPlace, "depth">): ContentReader {
    return new ContentReader(this.#context, { ...place, depth: this.#place.depth + 1 });
  }

  #remarkPath(code: string, member: string, state: string): void {
    const message = `Cannot use member path as it is: ${state}`;
    this.#parts.report({ code, severity: "note", message }, { member });
  }

  #reportTar(problem: ArchiveProblem): void {
    const { entryName } = problem;
    const child = this.#child;
    if (child) {
      const byteOffset = child.#window.position + child.#window.length;
      this.#parts.report(problem, { member: child.#place.path, byteOffset });
    } else if (entryName !== undefined) {
      this.#parts.report(problem, { member: this.#place.prefix + safeMemberPath(entryName).path });
    } else {
      this.#report(problem, problem.byteOffset);
    }
  }

  /** Reports about this content; `byteOffset` lies in it when it is a member, else in the input. */
  #report(remark: Remark, byteOffset?: number): void {
    const { isInput, path, depth } = this.#place;
    const offset = byteOffset === undefined || (isInput && depth > 0) ? {} : { byteOffset };
    this.#parts.report(remark, isInput ? offset : { member: path, ...offset });
  }

  #discard(): boolean {
    this.#step = () => {
      this.#window.retainBytes = 0;
      this.#window.consume(this.#window.length);
      return false;
    };
    return true;
  }
}
