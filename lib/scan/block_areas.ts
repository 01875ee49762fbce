import { accessColumns, applicationColumns, type ColumnsPlace, ROW_BYTES } from "./block_columns.ts";
import type { AccessBlock, ApplicationBlock } from "./column_block.ts";
import { AREA_BYTES, areaFlags, areaOffset, AREAS, type ScanMemory } from "./scan_memory.ts";

/** A block whose columns lie in an area. */
export interface AreaBlock {
  /** As of the block. */
  readonly kind: "application" | "access";
  /** Rows. */
  readonly length: number;
  /** Number of the area. */
  readonly area: number;
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

  /** Says that a block lies in an area, which from now on is for whoever gets the block. */
  handOver(block: ApplicationBlock | AccessBlock, area: number): void {
    this.#handedOver.set(block, area);
  }

  /** What to send of a block that was handed over; null: it was not. */
  described(block: ApplicationBlock | AccessBlock): AreaBlock | null {
    const area = this.#handedOver.get(block);
    return area === undefined ? null : { kind: block.kind, length: block.length, area };
  }

  /** The block in an area, valid until that is given back. */
  blockIn({ kind, length, area }: AreaBlock): ApplicationBlock | AccessBlock {
    const place = this.placeIn(area, kind);
    return kind === "application"
      ? { kind, length, ...applicationColumns(place, length) }
      : { kind, length, ...accessColumns(place, length) };
  }
}
