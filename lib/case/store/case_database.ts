import { DatabaseSync } from "node:sqlite";
import { InputError } from "../../errors.ts";
import { CaseRow } from "./case_row.ts";
import { APPLICATION_ID, CASE_VERSION, COLUMNS_BY_TABLE } from "./case_schema.ts";

/** More rows than this are not read at once: nobody's logs have so many. */
const MAX_ROWS = 1_000_000;
/** Largest value that is read, compressed. */
const MAX_VALUE_BYTES = 64 * 1024 * 1024;
const SQLITE_HEADER_BYTES = 100;
const ANALYZE_AGAIN = "write the case again with omlens analyze";

/** A column whose value is NULL when it is larger than anybody needs. */
export function bounded(column: string): string {
  return `iif(octet_length(${column}) <= ${MAX_VALUE_BYTES}, ${column}, NULL) AS ${column}`;
}

/** The tables of a case that is only read. What is wrong with them is an {@linkcode InputError}. */
export class CaseDatabase {
  /** Path of the file. */
  readonly path: string;
  readonly #database: DatabaseSync;

  /** Opens the file. @throws {InputError} when it is no case that can be read */
  constructor(path: string) {
    this.path = path;
    checkHeader(path);
    try {
      this.#database = new DatabaseSync(path, { readOnly: true });
    } catch (cause) {
      throw this.damage(cause);
    }
    try {
      this.#checkTables();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * What a statement selects, made into something by `make`. Give an order that an index has: sorting would read all rows
   * there are, and a damaged file may have rows without end.
   *
   * @throws {InputError} when the file is damaged
   */
  select<T>(
    sql: string,
    parameters: readonly (number | string)[],
    make: (row: CaseRow) => T,
  ): T[] {
    try {
      // Not iterate(): in Deno 2.9.6 that takes an error, such as a damaged page, for the end of the rows.
      const rows = this.#database.prepare(`${sql} LIMIT ${MAX_ROWS + 1}`).all(...parameters);
      if (rows.length > MAX_ROWS) throw new RangeError(`it has more than ${MAX_ROWS} rows of a kind`);
      return rows.map((values) => make(new CaseRow(values)));
    } catch (cause) {
      throw this.damage(cause);
    }
  }

  /** The error that says that the file is damaged. */
  damage(cause: unknown): InputError {
    if (cause instanceof InputError) return cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    return cannotOpen(this.path, `it is damaged: ${why}`, ANALYZE_AGAIN, cause);
  }

  /** Closes the file. */
  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** Views, virtual tables and computed columns would run what a stranger wrote. */
  #checkTables(): void {
    const tables = new Set(
      this.select(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'",
        [],
        (row) => row.text("name"),
      ),
    );
    for (const [table, columns] of COLUMNS_BY_TABLE) {
      const found = new Set(this.select(
        `SELECT name FROM pragma_table_xinfo('${table}') WHERE hidden = 0`,
        [],
        (row) => row.text("name"),
      ));
      if (tables.has(table) && columns.every((column) => found.has(column))) continue;
      throw this.damage(new RangeError(`table "${table}" is not there, or not as it was written`));
    }
  }
}

/** Judges the file by its first bytes, before SQLite sees it. */
function checkHeader(path: string): void {
  const header = new DataView(new ArrayBuffer(SQLITE_HEADER_BYTES));
  const bytes = new Uint8Array(header.buffer);
  try {
    using file = Deno.openSync(path);
    file.readSync(bytes);
  } catch (cause) {
    throw explain(path, cause);
  }
  const isSqlite = new TextDecoder().decode(bytes.subarray(0, 16)) === "SQLite format 3\0";
  if (!isSqlite || header.getUint32(68) !== APPLICATION_ID) {
    throw cannotOpen(path, "it is no case", "give a NAME.omlens folder, or the case.db in it");
  }
  const version = header.getUint32(60);
  if (version === 0) {
    throw cannotOpen(path, "it is not complete: the analysis that wrote it did not end", ANALYZE_AGAIN);
  }
  if (version !== CASE_VERSION) {
    const state = `it has version ${version}, this omlens reads version ${CASE_VERSION}`;
    throw cannotOpen(path, state, version > CASE_VERSION ? "use a newer omlens" : ANALYZE_AGAIN);
  }
  // With a write-ahead log, reading would write files beside it.
  if (header.getUint16(18) !== 0x0101) {
    throw cannotOpen(path, "another program changed its journal mode to WAL", ANALYZE_AGAIN);
  }
}

function explain(path: string, cause: unknown): unknown {
  if (cause instanceof Deno.errors.NotFound) {
    return cannotOpen(
      path,
      "it does not exist",
      "check the path, or write a case with omlens analyze",
      cause,
    );
  }
  if (cause instanceof Deno.errors.PermissionDenied) {
    return cannotOpen(path, "the system denies access", "run as a user who may read it", cause);
  }
  if (cause instanceof Deno.errors.NotCapable) {
    return cannotOpen(path, "Deno was not given the permission", `deno run --allow-read=${path} …`, cause);
  }
  return cause;
}

function cannotOpen(input: string, why: string, remedy: string, cause?: unknown): InputError {
  return new InputError(`Cannot open case "${input}": ${why}`, { input, remedy, cause });
}
