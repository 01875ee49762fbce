import type { HeaderLine, RecordGap, TextPlace } from "./column_block.ts";
import type { LineScanner, Region, ScannedStretch } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import { placeOf, type ScanContext } from "./scan_context.ts";

const LF = 10;
const CR = 13;
/** Lines of console output of one file that are told; it is short, and grows only with starts. */
const MAX_LINES = 5000;
const MAX_LINE_BYTES = 2048;

/** Counts the lines of files that have no times: console output, whose lines are told, early layouts, files that are no logs. */
export class PlainScanner implements LineScanner {
  readonly layout: string | null;
  readonly headers: readonly HeaderLine[] = [];
  readonly gaps: readonly RecordGap[] = [];
  readonly lastRecord = null;
  readonly #context: ScanContext;
  readonly #tally: MemberTally;
  #lines: TextPlace[] = [];
  #told = 0;

  /** Creates a scanner for one member; `layout` is null for a file that is no log. */
  constructor(layout: string | null, context: ScanContext, tally: MemberTally) {
    this.layout = layout;
    this.#context = context;
    this.#tally = tally;
  }

  boundary(buffer: Uint8Array, from: number, to: number): number {
    const lineFeed = buffer.subarray(from, to).lastIndexOf(LF);
    return lineFeed < 0 ? 0 : from + lineFeed + 1;
  }

  scan(region: Region): void {
    const buffer = region.buffer.subarray(0, region.to);
    for (let at = 0; at < region.to;) {
      const lineFeed = buffer.indexOf(LF, at);
      this.#tally.lines++;
      if (this.layout !== null) this.#tally.records++;
      if (this.layout === "startup") this.#tell(region, at, lineFeed < 0 ? region.to : lineFeed);
      at = lineFeed < 0 ? region.to : lineFeed + 1;
    }
  }

  finish(): void {}

  take(): ScannedStretch {
    const lines = this.#lines;
    this.#lines = [];
    return { samples: null, traced: null, requests: [], watched: [], lines, block: null };
  }

  #tell({ buffer, baseOffset }: Region, from: number, lineEnd: number): void {
    const to = lineEnd > from && buffer[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    if (to === from) return;
    if (this.#told >= MAX_LINES || !this.#context.hasSampleBudget) {
      this.#tally.unwatched++;
      return;
    }
    this.#told++;
    const line = this.#tally.lines;
    const place = placeOf(this.#context, buffer, {
      from,
      to: Math.min(to, from + MAX_LINE_BYTES),
      line,
      baseOffset,
    });
    this.#lines.push({ ...place, byteLength: to - from });
  }
}
