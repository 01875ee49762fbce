import type { QuietTable } from "./quiet_table.ts";

const FREE_SAMPLES = 3;
const SCOPE_SAMPLES = 24;
const FIRST_SPACING_MS = 600_000;
/** Of a dense template, as long as it is rare: no record comes so soon after the last one, nor soon after its quiet time. */
const DENSE_SPACING_MS = 10_000;
const SOON_MS = 30_000;
const SOON_SHARE = 1.5;
const MAX_SPACING_MS = 86_400_000;
const SAMPLES_PER_SPACING = 8;
/** Times that jump back and forth would make every record seem far from the one before. */
const MAX_SAMPLES = 1000;
/** Templates of all hosts that are told apart, 22 bytes each; beyond, hosts share one choice. */
const MAX_CELLS = 1 << 20;
const ANY_SCOPE = -1;

/**
 * Decides which records of a template are worth keeping whole: the first few of a host, the first of a scope, then
 * one per ten minutes, ever more seldom. Grows with templates x hosts; depends on nothing but the records' order.
 */
export class Sampler {
  readonly #hosts = new Map<string, HostSamples>();
  readonly #others = new HostSamples();
  #host = this.#others;
  #cells = 0;
  #table: QuietTable | null = null;
  /** 1: dense, by template. */
  #dense = new Uint8Array(64);

  /** Switches to the records of another host. */
  useHost(host: string): void {
    this.#cells += this.#host.takeGrowth();
    const samples = this.#cells > MAX_CELLS ? this.#others : this.#samplesOf(host);
    if (samples === this.#host) return;
    this.#host = samples;
    this.#table?.fill(samples);
  }

  /** Has the quiet times of the host in a table as well, from now on. */
  mirrorIn(table: QuietTable): void {
    this.#table = table;
    table.fill(this.#host);
  }

  /** Whether this record is one to keep; counts it when so. */
  take(template: number, timeMs: number, scope: number): boolean {
    if (!this.#host.take(template, timeMs, scope, this.#dense[template] === 1)) return false;
    this.#table?.set(template, this.#host);
    return true;
  }

  /** Says that more records of a new template are wanted. */
  setDense(template: number): void {
    if (template >= this.#dense.length) {
      this.#dense = grown(new Uint8Array(Math.max(template + 1, 2 * this.#dense.length)), this.#dense);
    }
    this.#dense[template] = 1;
  }

  #samplesOf(host: string): HostSamples {
    let samples = this.#hosts.get(host);
    if (!samples) this.#hosts.set(host, samples = new HostSamples());
    return samples;
  }
}

class HostSamples {
  #taken = new Uint16Array(64);
  #counted = 0;
  /** Two times a template: between them no record is kept. */
  quietMs: Float64Array = new Float64Array(128);
  /** The scope that the quiet time is for; -1: any. */
  scopes: Int32Array = new Int32Array(64);

  /** Templates it has got room for since the last call. */
  takeGrowth(): number {
    const growth = this.#taken.length - this.#counted;
    this.#counted = this.#taken.length;
    return growth;
  }

  take(template: number, timeMs: number, scope: number, isDense: boolean): boolean {
    if (template >= this.#taken.length) this.#grow(template + 1);
    const quietScope = this.scopes[template]!;
    // Members come in any order, rolled files often last: distance counts, not direction.
    const isQuiet = timeMs > this.quietMs[2 * template]! && timeMs < this.quietMs[2 * template + 1]!;
    if (isQuiet && (scope === quietScope || quietScope === ANY_SCOPE)) return false;
    const firstSpacingMs = isDense && !this.#isSoon(template, timeMs) ? DENSE_SPACING_MS : FIRST_SPACING_MS;
    this.#keep(template, timeMs, scope, firstSpacingMs);
    return true;
  }

  #isSoon(template: number, timeMs: number): boolean {
    if (this.#taken[template]! < FREE_SAMPLES) return false;
    const [fromMs, toMs] = [this.quietMs[2 * template]!, this.quietMs[2 * template + 1]!];
    const distanceMs = Math.abs(timeMs - (fromMs + toMs) / 2);
    return distanceMs <= Math.max(SOON_MS, SOON_SHARE * (toMs - fromMs) / 2);
  }

  #keep(template: number, timeMs: number, scope: number, firstSpacingMs: number): void {
    const spacings = Math.floor(this.#taken[template]! / SAMPLES_PER_SPACING);
    const taken = ++this.#taken[template]!;
    this.scopes[template] = taken >= SCOPE_SAMPLES ? ANY_SCOPE : scope;
    if (taken < FREE_SAMPLES) return;
    const spacingMs = taken < MAX_SAMPLES
      ? Math.min(MAX_SPACING_MS, firstSpacingMs * 2 ** spacings)
      : Infinity;
    this.quietMs[2 * template] = timeMs - spacingMs;
    this.quietMs[2 * template + 1] = timeMs + spacingMs;
  }

  #grow(size: number): void {
    const capacity = Math.max(size, this.#taken.length * 2);
    this.#taken = grown(new Uint16Array(capacity), this.#taken);
    this.quietMs = grown(new Float64Array(2 * capacity), this.quietMs);
    this.scopes = grown(new Int32Array(capacity), this.scopes);
  }
}

function grown<A extends Uint8Array | Uint16Array | Int32Array | Float64Array>(to: A, from: A): A {
  to.set(from);
  return to;
}
