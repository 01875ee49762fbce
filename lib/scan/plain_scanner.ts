import type { HeaderLine, RecordGap } from "./column_block.ts";
import type { LineScanner, Region, ScannedStretch } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";

const LF = 10;

/** Counts the lines of files that have no times: console output, early layouts, files that are no logs. */
export class PlainScanner implements LineScanner {
  readonly layout: string | null;
  readonly headers: readonly HeaderLine[] = [];
  readonly gaps: readonly RecordGap[] = [];
  readonly lastRecord = null;
  readonly #tally: MemberTally;

  /** Creates a scanner for one member; `layout` is null for a file that is no log. */
  constructor(layout: string | null, tally: MemberTally) {
    this.layout = layout;
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
      at = lineFeed < 0 ? region.to : lineFeed + 1;
    }
  }

  finish(): void {}

  take(): ScannedStretch {
    return { samples: [], requests: [], watched: [], block: null };
  }
}
