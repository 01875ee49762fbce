import { AnswerSeconds, SLOT_S } from "./answer_seconds.ts";
import { resized } from "../resized.ts";
import type { RequestColumns } from "./request_columns.ts";

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

/** Columns of requests that tell handshakes. */
export type HandshakeColumns = Pick<RequestColumns, "timeMs" | "route" | "client" | "request" | "status">;

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
  #refusals: Refusals = newRefusals(1024);
  #refusalCount = 0;
  /** Numbers of refusals that the next requests may answer, by hash: most handshakes are told by them. -1: none. */
  readonly #recent: Int32Array = new Int32Array(RECENT).fill(-1);
  /** Hash and second of answers by turns. */
  readonly #answers: Uint32Array[] = [];
  #answerCount = 0;

  /** Takes some rows: the requests of people and tools on a host (number). */
  add(columns: HandshakeColumns, rows: Uint32Array, host: number): void {
    const { timeMs, client, request, status } = columns;
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      if (status[row] === 401) this.#addRefusal(columns, row, host);
      else this.#addAnswer(timeMs[row]!, client[row]!, request[row]!);
    }
  }

  /** The refusals that are none of a handshake, and forgets all of them. */
  takeRefused(): Refusal[] {
    const refusals = listRefusals(this.#refusals, Math.min(this.#refusalCount, MAX_REFUSALS));
    this.#refusals = newRefusals(1024);
    this.#refusalCount = 0;
    this.#recent.fill(-1);
    if (this.#answerCount >= MAX_ANSWERS || refusals.length === 0) return [];
    const answers = this.#answersTo(refusals);
    return refusals.filter((refusal) => !isAnswered(refusal, answers));
  }

  #addRefusal({ timeMs, route, client, request }: HandshakeColumns, row: number, host: number): void {
    const number = this.#refusalCount++;
    if (number >= MAX_REFUSALS) return;
    if (number >= this.#refusals.timeMs.length) this.#refusals = withRoom(this.#refusals);
    const refusals = this.#refusals;
    refusals.timeMs[number] = timeMs[row]!;
    refusals.route[number] = route[row]!;
    refusals.client[number] = client[row]!;
    refusals.request[number] = request[row]!;
    refusals.host[number] = host;
    this.#recent[callHash(client[row]!, request[row]!) >>> RECENT_SHIFT] = number;
  }

  #addAnswer(timeMs: number, client: number, request: number): void {
    if (this.#answerCount >= MAX_ANSWERS) return;
    const second = Math.floor(timeMs / 1000);
    const call = callHash(client, request);
    const row = this.#answerCount++ & (CHUNK_ANSWERS - 1);
    if (row === 0) this.#answers.push(new Uint32Array(2 * CHUNK_ANSWERS));
    const chunk = this.#answers.at(-1)!;
    chunk[2 * row] = slotHash(call, slotOf(second));
    chunk[2 * row + 1] = second & TIME_MASK;
    const recent = this.#recent[call >>> RECENT_SHIFT]!;
    if (recent < 0) return;
    const refusals = this.#refusals;
    if (refusals.client[recent] !== client || refusals.request[recent] !== request) return;
    const lagS = second - Math.floor(refusals.timeMs[recent]! / 1000);
    if (!(lagS >= -EARLY_S && lagS <= WITHIN_S)) return;
    refusals.isAnswered[recent] = 1;
    this.#recent[call >>> RECENT_SHIFT] = -1;
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

/** Refusals in columns. */
interface Refusals {
  readonly timeMs: Float64Array;
  readonly route: Uint32Array;
  readonly client: Uint32Array;
  readonly request: Uint32Array;
  readonly host: Uint32Array;
  readonly isAnswered: Uint8Array;
}

function newRefusals(length: number): Refusals {
  return {
    timeMs: new Float64Array(length),
    route: new Uint32Array(length),
    client: new Uint32Array(length),
    request: new Uint32Array(length),
    host: new Uint32Array(length),
    isAnswered: new Uint8Array(length),
  };
}

function withRoom({ timeMs, route, client, request, host, isAnswered }: Refusals): Refusals {
  return {
    timeMs: resized(timeMs, 0),
    route: resized(route, 0),
    client: resized(client, 0),
    request: resized(request, 0),
    host: resized(host, 0),
    isAnswered: resized(isAnswered, 0),
  };
}

/** Those that have no answer yet. */
function listRefusals(
  { timeMs, route, client, request, host, isAnswered }: Refusals,
  length: number,
): Refusal[] {
  const list: Refusal[] = [];
  for (let at = 0; at < length; at++) {
    if (isAnswered[at] === 1) continue;
    list.push({
      timeMs: timeMs[at]!,
      route: route[at]!,
      client: client[at]!,
      request: request[at]!,
      host: host[at]!,
    });
  }
  return list;
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
