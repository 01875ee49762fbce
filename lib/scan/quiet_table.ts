/** Quiet times of templates: two for each, between them no record is kept of the scope, or of any scope (-1). */
export interface QuietTimes {
  /** Two for each template; both 0: it has none. */
  readonly quietMs: Float64Array;
  /** One for each template. */
  readonly scopes: Int32Array;
}

/**
 * Templates with a place; of others every record is looked at. What is frequent is seen early, so it has a low number; and with more
 * a change of hosts would take long.
 */
const TEMPLATES = 8192;

/** Quiet times in memory that `assembly/record_notes.as.ts` and `assembly/request_notes.as.ts` read. */
export class QuietTable {
  /** Bytes: of each template two times, a scope, nothing. */
  static readonly BYTES: number = 32 * TEMPLATES;
  readonly #times: Float64Array;
  readonly #scopes: Int32Array;
  /** Templates from here on have no quiet times. */
  #filled = 0;

  /** Creates a table of zeros. */
  constructor(memory: ArrayBufferLike, at: number) {
    this.#times = new Float64Array(memory, at, 4 * TEMPLATES);
    this.#scopes = new Int32Array(memory, at, 8 * TEMPLATES);
  }

  /** Replaces all quiet times. */
  fill(times: QuietTimes): void {
    const count = Math.min(times.scopes.length, TEMPLATES);
    this.#times.fill(0, 4 * count, 4 * Math.max(count, this.#filled));
    this.#filled = count;
    for (let template = 0; template < count; template++) this.set(template, times);
  }

  /** Replaces those of one template, if there is room. */
  set(template: number, { quietMs, scopes }: QuietTimes): void {
    if (template >= TEMPLATES) return;
    this.#times[4 * template] = quietMs[2 * template]!;
    this.#times[4 * template + 1] = quietMs[2 * template + 1]!;
    this.#scopes[8 * template + 4] = scopes[template]!;
    this.#filled = Math.max(this.#filled, template + 1);
  }
}
