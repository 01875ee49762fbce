import { AccessBlockWriter, type AccessColumns, type AccessRow } from "./block_writer.ts";
import type { RequestSample } from "./column_block.ts";
import type { Region, ScannedStretch } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import type { ScanContext } from "./scan_context.ts";

/** Takes the requests of one access log in order, one by one or in columns: rows, kept lines. */
export class AccessRequests {
  /** The request to be added next. */
  readonly row: AccessRow = newRow();
  readonly #context: ScanContext;
  readonly #tally: MemberTally;
  readonly #block: AccessBlockWriter;
  #requests: RequestSample[] = [];
  #region: Region = { buffer: new Uint8Array(0), to: 0, baseOffset: 0 };

  /** Creates the requests of one member. */
  constructor(context: ScanContext, tally: MemberTally) {
    this.#context = context;
    this.#tally = tally;
    this.#block = new AccessBlockWriter(context.accessSpace);
    context.agentLines.begin();
  }

  /** Says where the requests to come are. */
  beginRegion(region: Region): void {
    this.#region = region;
  }

  /** Says that no more requests are in the region. */
  endRegion(): void {
    this.#context.agentLines.keepBytes(this.#region.buffer);
  }

  /** Says that the member ended. */
  finish(): void {
    for (const line of this.#context.agentLines.rest()) this.#requests.push(line);
  }

  /** What was found since the last call. */
  take(): ScannedStretch {
    const requests = this.#requests;
    this.#requests = [];
    const block = this.#block.length > 0 ? this.#block.take() : null;
    return { samples: null, traced: null, requests, watched: [], lines: [], block };
  }

  /** Adds the request in `row`, whose content has `contentBytes`; `isNewAgent`: it is the first one of its agent. */
  add(contentBytes: number, isNewAgent: boolean): void {
    const { row } = this;
    row.key = keyOf(row, contentBytes);
    this.#block.push(row);
    this.#tally.records++;
    this.#countRow();
    this.#keepTexts(this.#context.requestSampler.take(row) || isNewAgent);
  }

  /** Where rows may be put from `length` on, in the memory of the areas; -1: nowhere, they have to be appended. */
  place(): number {
    return this.#block.place();
  }

  /** Rows so far. */
  get length(): number {
    return this.#block.length;
  }

  /** The columns of the rows so far. */
  get columns(): AccessColumns {
    return this.#block.columns;
  }

  /** Adds rows that were put to their place, up to a number. */
  addPlaced(length: number): void {
    this.#tally.records += length - this.#block.length;
    this.#block.length = length;
  }

  /** Adds the first rows of columns. */
  append(columns: AccessColumns, count: number): void {
    this.#block.append(columns, count);
    this.#tally.records += count;
  }

  /** Looks at a row that a text may depend on; the first request of an agent is none of these. Columns hold rounded latencies. */
  lookAt(columns: AccessColumns, at: number, latencyMs: number): void {
    const { row } = this;
    row.timeMs = columns.timeMs[at]!;
    row.route = columns.route[at]!;
    row.client = columns.client[at]!;
    row.status = columns.status[at]!;
    row.latencyMs = latencyMs;
    row.agent = columns.agent[at]!;
    row.user = columns.user[at]!;
    row.line = columns.line[at]!;
    row.byteOffset = columns.byteOffset[at]!;
    row.byteLength = columns.byteLength[at]!;
    this.#keepTexts(this.#context.requestSampler.take(row));
  }

  #countRow(): void {
    const { timeMs, route, client } = this.row;
    if (route === 0 || client === 0) this.#tally.overflow++;
    if (timeMs < this.#tally.startMs) this.#tally.startMs = timeMs;
    if (timeMs > this.#tally.endMs) this.#tally.endMs = timeMs;
  }

  #keepTexts(isWanted: boolean): void {
    const { row } = this;
    const isTold = isWanted && (this.#context.hasRequestBudget || this.#context.requestSampler.isWhole);
    if (row.agent > 0) {
      const { buffer, baseOffset } = this.#region;
      const last = this.#context.agentLines.add(row, buffer, row.byteOffset - baseOffset, isTold);
      if (last !== null) this.#requests.push(last);
    }
    if (isTold) this.#requests.push(this.#sample());
  }

  #sample(): RequestSample {
    const { timeMs, route, client, agent, user, status, latencyMs, line, byteOffset, byteLength } = this.row;
    const from = byteOffset - this.#region.baseOffset;
    const text = this.#context.keepRequest(this.#region.buffer, from, from + byteLength);
    return { timeMs, route, client, agent, user, status, latencyMs, line, byteOffset, byteLength, text };
  }
}

function newRow(): AccessRow {
  return {
    timeMs: 0,
    route: 0,
    client: 0,
    status: 0,
    responseBytes: 0,
    latencyMs: NaN,
    agent: 0,
    agentTimeMs: NaN,
    user: 0,
    request: 0,
    key: 0,
    byteOffset: 0,
    byteLength: 0,
    line: 0,
  };
}

/** Enough to tell two requests of one second apart; the whole line would cost another pass over all bytes. */
function keyOf(row: AccessRow, lineBytes: number): number {
  let key = Math.imul(row.request ^ (row.client << 16), 0x85ebca6b) ^ row.status;
  key = Math.imul(key ^ row.responseBytes, 0xc2b2ae35) ^ lineBytes;
  return Math.imul(key ^ (Number.isNaN(row.latencyMs) ? -1 : row.latencyMs), 0x27d4eb2f);
}
