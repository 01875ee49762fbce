/** Runs an inflater over all of some input, in pieces. */
import {
  HISTORY_BYTES,
  OUTPUT_BYTES,
  type OutputBuffers,
  type RawInflater,
  WORK_BYTES,
} from "../../../lib/archive/gzip/raw_inflater.ts";
import { concat } from "../../helpers/tar_builder.ts";

/** What came out, how it ended, and how much of the input was used. */
export interface Inflated {
  readonly bytes: Uint8Array;
  readonly status: "more" | "end" | "corrupt";
  readonly consumed: number;
}

/** How to go about it. */
export interface InflatePieces {
  /** Most bytes of input that are given at once. @default {Infinity} */
  readonly width?: number;
  /** Output is taken out when there is so much. @default {Infinity} */
  readonly room?: number;
}

/** Inflates a stream to its end, its damage, or the end of the input. */
export function inflateAll(
  inflater: RawInflater,
  input: Uint8Array,
  { width = Infinity, room = Infinity }: InflatePieces = {},
): Inflated {
  const chunks: Uint8Array[] = [];
  const take = () => {
    chunks.push(inflater.output.slice(0, inflater.filled));
    inflater.drain();
  };
  inflater.drain();
  inflater.reset();
  let at = 0;
  let given = 0;
  for (;;) {
    const before = inflater.filled;
    const status = inflater.inflate(input, at, given);
    at += inflater.consumed;
    const isStuck = inflater.consumed === 0 && inflater.filled === before;
    if (inflater.filled >= Math.min(room, inflater.output.length) || status !== "more") take();
    const isOver = isStuck && given === input.length;
    if (isOver) take();
    if (status === "block") throw new Error("It stopped without being asked to");
    if (status !== "more" || isOver) return { bytes: concat(...chunks), status, consumed: at };
    if (isStuck) given = Math.min(input.length, given + width);
  }
}

const LENT_BYTES = HISTORY_BYTES + OUTPUT_BYTES;
const PAGE_BYTES = 65_536;
const LENT = 3;

/** Lends buffers in shared memory, and overwrites what is before them at once when they come back. */
export class SharedBuffers implements OutputBuffers {
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({
    initial: Math.ceil((WORK_BYTES + LENT * LENT_BYTES) / PAGE_BYTES),
    maximum: 65_536,
    shared: true,
  });
  readonly workAt = 0;
  /** How many are not back. */
  lent = 0;
  #next = 0;

  lend(): Uint8Array {
    this.lent++;
    const at = WORK_BYTES + this.#next * LENT_BYTES;
    this.#next = (this.#next + 1) % LENT;
    const { buffer } = this.memory;
    return new Uint8Array(buffer, at + HISTORY_BYTES, OUTPUT_BYTES);
  }

  giveBack(buffer: Uint8Array): void {
    this.lent--;
    new Uint8Array(buffer.buffer, buffer.byteOffset - HISTORY_BYTES, HISTORY_BYTES).fill(0xdd);
  }
}
