import type { AccessRow } from "./block_writer.ts";
import type { RequestSample } from "./column_block.ts";
import type { ScanContext } from "./scan_context.ts";

/** A held line is replaced at this age, so that the last line before a silence is there within this time. */
export const HOLD_MS = 60_000;
/** An agent without a request for this long is worth its last line. */
export const QUIET_MS = 300_000;
/** Tens of thousands of agents may each have a line held. */
const MAX_LINE_BYTES = 1024;

const INITIAL_AGENTS = 32;

/** One line of an agent; reused. */
interface HeldLine extends Omit<RequestSample, "text"> {
  /** Where it starts in the region; -1: its bytes were kept. */
  readonly from: number;
  readonly bytes: Uint8Array;
  /** Whether it was said already. */
  readonly isTold: boolean;
}

/**
 * Holds a line of each agent of a member: the last one, or one up to a minute older. It is said when the agent was quiet
 * afterwards, or the member ended.
 */
export class AgentLines {
  readonly #context: ScanContext;
  /** By agent id. */
  readonly #held: Writable<HeldLine>[] = [];
  /**
   * Times of the last line and of the one that is held, by agent id; NaN: none. A request less than {@linkcode QUIET_MS} after
   * the first and {@linkcode HOLD_MS} from the second changes nothing but the first: who knows that need not add it.
   */
  times: Float64Array = new Float64Array(2 * INITIAL_AGENTS).fill(NaN);
  /** Lines whose bytes are still in the region. */
  #fresh: Writable<HeldLine>[] = [];

  /** Creates the lines of one member. */
  constructor(context: ScanContext) {
    this.#context = context;
  }

  /**
   * Takes note of a request whose line starts at `from` of `region`; `isTold`: it is said anyway. Returns the agent's line
   * before when the agent was quiet between them.
   */
  add(row: AccessRow, region: Uint8Array, from: number, isTold: boolean): RequestSample | null {
    const { agent, timeMs } = row;
    if (2 * agent >= this.times.length) this.#grow(agent + 1);
    const silentMs = timeMs - this.times[2 * agent]!;
    const heldMs = this.times[2 * agent + 1]!;
    this.times[2 * agent] = timeMs;
    const held = this.#held[agent] ??= newHeldLine();
    const last = silentMs >= QUIET_MS ? this.#sampleOf(held, region) : null;
    // Files may be put together from two: times then step back.
    if (!(Math.abs(timeMs - heldMs) < HOLD_MS)) this.#hold(held, row, from, isTold);
    return last;
  }

  /** Copies the lines that are held from a region that ends. */
  keepBytes(region: Uint8Array): void {
    for (const held of this.#fresh) {
      held.bytes = region.slice(held.from, held.from + Math.min(held.byteLength, MAX_LINE_BYTES));
      held.from = -1;
    }
    this.#fresh = [];
  }

  /** The lines that are held when the member ends, by agent. */
  rest(): RequestSample[] {
    return this.#held.flatMap((held) => this.#sampleOf(held, held.bytes) ?? []);
  }

  #hold(held: Writable<HeldLine>, row: AccessRow, from: number, isTold: boolean): void {
    if (held.from < 0) this.#fresh.push(held);
    held.timeMs = row.timeMs;
    held.route = row.route;
    held.client = row.client;
    held.agent = row.agent;
    held.user = row.user;
    held.status = row.status;
    held.latencyMs = row.latencyMs;
    held.line = row.line;
    held.byteOffset = row.byteOffset;
    held.byteLength = row.byteLength;
    held.from = from;
    held.isTold = isTold;
    this.times[2 * row.agent + 1] = row.timeMs;
  }

  #grow(agents: number): void {
    const grown = new Float64Array(2 * Math.max(agents, this.times.length)).fill(NaN);
    grown.set(this.times);
    this.times = grown;
  }

  #sampleOf(held: Writable<HeldLine>, region: Uint8Array): RequestSample | null {
    if (held.isTold || !this.#context.hasRequestBudget) return null;
    held.isTold = true;
    const { from, bytes, isTold: _, ...sample } = held;
    const length = Math.min(held.byteLength, MAX_LINE_BYTES);
    const text = from < 0
      ? this.#context.keepRequest(bytes, 0, length)
      : this.#context.keepRequest(region, from, from + length);
    return { ...sample, text };
  }
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

function newHeldLine(): Writable<HeldLine> {
  return {
    line: 0,
    byteOffset: 0,
    byteLength: 0,
    timeMs: 0,
    route: 0,
    client: 0,
    agent: 0,
    user: 0,
    status: 0,
    latencyMs: NaN,
    from: -1,
    bytes: new Uint8Array(0),
    isTold: false,
  };
}
