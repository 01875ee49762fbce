import { AgentLines, HOLD_MS, QUIET_MS } from "./agent_lines.ts";
import { AccessBlockWriter, type AccessColumns, type AccessRow } from "./block_writer.ts";
import type { RequestSample } from "./column_block.ts";
import type { Region, ScannedStretch } from "./line_scanner.ts";
import type { MemberTally } from "./member_tally.ts";
import { ERROR_STATUS, SLOW_MS, usualKind } from "./request_sampler.ts";
import type { ScanContext } from "./scan_context.ts";

/** Takes the requests of one access log in order, one by one or in columns: rows, kept lines. */
export class AccessRequests {
  /** The request to be added next. */
  readonly row: AccessRow = newRow();
  readonly #context: ScanContext;
  readonly #tally: MemberTally;
  readonly #block: AccessBlockWriter;
  readonly #agentLines: AgentLines;
  #requests: RequestSample[] = [];
  #region: Region = { buffer: new Uint8Array(0), to: 0, baseOffset: 0 };

  /** Creates the requests of one member. */
  constructor(context: ScanContext, tally: MemberTally) {
    this.#context = context;
    this.#tally = tally;
    this.#block = new AccessBlockWriter(context.accessSpace);
    this.#agentLines = new AgentLines(context);
  }

  /** Says where the requests to come are. */
  beginRegion(region: Region): void {
    this.#region = region;
  }

  /** Says that no more requests are in the region. */
  endRegion(): void {
    this.#agentLines.keepBytes(this.#region.buffer);
  }

  /** Says that the member ended. */
  finish(): void {
    for (const line of this.#agentLines.rest()) this.#requests.push(line);
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

  /** Adds the first rows of columns; none is the first request of its agent. */
  addRows(columns: AccessColumns, count: number): void {
    this.#block.append(columns, count);
    this.#tally.records += count;
    for (let at = 0; at < count; at++) {
      at = this.#nextOf(columns, at, count);
      if (at < count) this.#lookAt(columns, at);
    }
  }

  /**
   * The first row from `from` on that a text may depend on; takes note of all before it. This loop sees every request: it calls
   * nothing.
   */
  #nextOf(columns: AccessColumns, from: number, to: number): number {
    const { timeMs, route, client, status, latencyMs, agent } = columns;
    const quiet = this.#context.requestSampler.quietMs;
    const agents = this.#agentLines.times;
    let { startMs, endMs, overflow } = this.#tally;
    let at = from;
    for (; at < to; at++) {
      const time = timeMs[at]!;
      const code = status[at]!;
      const kind = 2 * usualKind(route[at]!, code);
      const line = 2 * agent[at]!;
      if (
        code >= ERROR_STATUS || latencyMs[at]! >= SLOW_MS || kind >= quiet.length || line >= agents.length
      ) break;
      if (!(time > quiet[kind]! && time < quiet[kind + 1]!)) break;
      // As AgentLines.add() has it.
      if (line > 0) {
        if (!(time - agents[line]! < QUIET_MS && Math.abs(time - agents[line + 1]!) < HOLD_MS)) break;
        agents[line] = time;
      }
      if (time < startMs) startMs = time;
      if (time > endMs) endMs = time;
      if (route[at] === 0 || client[at] === 0) overflow++;
    }
    this.#tally.startMs = startMs;
    this.#tally.endMs = endMs;
    this.#tally.overflow = overflow;
    return at;
  }

  #lookAt(columns: AccessColumns, at: number): void {
    const { row } = this;
    row.timeMs = columns.timeMs[at]!;
    row.route = columns.route[at]!;
    row.client = columns.client[at]!;
    row.status = columns.status[at]!;
    row.latencyMs = columns.latencyMs[at]!;
    row.agent = columns.agent[at]!;
    row.user = columns.user[at]!;
    row.line = columns.line[at]!;
    row.byteOffset = columns.byteOffset[at]!;
    row.byteLength = columns.byteLength[at]!;
    this.#countRow();
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
      const last = this.#agentLines.add(row, buffer, row.byteOffset - baseOffset, isTold);
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
