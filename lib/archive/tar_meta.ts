import { decodeName, type TarHeader } from "./tar_header.ts";
import { type PaxRecords, readPaxRecords, SPARSE } from "./tar_pax.ts";

/** What a header says together with the extended headers before it. */
export interface TarEntry {
  /** Name as stored, not made safe. */
  readonly name: string;
  /** Bytes stored in the archive, or what is wrong with the number. */
  readonly size: TarHeader["size"];
  /** Whether the stored bytes are not the file's, but its map and the parts that are not holes. */
  readonly isSparse: boolean;
}

/** Collects pax headers and GNU long names until the entry that they describe. */
export class TarMeta {
  #global: PaxRecords = new Map();
  #local: PaxRecords = new Map();
  #longName: string | undefined;
  #isPending = false;

  /** Whether something was collected for an entry that did not come yet. */
  get isPending(): boolean {
    return this.#isPending;
  }

  /** Whether entries of this type are read by {@linkcode TarMeta.collect}. */
  static isMeta(typeflag: string): boolean {
    return "xXgLK".includes(typeflag);
  }

  /** Reads the body of a pax header (`x`, Solaris `X`, global `g`) or GNU long name (`L`; `K` is a link's); may tell a problem. */
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
    const record = (key: string) => (this.#local.get(key) ?? this.#global.get(key)) || undefined;
    const size = record("size");
    const name = record("GNU.sparse.name") ?? record("path") ?? this.#longName ?? header.name;
    const entry = {
      name,
      size: size !== undefined ? readSize(size) : header.size,
      isSparse: header.typeflag === "S" || record(SPARSE) !== undefined,
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
}

function readSize(text: string): TarHeader["size"] {
  const size = /^[0-9]+$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(size) ? size : { bad: `"${text}" in the pax header, expected a number` };
}
