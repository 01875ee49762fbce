import { accessBlock, applicationBlock, type ColumnsPlace, ROW_BYTES, wholeOf } from "./block_columns.ts";
import type { AccessBlock, ApplicationBlock } from "./column_block.ts";
import { AREA_BYTES, areaFlags, areaOffset, AREAS, PACKED_BYTES, type ScanMemory } from "./scan_memory.ts";

/** A block as it is sent. */
export interface SentBlock {
  /** As of the block. */
  readonly kind: "application" | "access";
  /** Rows. */
  readonly length: number;
  /** Number of the area that its columns lie in, or a buffer of their own. */
  readonly place: number | ArrayBuffer;
}

/** The areas for columns: one side fills them and hands them over, the other one reads them and gives them back. */
export class BlockAreas {
  readonly #buffer: ArrayBufferLike;
  readonly #isUsed: Int32Array;
  readonly #handedOver = new WeakMap<ApplicationBlock | AccessBlock, number>();

  /** Looks at the areas of a memory. */
  constructor({ buffer }: ScanMemory) {
    this.#buffer = buffer;
    this.#isUsed = areaFlags(buffer);
  }

  /** Takes an area that nobody uses; -1: there is none. */
  take(): number {
    for (let area = 0; area < AREAS; area++) {
      if (Atomics.compareExchange(this.#isUsed, area, 0, 1) === 0) return area;
    }
    return -1;
  }

  /** Gives an area back. */
  giveBack(area: number): void {
    Atomics.store(this.#isUsed, area, 0);
  }

  /** Where the columns of a kind lie in an area. */
  placeIn(area: number, kind: keyof typeof ROW_BYTES): ColumnsPlace {
    const rows = Math.floor(AREA_BYTES / ROW_BYTES[kind] / 8) * 8;
    return { buffer: this.#buffer, at: areaOffset(area), rows };
  }

  /** Room for the packed columns of an area. */
  packedIn(area: number): Uint8Array {
    return new Uint8Array(this.#buffer, areaOffset(area) + AREA_BYTES, PACKED_BYTES);
  }

  /** Says that a block lies in an area, which from now on is for whoever gets the block. */
  handOver(block: ApplicationBlock | AccessBlock, area: number): void {
    this.#handedOver.set(block, area);
  }

  /** The number of the area that a block was handed over in; undefined: it was not. */
  areaOf(block: ApplicationBlock | AccessBlock): number | undefined {
    return this.#handedOver.get(block);
  }

  /** The block that was sent; in an area, it is valid until that is given back. */
  blockOf({ kind, length, place }: SentBlock): ApplicationBlock | AccessBlock {
    const columns = typeof place === "number" ? this.placeIn(place, kind) : wholeOf(place, length);
    return kind === "application" ? applicationBlock(columns, length) : accessBlock(columns, length);
  }
}
