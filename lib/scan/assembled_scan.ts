import type { ApplicationRecords } from "./application_records.ts";
import {
  type AssembledMemory,
  MAX_NAMES,
  MAX_ODD_LINES,
  NAME_WORDS,
  ODD_LINE_WORDS,
} from "./assembled_memory.ts";
import type { Region } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import type { ScanContext } from "./scan_context.ts";
import { jobScope } from "./scope_name.ts";

/** Kinds of odd lines and names, as `assembly/application_rows.as.ts` has them. */
const HEADER = 1;
const REJECT = 2;
const THREAD = 1;
const PROJECT = 2;

/** Scans application logs in WebAssembly; every decision about single records, odd lines and texts stays here. */
export class AssembledScan {
  readonly #context: ScanContext;
  readonly #memory: AssembledMemory;

  /** Creates the scan for all members of one context. */
  constructor(context: ScanContext, memory: AssembledMemory) {
    this.#context = context;
    this.#memory = memory;
  }

  /** Scans a region; `hasOwner` as of the member, before and after. */
  scan(region: Region, records: ApplicationRecords, tally: MemberTally, hasOwner: boolean): boolean {
    const { exports, bufferAt } = this.#memory;
    const offset = region.baseOffset - bufferAt;
    exports.beginRegion(bufferAt, bufferAt + region.to, offset, tally.lines, hasOwner ? 1 : 0);
    for (let isOver = false; !isOver;) {
      const known = this.#context.templates.size;
      isOver = exports.scanApplication() !== 0;
      tally.overflow += exports.overflow.value;
      this.#addNames(exports.nameCount.value);
      this.#addRows(records, known);
    }
    tally.lines = exports.lines.value;
    return exports.hasOwner.value !== 0;
  }

  /** Adds rows and odd lines in the order of the member. */
  #addRows(records: ApplicationRecords, templates: number): void {
    const { exports, oddLines, columns } = this.#memory;
    const words = oddLines.subarray(0, ODD_LINE_WORDS * Math.min(exports.oddLineCount.value, MAX_ODD_LINES));
    let known = templates;
    let row = 0;
    for (let at = 0; at < words.length; at += ODD_LINE_WORDS) {
      const next = words[at + 4]!;
      if (next > row) known = records.addRows(columns, row, next, known);
      row = next;
      this.#addOddLine(records, words, at);
    }
    const rows = exports.rowCount.value;
    if (rows > row) records.addRows(columns, row, rows, known);
  }

  #addOddLine(records: ApplicationRecords, words: Uint32Array, at: number): void {
    const [kind, line] = [words[at], words[at + 3]!];
    const from = words[at + 1]! - this.#memory.bufferAt;
    const to = words[at + 2]! - this.#memory.bufferAt;
    if (kind === HEADER) records.addHeader(from, to, line);
    else if (kind === REJECT) records.addReject(from, to, line);
    else records.addOrphan(from, to, line);
  }

  #addNames(count: number): void {
    const { names, bytes } = this.#memory;
    for (let at = 0; at < NAME_WORDS * Math.min(count, MAX_NAMES); at += NAME_WORDS) {
      const text = this.#context.decode(bytes, names[at + 1]!, names[at + 2]!);
      if (names[at] === THREAD) this.#context.addThread(text);
      else this.#context.addScope(names[at] === PROJECT ? text : jobScope(text));
    }
  }
}
