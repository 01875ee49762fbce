/** An answer that can be given again. */
export interface KeptAnswer {
  /** As they were sent. */
  readonly headers: Headers;
  /** Leave it as it is. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Bytes of all answers, and of the largest one that is kept. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** What an answer costs besides its body. */
const EXTRA_BYTES = 1024;

/** The last answers in memory; who asks for one that is being made waits for it. */
export class KeptAnswers {
  readonly #maxBytes: number;
  readonly #kept = new Map<string, KeptAnswer>();
  readonly #making = new Map<string, Promise<KeptAnswer | null>>();
  #bytes = 0;

  /** Keeps nothing yet. */
  constructor(maxBytes: number = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes that are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The answer with this key; `make` makes it when it is not there. A `Response` is for one and not kept. */
  async get(key: string, make: () => Promise<KeptAnswer | Response>): Promise<KeptAnswer | Response> {
    const waited = this.#making.get(key);
    const known = waited === undefined ? this.#kept.get(key) : await waited.catch(() => null);
    if (known !== undefined && known !== null) {
      this.#touch(key);
      return known;
    }
    const made = make();
    const shared = made.then((answer) => answer instanceof Response ? null : answer);
    // Whoever waits makes its own.
    shared.catch(() => {});
    this.#making.set(key, shared);
    try {
      const answer = await made;
      if (!(answer instanceof Response)) this.#keep(key, answer);
      return answer;
    } finally {
      if (this.#making.get(key) === shared) this.#making.delete(key);
    }
  }

  /** The last one used is the last one dropped. */
  #touch(key: string): void {
    const answer = this.#kept.get(key);
    if (answer === undefined) return;
    this.#kept.delete(key);
    this.#kept.set(key, answer);
  }

  #keep(key: string, answer: KeptAnswer): void {
    const bytes = sizeOf(answer);
    if (bytes > Math.min(MAX_ANSWER_BYTES, this.#maxBytes) || this.#kept.has(key)) return;
    this.#kept.set(key, answer);
    this.#bytes += bytes;
    for (const [oldest, dropped] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= sizeOf(dropped);
    }
  }
}

function sizeOf({ body }: KeptAnswer): number {
  return body.length + EXTRA_BYTES;
}
