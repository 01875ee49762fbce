interface ExportedNumber {
  readonly value: number;
}

/** What the module exports. Places are bytes of the memory. */
export interface InflateExports {
  /** Most bytes of input of a call; they lie at the beginning of a space. */
  readonly INPUT_BYTES: ExportedNumber;
  /** Where in a space everything begins that must stay from call to call. */
  readonly FIELDS: ExportedNumber;
  /** How long a space is. */
  readonly SPACE_BYTES: ExportedNumber;
  /** Bytes of the input that a call used. */
  readonly consumed: ExportedNumber;
  /** Bits of the last one of these that it did not. */
  readonly unusedBits: ExportedNumber;
  /** Where the output ends. */
  readonly outputEnd: ExportedNumber;
  /** Begins a stream in a space. */
  reset(space: number): void;
  /** Inflates what lies in a space; returns what it ended with. */
  inflate(space: number, length: number, from: number, to: number, stopAt: number): number;
}

/**
 * The space in a memory that all inflaters of it work in, one at a time: at one place it stays in the cache, whichever buffer
 * they write to.
 */
export class InflateRoom {
  readonly exports: InflateExports;
  /** Where the space begins. */
  readonly at: number;
  readonly #fields: Uint8Array;
  /** Fields, as they were, of the inflater that works here. */
  #user: Uint8Array | null = null;

  /** Creates the room at a place of a memory. */
  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, at: number) {
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    this.exports = instance.exports as unknown as InflateExports;
    this.at = at;
    const { FIELDS, SPACE_BYTES } = this.exports;
    this.#fields = new Uint8Array(memory.buffer, at + FIELDS.value, SPACE_BYTES.value - FIELDS.value);
  }

  /** Bytes that an inflater must keep while others work here. */
  get fieldBytes(): number {
    return this.#fields.length;
  }

  /** Lets an inflater work, known by the fields that it keeps. */
  enter(fields: Uint8Array): void {
    if (this.#user === fields) return;
    if (this.#user !== null) this.leave(this.#user);
    this.#fields.set(fields);
    this.#user = fields;
  }

  /** Keeps the fields of an inflater, if it works here. */
  leave(fields: Uint8Array): void {
    if (this.#user !== fields) return;
    fields.set(this.#fields);
    this.#user = null;
  }
}
