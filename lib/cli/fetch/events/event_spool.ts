import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { type EventRecord, UNKNOWN_TIME } from "./event_record.ts";

/** What says that a database is a spool: "omES". */
export const SPOOL_APPLICATION_ID = 0x6f6d4553;
/** Version of its tables. Set when the walks are planned: before, there is nothing to go on with. */
const SPOOL_VERSION = 2;

const TABLES_SQL = `
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE walks (scope INTEGER NOT NULL, part TEXT NOT NULL, min_date TEXT, max_date TEXT,
  next_page INTEGER NOT NULL, total INTEGER, rejected INTEGER NOT NULL, is_done INTEGER NOT NULL,
  PRIMARY KEY (scope, part));
CREATE TABLE events (id TEXT PRIMARY KEY, created_ms INTEGER NOT NULL, scopes INTEGER NOT NULL,
  kind TEXT NOT NULL, json TEXT NOT NULL);`;
/** Of one id the first is kept. All are seen by the scopes that gave them. */
const INSERT_SQL = `INSERT INTO events VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET scopes = scopes | excluded.scopes WHERE scopes & excluded.scopes <> excluded.scopes`;
const SECOND_MS = 1000;

/** First and last `created`, ISO 8601, whole seconds, both inclusive; null: open. */
export interface EventWindow {
  /** First. */
  readonly minDate: string | null;
  /** Last. */
  readonly maxDate: string | null;
}

/**
 * Which part of a scope's events a walk goes through: all of them, a second time all of them, or those after and those
 * before the ones that the file has.
 */
export type WalkPart = "whole" | "again" | "newer" | "older";

/** How far the pages of one window of one scope have come. */
export interface Walk extends EventWindow {
  /** Number of the scope, 0-based. */
  readonly scope: number;
  /** Which part. */
  readonly part: WalkPart;
  /** First page that did not come yet, 1-based. */
  readonly nextPage: number;
  /** Events there are, as the API counted on page 1; null: not known. */
  readonly total: number | null;
  /** Results that were no events. */
  readonly rejected: number;
  /** Whether all pages came. */
  readonly isDone: boolean;
}

/** Why an event is in the spool: to be written, or only to be counted. */
export type SpooledKind = "wanted" | "other type";

/**
 * The file beside the result that sorts events, drops duplicates, and remembers how far each walk came. It is only a
 * cache: nothing waits for the disk, and a damaged one is thrown away.
 */
export class EventSpool {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens the file, or makes it. Nobody else can open it meanwhile. */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    try {
      this.#database.exec(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384",
      );
      // Takes the lock, and reads the header.
      this.#database.exec("BEGIN EXCLUSIVE; COMMIT");
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** What was stored under a key by {@linkcode fill}; null: nothing, or this is no complete spool, or it is damaged. */
  intactState(key: string): string | null {
    try {
      if (this.#number("PRAGMA user_version") !== SPOOL_VERSION) return null;
      const [check] = Object.values(this.#statement("PRAGMA quick_check(1)").get() ?? {});
      return check === "ok" ? this.state(key) : null;
    } catch {
      return null;
    }
  }

  /** What is stored under a key. */
  state(key: string): string | null {
    const row = this.#statement("SELECT value FROM state WHERE key = ?").get(key);
    return typeof row?.["value"] === "string" ? row["value"] : null;
  }

  /** Makes the tables and lets `work` fill them: all of it, or nothing. */
  async fill(state: Readonly<Record<string, string>>, work: () => Promise<void>): Promise<void> {
    this.#database.exec(`PRAGMA application_id = ${SPOOL_APPLICATION_ID}; BEGIN; ${TABLES_SQL}`);
    for (const [key, value] of Object.entries(state)) this.setState(key, value);
    await work();
    this.#database.exec(`PRAGMA user_version = ${SPOOL_VERSION}; COMMIT`);
  }

  /** Stores a value under a key. */
  setState(key: string, value: string): void {
    this.#statement("INSERT OR REPLACE INTO state VALUES (?, ?)").run(key, value);
  }

  /** Adds an event that these scopes (2 to the power of their numbers, added up) gave; false: they had given it. */
  add(event: EventRecord, scopes: number, kind: SpooledKind = "wanted"): boolean {
    const json = kind === "wanted" ? event.json : "";
    return this.#statement(INSERT_SQL).run(event.id, event.createdMs, scopes, kind, json).changes !== 0;
  }

  /** Plans a walk, unless it is planned and not done yet. */
  plan(scope: number, part: WalkPart, { minDate, maxDate }: EventWindow, isDone = false): void {
    const values = [scope, part, minDate, maxDate, Number(isDone)];
    this.#statement(
      `INSERT INTO walks VALUES (?, ?, ?, ?, 1, NULL, 0, ?)
        ON CONFLICT DO UPDATE SET next_page = 1, total = NULL, rejected = 0, is_done = 0 WHERE is_done = 1`,
    ).run(...values);
  }

  /** A walk that is planned. */
  walk(scope: number, part: WalkPart): Walk | null {
    const row = this.#statement("SELECT * FROM walks WHERE scope = ? AND part = ?").get(scope, part);
    if (row === undefined) return null;
    return {
      scope,
      part,
      minDate: textOrNull(row["min_date"]),
      maxDate: textOrNull(row["max_date"]),
      nextPage: Number(row["next_page"]),
      total: row["total"] === null ? null : Number(row["total"]),
      rejected: Number(row["rejected"]),
      isDone: row["is_done"] === 1,
    };
  }

  /** Stores the events of a page and how far their walk came, both or neither. */
  addPage(walk: Walk, addEvents: () => void): void {
    const { maxDate, nextPage, total, rejected, isDone, scope, part } = walk;
    this.together(() => {
      addEvents();
      this.#statement(
        `UPDATE walks SET max_date = ?, next_page = ?, total = ?, rejected = ?, is_done = ?
          WHERE scope = ? AND part = ?`,
      ).run(maxDate, nextPage, total, rejected, Number(isDone), scope, part);
    });
  }

  /** Stores all that `work` stores, or nothing of it. */
  together(work: () => void): void {
    // While it is filled, that is so anyway.
    if (this.#database.isTransaction) return work();
    this.#database.exec("BEGIN");
    try {
      work();
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** How many events of this kind there are. */
  count(kind: SpooledKind): number {
    return this.#number("SELECT count(*) FROM events WHERE kind = ?", kind);
  }

  /** How many events that will be written have no time that can be read. */
  countUntimed(): number {
    return this.#number(`SELECT count(*) FROM events WHERE kind = 'wanted' AND created_ms = ${UNKNOWN_TIME}`);
  }

  /** How many results were no events; those of a walk that was repeated count once. */
  countRejected(): number {
    return this.#number("SELECT sum(most) FROM (SELECT max(rejected) AS most FROM walks GROUP BY scope)");
  }

  /** How many events a scope gave in a window; those without a time count as well. */
  countIn(scope: number, { minDate, maxDate }: EventWindow): number {
    const firstMs = minDate === null ? -UNKNOWN_TIME : Date.parse(minDate);
    const endMs = maxDate === null ? UNKNOWN_TIME : Date.parse(maxDate) + SECOND_MS;
    return this.#number(
      `SELECT count(*) FROM events
        WHERE scopes & ? <> 0 AND (created_ms >= ? AND created_ms < ? OR created_ms = ${UNKNOWN_TIME})`,
      2 ** scope,
      firstMs,
      endMs,
    );
  }

  /** First and last time of the events that will be written, or of those among them that a scope gave; null: none. */
  span({ scope = null, untilMs = UNKNOWN_TIME - 1 }: { scope?: number | null; untilMs?: number } = {}): {
    firstMs: number;
    lastMs: number;
  } | null {
    const row = this.#statement(
      `SELECT min(created_ms) AS first, max(created_ms) AS last FROM events
        WHERE kind = 'wanted' AND created_ms <= ? AND (scopes & ? <> 0 OR ? < 0)`,
    ).get(untilMs, 2 ** (scope ?? 0), scope ?? -1);
    if (typeof row?.["first"] !== "number" || typeof row["last"] !== "number") return null;
    return { firstMs: row["first"], lastMs: row["last"] };
  }

  /** Whether any page came. */
  hasPages(): boolean {
    return this.#number("SELECT count(*) FROM walks WHERE next_page > 1") > 0;
  }

  /** The lines of the file of the events between two times, both inclusive, milliseconds: by (created, id). */
  *lines(firstMs: number, lastMs: number): Generator<string> {
    // No partial index: in Deno 2.9.6 a statement that was prepared before uses it for other kinds, too.
    this.#database.exec("CREATE INDEX IF NOT EXISTS by_time ON events (kind, created_ms, id)");
    const where = "FROM events WHERE kind = 'wanted' AND created_ms BETWEEN ? AND ?";
    const span = [Math.max(firstMs, -UNKNOWN_TIME), Math.min(lastMs, UNKNOWN_TIME)];
    const rows = this.#statement(`SELECT json ${where} ORDER BY created_ms, id`).iterate(...span);
    let left = this.#number(`SELECT count(*) ${where}`, ...span);
    for (const row of rows) {
      left--;
      yield String(row["json"]);
    }
    // In Deno 2.9.6 iterate() takes an error, such as a damaged page, for the end of the rows.
    if (left !== 0) throw new Error(`the spool of the events is damaged: ${left} of its rows cannot be read`);
  }

  /** Closes the file; what is not committed is undone. */
  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #number(sql: string, ...values: SQLInputValue[]): number {
    const [value] = Object.values(this.#statement(sql).get(...values) ?? {});
    return Number(value);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
