import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { cannotWriteCase } from "./cannot_write_case.ts";
import { APPLICATION_ID, CASE_VERSION, COLUMNS_BY_TABLE, TABLES_SQL, VIEWS_SQL } from "./case_schema.ts";

/** The tables of a case that is being written. Until {@linkcode complete} the file is known to be none. */
export class CaseTables {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #inserts = new Map<string, StatementSync>();

  /** Makes the file with empty tables. @throws {UsageError} when it cannot be written */
  constructor(path: string) {
    this.#path = path;
    this.#database = this.#explained(() => new DatabaseSync(path));
    // Nobody reads the file before it is complete, and what a crash leaves is thrown away: no journal, no waiting for the disk.
    this.#explained(() =>
      this.#database.exec(
        `PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
        PRAGMA locking_mode = EXCLUSIVE; PRAGMA application_id = ${APPLICATION_ID}; BEGIN; ${TABLES_SQL}`,
      )
    );
  }

  /** Adds a row: values in the order of the columns, null as `id`: the next one. */
  add(table: string, ...values: (SQLInputValue | undefined)[]): void {
    let insert = this.#inserts.get(table);
    if (insert === undefined) {
      const places = COLUMNS_BY_TABLE.get(table)!.map(() => "?");
      insert = this.#database.prepare(`INSERT INTO ${table} VALUES (${places})`);
      this.#inserts.set(table, insert);
    }
    this.#explained(() => insert.run(...values.map(storable)));
  }

  /** Says that everything is there, and closes. */
  complete(): void {
    this.#explained(() => this.#database.exec(`${VIEWS_SQL} PRAGMA user_version = ${CASE_VERSION}; COMMIT`));
    this.close();
  }

  /** Closes the file as it is. */
  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #explained<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw cannotWriteCase(this.#path, cause);
    }
  }
}

/** A text that SQLite would end at its first zero byte is stored as bytes. */
function storable(value: SQLInputValue | undefined): SQLInputValue {
  if (typeof value === "string" && value.includes("\0")) return new TextEncoder().encode(value);
  return value === undefined ? null : value;
}
