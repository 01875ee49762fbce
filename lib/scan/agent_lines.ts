import type { AccessRow } from "./block_writer.ts";
import type { RequestSample } from "./column_block.ts";
import type { ScanContext } from "./scan_context.ts";

/** A held line is replaced at this age, so that the last line before a silence is there within this time. */
const HOLD_MS = 60_000;
/** An agent without a request for this long is worth its last line. */
const QUIET_MS = 300_000;
/** Tens of thousands of agents may each have a line held. */
const MAX_LINE_BYTES = 1024;

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
  /** Time of the last line, by agent id. */
  readonly #lastMs: number[] = [];
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
    const held = this.#held[row.agent];
    if (held === undefined) {
      this.#held[row.agent] = this.#hold(newHeldLine(), row, from, isTold);
      this.#lastMs[row.agent] = row.timeMs;
      return null;
    }
    const silentMs = row.timeMs - this.#lastMs[row.agent]!;
    const last = silentMs >= QUIET_MS ? this.#sampleOf(held, region) : null;
    this.#lastMs[row.agent] = row.timeMs;
    // Files may be put together from two: times then step back.
    if (Math.abs(row.timeMs - held.timeMs) >= HOLD_MS) this.#hold(held, row, from, isTold);
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

  #hold(held: Writable<HeldLine>, row: AccessRow, from: number, isTold: boolean): Writable<HeldLine> {
    if (held.from < 0) this.#fresh.push(held);
    held.timeMs = row.timeMs;
    held.route = row.route;
    held.client = row.client;
    held.agent = row.agent;
    held.status = row.status;
    held.latencyMs = row.latencyMs;
    held.line = row.line;
    held.byteOffset = row.byteOffset;
    held.byteLength = row.byteLength;
    held.from = from;
    held.isTold = isTold;
    return held;
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
    status: 0,
    latencyMs: NaN,
    from: -1,
    bytes: new Uint8Array(0),
    isTold: false,
  };
}
