import type { BlockAreas } from "./block_areas.ts";
import { type ColumnsOf, type ColumnsPlace, ROW_BYTES } from "./block_columns.ts";
import type { AccessBlock, ApplicationBlock } from "./column_block.ts";

const INITIAL_ROWS = 4096;
/** A block with fewer rows is copied: an archive of small members would use up the areas. */
const MIN_AREA_ROWS = 512;

type Block = ApplicationBlock | AccessBlock;
type Column = Uint16Array | Uint32Array | Float32Array | Float64Array;

/** Memory for the columns of one block after another: an area where one is free, else a buffer that grows. */
export class BlockSpace<B extends Block> {
  /** Columns with room for {@linkcode rows} rows. */
  columns: ColumnsOf<B>;
  /** Rows there is room for. */
  rows = 0;
  readonly #kind: Block["kind"];
  readonly #areas: BlockAreas | null;
  readonly #columnsAt: (place: ColumnsPlace, length: number) => ColumnsOf<B>;
  #place: ColumnsPlace;
  #own: ColumnsPlace;
  #area = -1;

  /** Creates the memory for blocks of a kind, whose columns lie as `columnsAt` says. */
  constructor(
    kind: Block["kind"],
    areas: BlockAreas | null,
    columnsAt: (place: ColumnsPlace, length: number) => ColumnsOf<B>,
  ) {
    this.#kind = kind;
    this.#areas = areas;
    this.#columnsAt = columnsAt;
    this.#place = this.#own = { buffer: new ArrayBuffer(0), at: 0, rows: 0 };
    this.columns = columnsAt(this.#own, 0);
  }

  /** Makes room for so many rows; the first `filled` stay. */
  reserve(rows: number, filled: number): void {
    if (rows <= this.rows) return;
    if (this.rows === 0) this.#begin();
    if (rows > this.rows) this.#grow(rows, filled);
  }

  /** The first rows, for whoever wants them; starts over. */
  take(length: number): B {
    const isCopied = this.#area < 0 || length < MIN_AREA_ROWS;
    const place = isCopied ? newPlace(this.#kind, length) : this.#place;
    const columns = this.#columnsAt(place, length);
    const block = { kind: this.#kind, length, ...columns } as unknown as B;
    if (isCopied) copyColumns(this.columns, columns, length);
    else this.#handOver(block);
    // In memory of its own, the next block looks for an area again.
    if (this.#area < 0) this.rows = 0;
    return block;
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
    this.columns = this.#columnsAt(place, place.rows);
  }
}

function newPlace(kind: Block["kind"], length: number): ColumnsPlace {
  const rows = Math.ceil(length / 8) * 8;
  return { buffer: new ArrayBuffer(ROW_BYTES[kind] * rows), at: 0, rows };
}

function copyColumns(from: object, to: object, length: number): void {
  const columns = Object.entries(to) as [string, Column][];
  const sources = from as Readonly<Record<string, Column>>;
  for (const [name, column] of columns) column.set(sources[name]!.subarray(0, length));
}
