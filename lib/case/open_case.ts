import { join } from "node:path";
import type { Analysis } from "../analyze/analysis.ts";
import type { AccessBlock, ApplicationBlock } from "../scan/column_block.ts";
import { bounded, CaseDatabase } from "./store/case_database.ts";
import type {
  CaseBlock,
  CaseLine,
  CaseMember,
  CaseNames,
  CaseOpening,
  CaseReader,
  TextState,
} from "./case_reader.ts";
import { LineFinder } from "./text/line_finder.ts";
import { MemberText } from "./text/member_text.ts";
import { joinAnalysis } from "./store/stored_analysis.ts";
import { StoredBlocks } from "./store/stored_blocks.ts";
import { StoredNames } from "./store/stored_names.ts";

/** How {@linkcode openCase} looks for what it needs. */
export interface OpenCaseOptions {
  /** File or folder where the archive may be, besides where it was and beside the case. */
  readonly input?: string;
  /** Where its archives are, when that is known: {@linkcode CaseOpening.files}. */
  readonly files?: ReadonlyMap<number, string>;
}

/** Name of the case in the folder of an analysis. */
const CASE_NAME = "case.db";
const CATEGORIES = ["application", "http_access", "migration", "daemon", "other"] as const;

/**
 * Opens a case for reading: its file, or the folder it is in. Nothing is written, not even beside it.
 *
 * @throws {InputError} when it is not there, no case, incomplete, damaged or of a newer version
 */
export function openCase(path: string, options: OpenCaseOptions = {}): CaseReader {
  const database = new CaseDatabase(isFolder(path) ? join(path, CASE_NAME) : path);
  try {
    return new StoredCase(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

class StoredCase implements CaseReader {
  readonly members: readonly CaseMember[];
  readonly names: CaseNames;
  readonly blocks: readonly CaseBlock[];
  readonly #database: CaseDatabase;
  readonly #blocks: StoredBlocks;
  readonly #text: MemberText;
  readonly #lines: LineFinder;
  #analysis: Analysis | null = null;

  constructor(database: CaseDatabase, options: OpenCaseOptions) {
    this.#database = database;
    this.members = readMembers(database);
    this.names = new StoredNames(database);
    this.#blocks = new StoredBlocks(database);
    this.blocks = this.#blocks.index;
    this.#text = new MemberText(database, options);
    this.#lines = new LineFinder(this.#text, this.#blocks);
  }

  get analysis(): Analysis {
    return this.#analysis ??= readAnalysis(this.#database);
  }

  get text(): TextState {
    return this.#text.state;
  }

  rows(block: CaseBlock): ApplicationBlock | AccessBlock {
    return this.#blocks.rows(block);
  }

  bytes(member: number, byteOffset: number, byteLength: number): Uint8Array {
    return this.#text.read(member, byteOffset, byteLength);
  }

  readInto(member: number, byteOffset: number, into: Uint8Array): number {
    return this.#text.readInto(member, byteOffset, into);
  }

  get opening(): CaseOpening {
    return { path: this.#database.path, files: this.#text.files };
  }

  lines(member: number, from: number, to: number): CaseLine[] {
    return this.#lines.lines(member, from, to);
  }

  close(): void {
    this.#text.close();
    this.#database.close();
  }
}

function readMembers(database: CaseDatabase): CaseMember[] {
  const sql = `SELECT member.id, input.name AS input, member.path, host, category, layout,
    coalesce(member.size_bytes, 0) AS size_bytes
    FROM member LEFT JOIN file ON file.id = member.file LEFT JOIN input ON input.id = file.input ORDER BY member.id`;
  let next = 0;
  return database.select(sql, [], (row) => ({
    // Ids are given in order of reading, without gaps.
    id: row.integer("id", next, next++),
    input: row.text("input"),
    path: row.text("path"),
    host: row.text("host"),
    category: row.word("category", CATEGORIES),
    layout: row.optionalText("layout"),
    sizeBytes: row.integer("size_bytes"),
  }));
}

function readAnalysis(database: CaseDatabase): Analysis {
  const sql = `SELECT kind, position, ${bounded("json")} FROM part ORDER BY kind, position`;
  const parts = database.select(sql, [], (row) => ({
    kind: row.text("kind"),
    position: row.integer("position"),
    json: row.text("json"),
  }));
  try {
    return joinAnalysis(parts);
  } catch (cause) {
    throw database.damage(cause);
  }
}
