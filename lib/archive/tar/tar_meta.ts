import { decodeName, type TarHeader } from "./tar_header.ts";
import { type PaxRecords, readPaxRecords } from "./tar_pax.ts";
import { GnuSparseMap, listedSparseMap, PaxSparseMap, type SparseMap } from "./tar_sparse.ts";

/** What a header says together with the extended headers before it. */
export interface TarEntry {
  /** Name as stored, not made safe. */
  readonly name: string;
  /** Bytes stored in the archive, or what is wrong with the number. */
  readonly size: TarHeader["size"];
  /** The map of the file, when it is stored as a sparse one. */
  readonly sparse: SparseMap | undefined;
}

/** Collects pax headers and GNU long names until the entry that they describe. */
export class TarMeta {
  readonly #global: PaxRecords = new Map();
  #local: PaxRecords = new Map();
  #longName: string | undefined;
  #isPending = false;

  /** Whether something was collected for an entry that did not come yet. */
  get isPending(): boolean {
    return this.#isPending;
  }

  /**
   * Reads the body of a pax header (`x`, Solaris `X`, global `g`) or a GNU long name (`L`; `K` is that of a link's target).
   * Says what is wrong with it.
   */
  collect(typeflag: string, body: Uint8Array): string | undefined {
    if (typeflag !== "g") this.#isPending = true;
    if (typeflag === "L") this.#longName = decodeName(body);
    if (typeflag === "L" || typeflag === "K") return undefined;
    const { records, problem } = readPaxRecords(body);
    const into = typeflag === "g" ? this.#global : this.#local;
    for (const [key, value] of records) into.set(key, value);
    return problem;
  }

  /** Puts together what is known about the entry of this header, and forgets what was for this entry only. */
  resolve(header: TarHeader): TarEntry {
    const size = this.#record("size");
    const entry = {
      name: this.#record("GNU.sparse.name") ?? this.#record("path") ?? this.#longName ?? header.name,
      size: size === undefined ? header.size : readSize(size),
      sparse: header.typeflag === "S" ? new GnuSparseMap(header.block) : this.#paxSparse(),
    };
    this.forget();
    return entry;
  }

  /** Forgets what was collected for the next entry. */
  forget(): void {
    this.#local = new Map();
    this.#longName = undefined;
    this.#isPending = false;
  }

  /** A value for this entry, else for all; an empty one takes the one for all away. */
  #record(key: string): string | undefined {
    return (this.#local.get(key) ?? this.#global.get(key)) || undefined;
  }

  #paxSparse(): SparseMap | undefined {
    const realSize = this.#record("GNU.sparse.size");
    const list = this.#record("GNU.sparse.map");
    const major = this.#record("GNU.sparse.major");
    if (realSize === undefined && list === undefined && major === undefined) return undefined;
    if (major === "1") return new PaxSparseMap(Number(realSize));
    return listedSparseMap(list ?? "?", Number(realSize));
  }
}

function readSize(text: string): TarHeader["size"] {
  const size = /^[0-9]+$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(size) ? size : { bad: `"${text}" in the pax header, expected a number` };
}
