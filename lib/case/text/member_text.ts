import { zstdDecompressSync } from "node:zlib";
import type { SeekSpan } from "../../archive/seek/seek_index.ts";
import { InputError } from "../../errors.ts";
import { ArchiveFiles } from "./archive_files.ts";
import { bounded, type CaseDatabase } from "../store/case_database.ts";
import type { TextState } from "../case_reader.ts";
import { findFiles, type FoundFiles } from "./find_files.ts";
import { readMemberSpans } from "../store/stored_seek_index.ts";
import { TEXT_BLOCK_BYTES } from "./text_block_writer.ts";

/** Bytes are read, and the last ones kept, in pieces of this size: that of the blocks in a case. */
export const PIECE_BYTES: number = TEXT_BLOCK_BYTES;
const MAX_KEPT_PIECES = 32;
/** Most bytes given at once. */
export const MAX_READ_BYTES: number = 64 * 1024 * 1024;
const NOTHING = new Uint8Array(0);

/** A byte of a member, and the line it belongs to. */
export interface LineMark {
  /** 0-based. */
  readonly byteOffset: number;
  /** 1-based. */
  readonly line: number;
}

/** Where the bytes of a member are. */
interface Place {
  readonly file: number;
  /** Null: in blocks of the case. */
  readonly spans: readonly SeekSpan[] | null;
}

/** The bytes of the members of a case, from its archives or from its own blocks. */
export class MemberText {
  readonly #database: CaseDatabase;
  readonly #extra: string | undefined;
  readonly #files: ArchiveFiles;
  readonly #places = new Map<number, Place>();
  /** By `member/number`, least recently used first. */
  readonly #kept = new Map<string, Uint8Array>();
  #found: FoundFiles | null = null;
  /** Members that could not be read: trying again may take long. */
  readonly #failed = new Set<number>();
  #failure: TextState | null = null;

  /** Takes the case, and where its archive may be besides the usual places. */
  constructor(database: CaseDatabase, extra: string | undefined) {
    this.#database = database;
    this.#extra = extra;
    this.#files = new ArchiveFiles(database);
  }

  /** Whether all lines can be read. */
  get state(): TextState {
    const { problem } = this.#lookUp();
    if (this.#failure !== null) return this.#failure;
    return problem === null ? { available: true } : { available: false, ...problem };
  }

  /** Bytes of a member, as many as there are. @throws {InputError} when the case is damaged */
  read(member: number, byteOffset: number, byteLength: number): Uint8Array {
    const end = byteOffset + Math.min(byteLength, MAX_READ_BYTES);
    const pieces: Uint8Array[] = [];
    for (let at = byteOffset; at < end;) {
      const number = Math.floor(at / PIECE_BYTES);
      const from = at - number * PIECE_BYTES;
      const piece = this.#piece(member, number).subarray(from, from + end - at);
      if (piece.length === 0) break;
      pieces.push(piece);
      at += piece.length;
    }
    return pieces.length === 1 ? pieces[0]! : concatenate(pieces);
  }

  /** What the case itself tells about the lines of a member, ascending. @throws {InputError} when it is damaged */
  lineMarks(member: number): LineMark[] {
    return this.#database.select(
      "SELECT number, first_line FROM text_block WHERE member = ? ORDER BY number",
      [member],
      (row) => ({
        byteOffset: row.integer("number", 2 ** 32) * PIECE_BYTES,
        line: row.integer("first_line"),
      }),
    );
  }

  /** Closes the archives. */
  close(): void {
    this.#files.close();
  }

  #lookUp(): FoundFiles {
    return this.#found ??= findFiles(this.#database, this.#extra);
  }

  #piece(member: number, number: number): Uint8Array {
    const key = `${member}/${number}`;
    const piece = this.#kept.get(key) ?? this.#readPiece(member, number);
    this.#kept.delete(key);
    this.#kept.set(key, piece);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT_PIECES) break;
      this.#kept.delete(oldest);
    }
    return piece;
  }

  #readPiece(member: number, number: number): Uint8Array {
    const { file, spans } = this.#placeOf(member);
    if (spans === null) return this.#readBlock(member, number);
    const path = this.#lookUp().paths.get(file);
    if (path === undefined || this.#failed.has(member)) return NOTHING;
    try {
      return this.#files.read(file, path, spans, number * PIECE_BYTES, PIECE_BYTES);
    } catch (error) {
      if (error instanceof InputError) throw error;
      this.#fail(member, error);
      return NOTHING;
    }
  }

  /** An archive was changed, or lost, since it was looked for, or the index and it do not belong together. */
  #fail(member: number, error: unknown): void {
    this.#failed.add(member);
    const why = error instanceof Error ? error.message : String(error);
    this.#failure = {
      available: false,
      reason: `the archive cannot be read any more: ${why}`,
      remedy: "give the one that was analysed with --input, or analyse again",
    };
  }

  #readBlock(member: number, number: number): Uint8Array {
    const [bytes] = this.#database.select(
      `SELECT ${bounded("bytes")} FROM text_block WHERE member = ? AND number = ?`,
      [member, number],
      (row) => zstdDecompressSync(row.bytes("bytes"), { maxOutputLength: PIECE_BYTES }),
    );
    return bytes ?? NOTHING;
  }

  #placeOf(member: number): Place {
    let place = this.#places.get(member);
    if (place === undefined) this.#places.set(member, place = this.#readPlace(member));
    return place;
  }

  #readPlace(member: number): Place {
    const sql = `SELECT file, EXISTS (SELECT 1 FROM text_block WHERE member = ?) AS is_kept
      FROM member WHERE id = ?`;
    const [place] = this.#database.select(sql, [member, member], (row) => ({
      file: row.integer("file"),
      spans: row.integer("is_kept") === 1 ? null : readMemberSpans(this.#database, member),
    }));
    return place ?? { file: 0, spans: null };
  }
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
