import { AnswerSeconds, SLOT_S } from "./answer_seconds.ts";
import { DIGEST, KEPT, type RequestBatch } from "./request_batch.ts";

/** A request that was answered with 401. */
export interface Refusal {
  /** Refusals before it. */
  readonly number: number;
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
/** Seconds are told apart within 24 days, slots therefore, too: with the hash of the slot that is enough. */
const TIME_MASK = 2 ** 21 - 1;
const MAX_REFUSALS = 250_000;
const MAX_ANSWERS = 4_000_000;
const CHUNK_ANSWERS = 1 << 14;
const RECENT = 1024;
const RECENT_SHIFT = 22;

/**
 * Tells refusals that are the first half of a Digest handshake: the same client gets another answer to the same request
 * within seconds, from this server or another one. Files come in any order, so nothing is decided before the end; it
 * costs 8 bytes for every answer. With more requests than that, refusals are no longer told apart, and none is one.
 */
export class DigestHandshakes {
  #refusals: Refusal[] = [];
  #refusalCount = 0;
  /** Refusals that the next requests may answer, by hash: most handshakes are told by them. */
  readonly #recent: (Refusal | null)[] = new Array<Refusal | null>(RECENT).fill(null);
  /** Hash and second of answers by turns. */
  readonly #answers: Uint32Array[] = [];
  #chunk = new Uint32Array(0);
  #answerCount = 0;

  /** Takes the requests of people and tools. Whether a refusal is kept with its time is decided later. */
  addBatch({ columns, duty, agentRow, host }: RequestBatch): void {
    const { length, timeMs, route, client, request, status } = columns;
    for (let row = 0; row < length; row++) {
      if ((duty[row]! & DIGEST) === 0 || agentRow[row] !== 0) continue;
      if (status[row] !== 401) this.#addAnswer(timeMs[row]!, client[row]!, request[row]!);
      else {
        duty[row] = duty[row]! & ~KEPT;
        this.#addRefusal({
          number: this.#refusalCount++,
          timeMs: timeMs[row]!,
          route: route[row]!,
          client: client[row]!,
          host,
          request: request[row]!,
        });
      }
    }
  }

  /** The refusals that are none of a handshake, and forgets all of them. */
  takeRefused(): Refusal[] {
    const refusals = [...this.#refusals, ...this.#recent.filter((one) => one !== null)];
    this.#refusals = [];
    this.#refusalCount = 0;
    this.#recent.fill(null);
    if (this.#answerCount >= MAX_ANSWERS || refusals.length === 0) return [];
    const answers = this.#answersTo(refusals);
    return refusals.filter((refusal) => !isAnswered(refusal, answers)).sort((a, b) => a.number - b.number);
  }

  #addRefusal(refusal: Refusal): void {
    if (refusal.number >= MAX_REFUSALS) return;
    const at = callHash(refusal.client, refusal.request) >>> RECENT_SHIFT;
    const before = this.#recent[at]!;
    if (before !== null) this.#refusals.push(before);
    this.#recent[at] = refusal;
  }

  #addAnswer(timeMs: number, client: number, request: number): void {
    if (this.#answerCount >= MAX_ANSWERS) return;
    const second = Math.floor(timeMs / 1000);
    const call = callHash(client, request);
    const row = this.#answerCount++ & (CHUNK_ANSWERS - 1);
    if (row === 0) this.#answers.push(this.#chunk = new Uint32Array(2 * CHUNK_ANSWERS));
    this.#chunk[2 * row] = slotHash(call, slotOf(second));
    this.#chunk[2 * row + 1] = second & TIME_MASK;
    const recent = this.#recent[call >>> RECENT_SHIFT]!;
    if (recent === null || recent.client !== client || recent.request !== request) return;
    const lagS = second - Math.floor(recent.timeMs / 1000);
    if (lagS >= -EARLY_S && lagS <= WITHIN_S) this.#recent[call >>> RECENT_SHIFT] = null;
  }

  /** Finds the answers to refusals, without putting all of them in order. */
  #answersTo(refusals: readonly Refusal[]): AnswerSeconds {
    const answers = new AnswerSeconds(refusals.flatMap((refusal) => slotsOf(refusal)));
    this.#answers.forEach((chunk, number) => {
      const rows = Math.min(CHUNK_ANSWERS, this.#answerCount - number * CHUNK_ANSWERS);
      for (let row = 0; row < rows; row++) answers.note(chunk[2 * row]!, chunk[2 * row + 1]!);
    });
    return answers;
  }
}

/** The slots in which an answer may come. */
function slotsOf({ timeMs, client, request }: Refusal): [hash: number, slot: number][] {
  const second = Math.floor(timeMs / 1000);
  return [slotOf(second - EARLY_S), slotOf(second + WITHIN_S)].map((slot) => [
    slotHash(callHash(client, request), slot),
    slotInRange(slot),
  ]);
}

/** Whether one of the slots in which an answer may come has one that is near enough. */
function isAnswered({ timeMs, client, request }: Refusal, answers: AnswerSeconds): boolean {
  const second = Math.floor(timeMs / 1000);
  const [from, to] = [second - EARLY_S, second + WITHIN_S];
  for (let slot = slotOf(from); slot <= slotOf(to); slot++) {
    const least = Math.max(from - slot * SLOT_S, 0);
    const most = Math.min(to - slot * SLOT_S, SLOT_S - 1);
    const seconds = answers.of(slotHash(callHash(client, request), slot), slotInRange(slot));
    if ((seconds & (2 << most) - (1 << least)) !== 0) return true;
  }
  return false;
}

function slotOf(second: number): number {
  return Math.floor(second / SLOT_S);
}

function slotInRange(slot: number): number {
  return slotOf(slot * SLOT_S & TIME_MASK);
}

function callHash(client: number, request: number): number {
  return Math.imul(request ^ Math.imul(client, 0x9e3779b1), 0x85ebca6b);
}

function slotHash(call: number, slot: number): number {
  const hash = Math.imul(call ^ (call >>> 15) ^ slot, 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}
