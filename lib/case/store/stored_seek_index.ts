import type { FileSeekIndex, SeekPoint, SeekSpan, SeekStream } from "../../archive/seek/seek_index.ts";
import { bounded, type CaseDatabase } from "./case_database.ts";
import type { CaseRow } from "./case_row.ts";

const WINDOW_BYTES = 32_768;

/**
 * Reads the seek index of a file; without its members, and the windows only when they are needed.
 *
 * @throws {InputError} when the case is damaged
 */
export function readSeekIndex(database: CaseDatabase, file: number): FileSeekIndex {
  const kinds = database.select(
    "SELECT number, kind FROM stream WHERE file = ? ORDER BY number",
    [file],
    (row) => ({ number: row.integer("number"), kind: row.word("kind", ["file", "gzip"]) }),
  );
  if (kinds.some(({ number, kind }, at) => number !== at || (kind === "file") !== (at === 0))) {
    throw database.damage(new RangeError("the streams of a file are not numbered in order"));
  }
  const sources = byStream(
    database,
    "stream_span",
    file,
    "source, byte_offset, byte_length",
    (row, stream) =>
      // A stream lies in streams before it: no way round in circles.
      spanOf(row, row.integer("source", stream - 1, -1)),
  );
  const points = byStream(
    database,
    "point",
    file,
    "out_offset, in_offset, bit_offset",
    (row) =>
      new StoredPoint(database, row.integer("id"), {
        outOffset: row.integer("out_offset"),
        inOffset: row.integer("in_offset"),
        bitOffset: row.integer("bit_offset", 7),
      }),
  );
  const streams = kinds.map(({ number, kind }): SeekStream => ({
    kind,
    source: sources.get(number) ?? [],
    points: points.get(number) ?? [],
  }));
  return { streams, members: new Map() };
}

/** Where the bytes of a member lie in its file. @throws {InputError} when the case is damaged */
export function readMemberSpans(database: CaseDatabase, member: number): SeekSpan[] {
  return database.select(
    "SELECT stream, byte_offset, byte_length FROM member_span WHERE member = ? ORDER BY id",
    [member],
    (row) => spanOf(row, row.integer("stream", Number.MAX_SAFE_INTEGER, -1)),
  );
}

/** What a table has of each stream of a file, in order. */
function byStream<T>(
  database: CaseDatabase,
  table: string,
  file: number,
  columns: string,
  make: (row: CaseRow, stream: number) => T,
): Map<number, T[]> {
  const made = new Map<number, T[]>();
  database.select(
    `SELECT id, stream, ${columns} FROM ${table} WHERE file = ? ORDER BY stream, id`,
    [file],
    (row) => {
      const stream = row.integer("stream");
      const list = made.get(stream);
      if (list === undefined) made.set(stream, [make(row, stream)]);
      else list.push(make(row, stream));
    },
  );
  return made;
}

function spanOf(row: CaseRow, stream: number): SeekSpan {
  return { stream, byteOffset: row.integer("byte_offset"), byteLength: row.integer("byte_length") };
}

class StoredPoint implements SeekPoint {
  readonly outOffset: number;
  readonly inOffset: number;
  readonly bitOffset: number;
  readonly #database: CaseDatabase;
  readonly #id: number;

  constructor(database: CaseDatabase, id: number, place: Omit<SeekPoint, "window">) {
    this.#database = database;
    this.#id = id;
    this.outOffset = place.outOffset;
    this.inOffset = place.inOffset;
    this.bitOffset = place.bitOffset;
  }

  get window(): Uint8Array {
    const [window] = this.#database.select(
      `SELECT ${bounded("window")} FROM point WHERE id = ?`,
      [this.#id],
      (row) => row.bytes("window", WINDOW_BYTES),
    );
    return window ?? new Uint8Array(0);
  }
}
