import type { TemplateEntry } from "../../analyze/signature_table.ts";
import type { AgentEntry } from "../../scan/column_block.ts";
import type { CaseDatabase } from "./case_database.ts";
import type { CaseNames } from "../case_reader.ts";
import type { CaseRow } from "./case_row.ts";

/** Far above what a scan tells apart. */
const MAX_IDS = 2_000_000;

/** The dictionaries of a case, each read when first asked for. */
export class StoredNames implements CaseNames {
  readonly #database: CaseDatabase;
  readonly #read = new Map<string, readonly unknown[]>();

  /** Takes the case. */
  constructor(database: CaseDatabase) {
    this.#database = database;
  }

  get scopes(): readonly string[] {
    return this.#names("scope");
  }

  get routes(): CaseNames["routes"] {
    return this.#dictionary("route", { method: "", route: "" }, (row) => ({
      method: row.text("method"),
      route: row.text("route"),
    }));
  }

  get clients(): readonly string[] {
    return this.#names("client");
  }

  get threads(): readonly string[] {
    return this.#names("thread");
  }

  get users(): readonly string[] {
    return this.#names("user");
  }

  get agents(): readonly AgentEntry[] {
    return this.#dictionary("agent", { host: null, version: null, groupId: null }, (row) => ({
      host: row.optionalText("host"),
      version: row.optionalText("version"),
      groupId: row.optionalText("group_id"),
    }));
  }

  get templates(): readonly TemplateEntry[] {
    const none = { id: 0, signature: "", level: "", logger: "", text: "" };
    return this.#dictionary("template", none, (row) => ({
      id: row.integer("id"),
      signature: row.text("signature"),
      level: row.text("level"),
      logger: row.text("logger"),
      text: row.text("text"),
    }));
  }

  #names(table: string): readonly string[] {
    return this.#dictionary(table, "", (row) => row.text("name"));
  }

  #dictionary<T>(table: string, none: T, make: (row: CaseRow) => T): readonly T[] {
    const read = this.#read.get(table);
    // Only this method puts something in, and a table has one type.
    if (read !== undefined) return read as readonly T[];
    const entries: T[] = [none];
    this.#database.select(`SELECT * FROM ${table} ORDER BY id`, [], (row) => {
      const id = row.integer("id", MAX_IDS, 1);
      while (entries.length < id) entries.push(none);
      entries[id] = make(row);
    });
    this.#read.set(table, entries);
    return entries;
  }
}
