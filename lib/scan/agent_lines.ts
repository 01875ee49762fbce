import type { AccessRow } from "./block_writer.ts";
import type { RequestSample } from "./column_block.ts";
import type { ScanContext } from "./scan_context.ts";

/** Agents that are told apart. */
export const MAX_AGENTS = 50_000;
/** A held line is replaced at this age, so that the last line before a silence is there within this time. */
const HOLD_MS = 60_000;
/** An agent without a request for this long is worth its last line. */
const QUIET_MS = 300_000;
/** Tens of thousands of agents may each have a line held. */
const MAX_LINE_BYTES = 1024;
/** The number of agents that have a line, and their ids. */
const LIST_BYTES = 64 * Math.ceil(4 * (MAX_AGENTS + 1) / 64);
/** Of an agent: four numbers, two of them times, then eight words. */
const NUMBERS = 8;
const WORDS = 16;
/** Bytes of the table. Pages of agents that are not there cost nothing. */
export const AGENT_LINES_BYTES: number = LIST_BYTES + 4 * WORDS * (MAX_AGENTS + 1);
/** Place of a line whose bytes were kept. */
const KEPT = 0xffffffff;
const NONE = 0;
const HELD = 1;
const TOLD = 2;

/**
 * Holds a line of each agent of a member: the last one, or one up to a minute older. It is said when the agent was quiet
 * afterwards, or the member ended. `assembly/agent_lines.as.ts` works on the same table.
 */
export class AgentLines {
  readonly #context: ScanContext;
  #list: Uint32Array = new Uint32Array(0);
  /** By agent: time of the last line; of the one that is held: time, latency, offset. */
  #numbers: Float64Array = new Float64Array(0);
  /** By agent, of the line that is held: route, client, user, status, line, bytes, place in the region, state; eight more before. */
  #words: Uint32Array = new Uint32Array(0);
  /** By agent: what was kept of the line that is held, with room behind it. */
  readonly #kept: Uint8Array[] = [];

  /** Creates the lines of one scan. */
  constructor(context: ScanContext) {
    this.#context = context;
  }

  /** Forgets the lines of the member before. */
  begin(): void {
    if (this.#list.length === 0) this.#use(new ArrayBuffer(AGENT_LINES_BYTES), 0);
    for (const agent of this.#agents) this.#words.fill(0, WORDS * agent, WORDS * (agent + 1));
    this.#list[0] = 0;
  }

  /** Goes on in zeros at a place. */
  moveTo(memory: ArrayBufferLike, at: number): void {
    const [list, agents, words] = [this.#list, this.#agents, this.#words];
    this.#use(memory, at);
    this.#list.set(list.subarray(0, agents.length + 1));
    for (const agent of agents) {
      this.#words.set(words.subarray(WORDS * agent, WORDS * (agent + 1)), WORDS * agent);
    }
  }

  /**
   * Takes note of a request whose line starts at `from` of `region`; `isTold`: it is said anyway. Returns the agent's line
   * before when the agent was quiet between them.
   */
  add(row: AccessRow, region: Uint8Array, from: number, isTold: boolean): RequestSample | null {
    const { agent, timeMs } = row;
    const isKnown = this.#words[WORDS * agent + 15] !== NONE;
    const silentMs = timeMs - this.#numbers[NUMBERS * agent]!;
    const heldMs = this.#numbers[NUMBERS * agent + 1]!;
    this.#numbers[NUMBERS * agent] = timeMs;
    const last = isKnown && silentMs >= QUIET_MS ? this.#sampleOf(agent, region) : null;
    if (!isKnown) this.#list[++this.#list[0]!] = agent;
    // Files may be put together from two: times then step back.
    if (!isKnown || !(Math.abs(timeMs - heldMs) < HOLD_MS)) this.#hold(row, from, isTold);
    return last;
  }

  /** Copies the lines that are held from a region that ends. */
  keepBytes(region: Uint8Array): void {
    for (const agent of this.#agents) {
      const from = this.#words[WORDS * agent + 14]!;
      if (from === KEPT || this.#words[WORDS * agent + 15] === TOLD) continue;
      const length = this.#lengthOf(agent);
      let kept = this.#kept[agent];
      if (kept === undefined || kept.length < length) this.#kept[agent] = kept = new Uint8Array(length);
      kept.set(region.subarray(from, from + length));
      this.#words[WORDS * agent + 14] = KEPT;
    }
  }

  /** The lines that are held when the member ends, by agent. */
  rest(): RequestSample[] {
    if (!this.#context.hasRequestBudget) return [];
    return Array.from(this.#agents.toSorted(), (agent) => this.#sampleOf(agent, new Uint8Array(0)))
      .filter((sample) => sample !== null);
  }

  get #agents(): Uint32Array {
    return this.#list.subarray(1, 1 + (this.#list[0] ?? 0));
  }

  #use(memory: ArrayBufferLike, at: number): void {
    const agents = MAX_AGENTS + 1;
    this.#list = new Uint32Array(memory, at, agents);
    this.#numbers = new Float64Array(memory, at + LIST_BYTES, NUMBERS * agents);
    this.#words = new Uint32Array(memory, at + LIST_BYTES, WORDS * agents);
  }

  #hold(row: AccessRow, from: number, isTold: boolean): void {
    const { timeMs, latencyMs, byteOffset, route, client, user, status, line, byteLength } = row;
    this.#numbers.set([timeMs, latencyMs, byteOffset], NUMBERS * row.agent + 1);
    const state = isTold ? TOLD : HELD;
    this.#words.set([route, client, user, status, line, byteLength, from, state], WORDS * row.agent + 8);
  }

  #lengthOf(agent: number): number {
    return Math.min(this.#words[WORDS * agent + 13]!, MAX_LINE_BYTES);
  }

  #sampleOf(agent: number, region: Uint8Array): RequestSample | null {
    const words = this.#words.subarray(WORDS * agent, WORDS * (agent + 1));
    if (words[15] === TOLD || !this.#context.hasRequestBudget) return null;
    words[15] = TOLD;
    const [, timeMs = 0, latencyMs = NaN, byteOffset = 0] = this.#numbers.subarray(NUMBERS * agent);
    const [route = 0, client = 0, user = 0, status = 0, line = 0, byteLength = 0, from = KEPT] = words
      .subarray(8);
    const length = this.#lengthOf(agent);
    const text = from === KEPT
      ? this.#context.keepRequest(this.#kept[agent]!, 0, length)
      : this.#context.keepRequest(region, from, from + length);
    return { timeMs, route, client, agent, user, status, latencyMs, line, byteOffset, byteLength, text };
  }
}
