const FREE_SAMPLES = 3;
const SCOPE_SAMPLES = 24;
const FIRST_SPACING_MS = 600_000;
const MAX_SPACING_MS = 86_400_000;
const SAMPLES_PER_SPACING = 8;
/** Times that jump back and forth would make every record seem far from the one before. */
const MAX_SAMPLES = 1000;

/**
 * Decides which records of a template are worth keeping whole: the first few of a host, the first of a scope, then
 * one per ten minutes, ever more seldom. Grows with templates x hosts; depends on nothing but the records' order.
 */
export class Sampler {
  readonly #hosts = new Map<string, HostSamples>();
  #host = new HostSamples();

  /** Switches to the records of another host. */
  useHost(host: string): void {
    let samples = this.#hosts.get(host);
    if (!samples) this.#hosts.set(host, samples = new HostSamples());
    this.#host = samples;
  }

  /** Whether this record is one to keep; counts it when so. */
  take(template: number, timeMs: number, scope: number): boolean {
    return this.#host.take(template, timeMs, scope);
  }
}

class HostSamples {
  #taken = new Uint16Array(64);
  #lastMs = new Float64Array(64);
  #spacingMs = new Float64Array(64);
  #scope = new Uint32Array(64);

  take(template: number, timeMs: number, scope: number): boolean {
    if (template >= this.#taken.length) this.#grow(template + 1);
    const taken = this.#taken[template]!;
    if (taken >= MAX_SAMPLES) return false;
    // Members come in any order, rolled files often last: distance counts, not direction.
    const near = Math.abs(timeMs - this.#lastMs[template]!) < this.#spacingMs[template]!;
    if (taken >= FREE_SAMPLES && near && (scope === this.#scope[template] || taken >= SCOPE_SAMPLES)) {
      return false;
    }
    this.#taken[template] = taken + 1;
    this.#lastMs[template] = timeMs;
    this.#scope[template] = scope;
    this.#spacingMs[template] = Math.min(
      MAX_SPACING_MS,
      FIRST_SPACING_MS * 2 ** Math.floor(taken / SAMPLES_PER_SPACING),
    );
    return true;
  }

  #grow(size: number): void {
    const capacity = Math.max(size, this.#taken.length * 2);
    this.#taken = grown(new Uint16Array(capacity), this.#taken);
    this.#lastMs = grown(new Float64Array(capacity), this.#lastMs);
    this.#spacingMs = grown(new Float64Array(capacity), this.#spacingMs);
    this.#scope = grown(new Uint32Array(capacity), this.#scope);
  }
}

function grown<A extends Uint16Array | Uint32Array | Float64Array>(to: A, from: A): A {
  to.set(from);
  return to;
}
