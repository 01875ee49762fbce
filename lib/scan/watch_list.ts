/** Told records of one scan; more are only counted. */
const MAX_RECORDS = 100_000;
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** Knows the templates whose every record is told. Shared by all members of a scan. */
export class WatchList {
  readonly #literals: readonly string[];
  /** 1: watched, by template id. */
  #watched = new Uint8Array(64);
  #records = 0;
  #textBytes = 0;

  /** Creates a list for templates whose first record contains one of `literals`. */
  constructor(literals: readonly string[]) {
    this.#literals = literals;
  }

  /** Whether any template may be watched. */
  get isWanted(): boolean {
    return this.#literals.length > 0;
  }

  /** 1: watched, by template id, as far as any is. Lost when a template is added. */
  get watched(): Uint8Array {
    return this.#watched;
  }

  /** Decides about a new template by its first record. */
  addTemplate(template: number, text: string): void {
    if (!this.#literals.some((literal) => text.includes(literal))) return;
    if (template >= this.#watched.length) this.#grow(template + 1);
    this.#watched[template] = 1;
  }

  /** Whether every record of a template is told. */
  has(template: number): boolean {
    return this.#watched[template] === 1;
  }

  /** Whether one more record, with a text of so many bytes, may be told; counts it when so. */
  takeRecord(textBytes: number): boolean {
    if (this.#records >= MAX_RECORDS || this.#textBytes >= MAX_TEXT_BYTES) return false;
    this.#records++;
    this.#textBytes += textBytes;
    return true;
  }

  #grow(size: number): void {
    const wider = new Uint8Array(Math.max(size, this.#watched.length * 2));
    wider.set(this.#watched);
    this.#watched = wider;
  }
}
