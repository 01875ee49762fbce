import type { AccessRequests } from "./access_requests.ts";
import type { ApplicationRecords } from "./application_records.ts";
import {
  type AssembledMemory,
  MAX_NAMES,
  MAX_ODD_LINES,
  NAME_WORDS,
  ODD_LINE_WORDS,
} from "./assembled_memory.ts";
import type { ApplicationColumns } from "./block_writer.ts";
import type { Region } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import type { ScanContext } from "./scan_context.ts";
import { jobScope } from "./scope_name.ts";

/** Kinds of odd lines and names, as `assembly/application_rows.as.ts` has them. */
const HEADER = 1;
const REJECT = 2;
const THREAD = 1;
const PROJECT = 2;
const CLIENT = 4;
const USER = 5;
/** What a call for requests ended with, as `assembly/access_scan.as.ts` has it. */
const OVER = 1;
const OTHER_LINE = 2;
const LOUD = 3;

/** Scans application logs in WebAssembly; every decision about single records, odd lines and texts stays here. */
export class AssembledScan {
  readonly #context: ScanContext;
  readonly #memory: AssembledMemory;
  /** Whether the areas for columns lie in the memory. */
  readonly #hasAreas: boolean;
  /** Where the region begins in the memory. */
  #regionAt = 0;

  /** Creates the scan for all members of one context; `hasAreas`: its areas for columns lie in the memory. */
  constructor(context: ScanContext, memory: AssembledMemory, hasAreas: boolean) {
    this.#context = context;
    this.#memory = memory;
    this.#hasAreas = hasAreas;
  }

  /** Scans a region; `hasOwner` as of the member, before and after. */
  scanApplication(
    region: Region,
    records: ApplicationRecords,
    tally: MemberTally,
    hasOwner: boolean,
  ): boolean {
    const { exports } = this.#memory;
    const from = this.#regionAt = region.buffer.byteOffset;
    exports.beginRegion(from, from + region.to, region.baseOffset - from, tally.lines, hasOwner ? 1 : 0);
    for (let isOver = false; !isOver;) isOver = this.#scanRecords(records, tally);
    tally.lines = exports.lines.value;
    return exports.hasOwner.value !== 0;
  }

  /**
   * Scans a region of an access log whose lines have so many columns after the size, the last one a latency; 0: none has one.
   * `scanLine` scans a line that is not read here, and says where the next one starts.
   */
  scanAccess(
    region: Region,
    requests: AccessRequests,
    tally: MemberTally,
    tailColumns: number,
    scanLine: (at: number) => number,
  ): void {
    const { exports } = this.#memory;
    const from = this.#regionAt = region.buffer.byteOffset;
    exports.beginAccessRegion(from, from + region.to, region.baseOffset - from, tally.lines, tailColumns);
    for (let end = 0; end !== OVER;) {
      end = this.#scanRequests(requests);
      tally.lines = exports.requestLines.value;
      if (end !== OTHER_LINE) continue;
      const next = scanLine(exports.requestPosition.value - from);
      exports.skipTo(from + next, tally.lines);
    }
    tally.addSpan(exports.firstRequestMs.value, exports.lastRequestMs.value);
    tally.overflow += exports.requestOverflow.value;
  }

  /** Scans requests until their place is full, or to the end, or to a line for TypeScript; returns which. */
  #scanRequests(requests: AccessRequests): number {
    const { exports, requests: spare, requestsAt } = this.#memory;
    const place = this.#hasAreas ? requests.place() : -1;
    exports.setRequestColumns(place < 0 ? requestsAt : place, place < 0 ? 0 : requests.length);
    const columns = place < 0 ? spare : requests.columns;
    for (;;) {
      const end = exports.scanAccess();
      const count = exports.requestCount.value;
      this.#addNames(exports.nameCount.value);
      if (end === LOUD) requests.lookAt(columns, count - 1, exports.latencyMs.value);
      else {
        if (place < 0) requests.append(columns, count);
        else requests.addPlaced(count);
        return end;
      }
    }
  }

  /** Scans records until what they give has to be taken, or to the end; returns whether it is there. */
  #scanRecords(records: ApplicationRecords, tally: MemberTally): boolean {
    const { exports, records: spare, recordsAt } = this.#memory;
    const known = this.#context.templates.size;
    const place = this.#hasAreas ? records.place() : -1;
    const first = place < 0 ? 0 : records.length;
    exports.useColumns(place < 0 ? recordsAt : place, first);
    const isOver = exports.scanApplication() !== 0;
    tally.overflow += exports.overflow.value;
    this.#addNames(exports.nameCount.value);
    this.#addRows(records, place < 0 ? spare : records.columns, first, known);
    if (place < 0) records.append(spare, exports.rowCount.value);
    else records.addPlaced(exports.rowCount.value);
    return isOver;
  }

  /** Looks at rows and odd lines in the order of the member. */
  #addRows(records: ApplicationRecords, columns: ApplicationColumns, first: number, templates: number): void {
    const { exports, oddLines } = this.#memory;
    const words = oddLines.subarray(0, ODD_LINE_WORDS * Math.min(exports.oddLineCount.value, MAX_ODD_LINES));
    let known = templates;
    let row = first;
    for (let at = 0; at < words.length; at += ODD_LINE_WORDS) {
      const next = words[at + 4]!;
      if (next > row) known = records.lookAt(exports, columns, row, next, known);
      row = next;
      this.#addOddLine(records, words, at);
    }
    const rows = exports.rowCount.value;
    if (rows > row) records.lookAt(exports, columns, row, rows, known);
  }

  #addOddLine(records: ApplicationRecords, words: Uint32Array, at: number): void {
    const [kind, line] = [words[at], words[at + 3]!];
    const from = words[at + 1]! - this.#regionAt;
    const to = words[at + 2]! - this.#regionAt;
    if (kind === HEADER) records.addHeader(from, to, line);
    else if (kind === REJECT) records.addReject(from, to, line);
    else records.addOrphan(from, to, line);
  }

  #addNames(count: number): void {
    const { names, bytes } = this.#memory;
    for (let at = 0; at < NAME_WORDS * Math.min(count, MAX_NAMES); at += NAME_WORDS) {
      const text = this.#context.decode(bytes, names[at + 1]!, names[at + 2]!);
      const kind = names[at];
      if (kind === THREAD) this.#context.addThread(text);
      else if (kind === CLIENT) this.#context.addClient(text);
      else if (kind === USER) this.#context.addUser(text);
      else this.#context.addScope(kind === PROJECT ? text : jobScope(text));
    }
  }
}
