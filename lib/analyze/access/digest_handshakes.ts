/** A request that was answered with 401. */
export interface Refusal {
  /** Epoch milliseconds. */
  readonly timeMs: number;
  /** Route id. */
  readonly route: number;
  /** Client id. */
  readonly client: number;
  /** Host number. */
  readonly host: number;
  /** Hash of method and URL. */
  readonly request: number;
}

/** The second half of a handshake comes within this time. */
const WITHIN_S = 10;
/** Servers behind a load balancer may differ by so much, and most layouts have whole seconds. */
const EARLY_S = 1;
const SLOT_S = 16;
const TIME_RANGE = 2 ** 21;
const MAX_REFUSALS = 250_000;
const MAX_ANSWERS = 4_000_000;

/**
 * Tells refusals that are the first half of a Digest handshake: the same client gets another answer to the same request
 * within seconds, from this server or another one. Files come in any order, so nothing is decided before the end; it
 * costs 8 bytes for every answer. With more requests than that, refusals are no longer told apart, and none is one.
 */
export class DigestHandshakes {
  #refusals: Refusal[] = [];
  #answers: number[] = [];
  #sorted: Float64Array | null = null;

  /** Takes a request that was refused. */
  addRefusal(refusal: Refusal): void {
    if (this.#refusals.length < MAX_REFUSALS) this.#refusals.push(refusal);
  }

  /** Takes a request that got another answer than 401. */
  addAnswer(timeMs: number, client: number, request: number): void {
    if (this.#answers.length >= MAX_ANSWERS) return;
    const second = Math.floor(timeMs / 1000);
    this.#answers.push(slotKey(client, request, Math.floor(second / SLOT_S)) + second % TIME_RANGE);
    this.#sorted = null;
  }

  /** The refusals that are none of a handshake, and forgets all of them. */
  takeRefused(): Refusal[] {
    const refused = this.#answers.length >= MAX_ANSWERS
      ? []
      : this.#refusals.filter((one) => !this.#isAnswered(one));
    this.#refusals = [];
    return refused;
  }

  #isAnswered({ timeMs, client, request }: Refusal): boolean {
    const answers = this.#sorted ??= Float64Array.from(this.#answers).sort();
    const second = Math.floor(timeMs / 1000);
    const [from, to] = [second - EARLY_S, second + WITHIN_S];
    for (let slot = Math.floor(from / SLOT_S); slot * SLOT_S <= to; slot++) {
      const key = slotKey(client, request, slot);
      const least = key + Math.max(from, slot * SLOT_S) % TIME_RANGE;
      const most = key + Math.min(to, slot * SLOT_S + SLOT_S - 1) % TIME_RANGE;
      if (answers[firstNotBelow(answers, least)]! <= most) return true;
    }
    return false;
  }
}

/** 32 bits of hash above 21 bits of time; slots divide the range of time, so one never wraps around. */
function slotKey(client: number, request: number, slot: number): number {
  let hash = Math.imul(request ^ Math.imul(client, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ slot, 0xc2b2ae35);
  return ((hash ^ (hash >>> 13)) >>> 0) * TIME_RANGE;
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
