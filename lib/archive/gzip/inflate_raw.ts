/** Chooses how deflate data is inflated, and keeps inflaters for reuse. */
import { AssembledInflater, compileInflate } from "./assembled_inflater.ts";
import { PortableInflater } from "./portable_inflater.ts";
import type { OutputBuffers, RawInflater } from "./raw_inflater.ts";

/** Which inflater to use: the fast one, in WebAssembly, where it works, or always the portable one. */
export type InflateEngine = "fast" | "portable";

/** Makes an inflater: in WebAssembly where there is that, and room for it, else the portable one. */
export function createRawInflater(engine: InflateEngine = "fast"): RawInflater {
  const module = engine === "fast" ? compileInflate() : null;
  if (module === null) return new PortableInflater();
  try {
    return new AssembledInflater(module);
  } catch (error) {
    if (error instanceof RangeError) return new PortableInflater();
    throw error;
  }
}

/** Keeps inflaters for reuse: an archive may have one gzip member in each of a hundred thousand files. */
export class InflaterPool {
  readonly #engine: InflateEngine;
  readonly #buffers: OutputBuffers | undefined;
  readonly #all: RawInflater[] = [];
  readonly #free: RawInflater[] = [];

  /** Creates an empty pool. Streams are inflated into `buffers`, if there are any. */
  constructor(engine: InflateEngine, buffers?: OutputBuffers) {
    this.#engine = engine;
    this.#buffers = buffers;
  }

  /** Lends an inflater at the beginning of a stream, with empty output. */
  acquire(): RawInflater {
    const inflater = this.#free.pop() ?? this.#create();
    inflater.drain();
    inflater.reset();
    inflater.useBuffers(this.#buffers);
    return inflater;
  }

  #create(): RawInflater {
    const inflater = createRawInflater(this.#engine);
    this.#all.push(inflater);
    return inflater;
  }

  /** Takes an inflater back. */
  release(inflater: RawInflater): void {
    inflater.drain();
    inflater.useBuffers(undefined);
    this.#free.push(inflater);
  }

  /** Closes all inflaters, lent ones too. */
  close(): void {
    for (const inflater of this.#all.splice(0)) inflater.close();
  }
}
