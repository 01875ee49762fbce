import type { BlockAreas } from "./block_areas.ts";
import { type ColumnsPlace, newPlace, wholeOf } from "./block_columns.ts";
import type { AccessBlock, ApplicationBlock } from "./column_block.ts";

const INITIAL_ROWS = 4096;
/** A block with fewer rows is copied: an archive of small members would use up the areas. */
const MIN_AREA_ROWS = 512;

type Block = ApplicationBlock | AccessBlock;
type Column = Uint16Array | Uint32Array | Float32Array | Float64Array;

/** Memory for the columns of one block after another: an area where one is free, else a buffer that grows. */
export class BlockSpace<B extends Block> {
  /** Columns with room for {@linkcode rows} rows. */
  columns: B;
  /** Rows there is room for. */
  rows = 0;
  readonly #kind: Block["kind"];
  readonly #areas: BlockAreas | null;
  readonly #blockAt: (place: ColumnsPlace, length: number) => B;
  #place: ColumnsPlace;
  #own: ColumnsPlace;
  #copy: ColumnsPlace;
  #area = -1;

  /** Creates the memory for blocks of a kind, which `blockAt` makes. */
  constructor(
    kind: Block["kind"],
    areas: BlockAreas | null,
    blockAt: (place: ColumnsPlace, length: number) => B,
  ) {
    this.#kind = kind;
    this.#areas = areas;
    this.#blockAt = blockAt;
    this.#place = this.#own = this.#copy = newPlace(kind, 0);
    this.columns = blockAt(this.#own, 0);
  }

  /** Makes room for so many rows; the first `filled` stay. */
  reserve(rows: number, filled: number): void {
    if (rows <= this.rows) return;
    if (this.rows === 0) this.#begin();
    if (rows > this.rows) this.#grow(rows, filled);
  }

  /** Where the columns begin in the memory of the areas, with room for more rows than `filled`; -1: they are not there, or full. */
  placeInArea(filled: number): number {
    if (this.rows === 0) this.#begin();
    return this.#area >= 0 && filled < this.rows ? this.#place.at : -1;
  }

  /** The first rows, for whoever wants them; starts over. */
  take(length: number): B {
    const isCopied = this.#area < 0 || length < MIN_AREA_ROWS;
    const place = isCopied ? this.#placeOfCopy(length) : this.#place;
    const block = this.#blockAt(place, length);
    if (isCopied) copyColumns(this.columns, block, length);
    else this.#handOver(block);
    // In memory of its own, the next block looks for an area again.
    if (this.#area < 0) this.rows = 0;
    return block;
  }

  /** Who gets blocks in areas keeps none of them: a small copy, of which there may be thousands, is overwritten by the next. */
  #placeOfCopy(length: number): ColumnsPlace {
    if (this.#areas === null || length >= MIN_AREA_ROWS) return newPlace(this.#kind, length);
    if (this.#copy.rows < length) this.#copy = newPlace(this.#kind, MIN_AREA_ROWS);
    return wholeOf(this.#copy.buffer, length);
  }

  #handOver(block: B): void {
    this.#areas!.handOver(block, this.#area);
    this.#area = -1;
  }

  #begin(): void {
    this.#area = this.#areas?.take() ?? -1;
    this.#use(this.#area < 0 ? this.#own : this.#areas!.placeIn(this.#area, this.#kind));
  }

  #grow(rows: number, filled: number): void {
    const before = this.columns;
    this.#own = newPlace(this.#kind, Math.max(INITIAL_ROWS, 2 ** Math.ceil(Math.log2(rows))));
    this.#use(this.#own);
    copyColumns(before, this.columns, filled);
    if (this.#area >= 0) this.#areas!.giveBack(this.#area);
    this.#area = -1;
  }

  #use(place: ColumnsPlace): void {
    this.#place = place;
    this.rows = place.rows;
    this.columns = this.#blockAt(place, place.rows);
  }
}

/** Both are made by one function: their columns have one order. */
function copyColumns(from: Block, to: Block, length: number): void {
  const sources = Object.values(from);
  for (const [at, column] of Object.values(to).entries()) {
    if (ArrayBuffer.isView(column)) (column as Column).set((sources[at] as Column).subarray(0, length));
  }
}
