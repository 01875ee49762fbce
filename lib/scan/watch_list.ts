/** Told records of one scan that rules look at; more are only counted. */
const RULE_LIMITS: WatchLimits = { records: 100_000, textBytes: 64 * 1024 * 1024 };
/** Those about snapshots, apart: a fleet with many of them must not keep rules from theirs. */
const BACKUP_LIMITS: WatchLimits = { records: 60_000, textBytes: 24 * 1024 * 1024 };

interface WatchLimits {
  readonly records: number;
  readonly textBytes: number;
}

/** Knows the templates whose every record is told. Shared by all members of a scan. */
export class WatchList {
  readonly #literals: readonly string[];
  readonly #backupLiterals: readonly string[];
  /** 1: watched, by template id. */
  #watched: Uint8Array = new Uint8Array(64);
  /** Templates that no rule looks at. */
  readonly #ofBackups = new Set<number>();
  readonly #forRules = new WatchBudget(RULE_LIMITS);
  readonly #forBackups = new WatchBudget(BACKUP_LIMITS);

  /** Creates a list for templates whose first record contains one of the literals: of rules, of snapshots. */
  constructor(literals: readonly string[], backupLiterals: readonly string[] = []) {
    this.#literals = literals;
    this.#backupLiterals = backupLiterals;
  }

  /** Whether any template may be watched. */
  get isWanted(): boolean {
    return this.#literals.length + this.#backupLiterals.length > 0;
  }

  /** Goes on in bytes for all templates there can be, of zeros: 1 says that a template is watched. */
  moveTo(templates: Uint8Array): void {
    templates.set(this.#watched.subarray(0, templates.length));
    this.#watched = templates;
  }

  /** Decides about a new template by its first record. */
  addTemplate(template: number, text: string): void {
    const isIn = (literal: string) => text.includes(literal);
    if (!this.#literals.some(isIn)) {
      if (!this.#backupLiterals.some(isIn)) return;
      this.#ofBackups.add(template);
    }
    if (template >= this.#watched.length) this.#grow(template + 1);
    this.#watched[template] = 1;
  }

  /** Whether every record of a template is told. */
  has(template: number): boolean {
    return this.#watched[template] === 1;
  }

  /** Whether one more record of a template, with a text of so many bytes, may be told; counts it when so. */
  takeRecord(template: number, textBytes: number): boolean {
    return (this.#ofBackups.has(template) ? this.#forBackups : this.#forRules).take(textBytes);
  }

  #grow(size: number): void {
    const wider = new Uint8Array(Math.max(size, this.#watched.length * 2));
    wider.set(this.#watched);
    this.#watched = wider;
  }
}

class WatchBudget {
  readonly #limits: WatchLimits;
  #records = 0;
  #textBytes = 0;

  constructor(limits: WatchLimits) {
    this.#limits = limits;
  }

  take(textBytes: number): boolean {
    if (this.#records >= this.#limits.records || this.#textBytes >= this.#limits.textBytes) return false;
    this.#records++;
    this.#textBytes += textBytes;
    return true;
  }
}
