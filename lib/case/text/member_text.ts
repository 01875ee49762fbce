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

/** Where the archives of a case are. */
export interface TextOptions {
  /** File or folder where they may be, besides the usual places. */
  readonly input?: string;
  /** Their paths by their numbers, when they were found before. */
  readonly files?: ReadonlyMap<number, string>;
}

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
  readonly #options: TextOptions;
  readonly #files: ArchiveFiles;
  readonly #places = new Map<number, Place>();
  /** By `member/number`, least recently used first. */
  readonly #kept = new Map<string, Uint8Array>();
  #found: FoundFiles | null = null;
  /** Members that could not be read: trying again may take long. */
  readonly #failed = new Set<number>();
  #failure: TextState | null = null;

  /** Takes the case. */
  constructor(database: CaseDatabase, options: TextOptions) {
    this.#database = database;
    this.#options = options;
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

  /**
   * Copies bytes of a member into a buffer and returns how many; those of archives are not kept.
   *
   * @throws {InputError} when the case is damaged
   */
  readInto(member: number, byteOffset: number, into: Uint8Array): number {
    const { file, spans } = this.#placeOf(member);
    if (spans !== null) {
      return this.#fromArchive(
        member,
        0,
        (path) => this.#files.readInto(file, path, spans, byteOffset, into),
      );
    }
    const bytes = this.read(member, byteOffset, into.length);
    into.set(bytes);
    return bytes.length;
  }

  /** Where the archives were found. */
  get files(): ReadonlyMap<number, string> {
    return this.#lookUp().paths;
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
    const { input, files } = this.#options;
    return this.#found ??= files === undefined
      ? findFiles(this.#database, input)
      : { paths: files, problem: null };
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
    return this.#fromArchive(
      member,
      NOTHING,
      (path) => this.#files.read(file, path, spans, number * PIECE_BYTES, PIECE_BYTES),
    );
  }

  /** Reads from where the archive is; gives `nothing` when that is not known, or it cannot be read. */
  #fromArchive<T>(member: number, nothing: T, read: (path: string) => T): T {
    const path = this.#lookUp().paths.get(this.#placeOf(member).file);
    if (path === undefined || this.#failed.has(member)) return nothing;
    try {
      return read(path);
    } catch (error) {
      if (error instanceof InputError) throw error;
      this.#fail(member, error);
      return nothing;
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
