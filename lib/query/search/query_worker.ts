/**
 * A worker that queries a case, which it opens for itself, and tells rows and how far it is. Whatever goes wrong, it gives up:
 * who asked goes on, and tells what is wrong.
 *
 * @module
 */
import type { CaseOpening } from "../../case/case_reader.ts";
import { openCase } from "../../case/open_case.ts";
import type { QueryOptions } from "../query_options.ts";
import type { QueryRow } from "../query_row.ts";
import type { SearchStep } from "./search_step.ts";
import { isPulledBack, type SearchLeash, takeCredit } from "./search_leash.ts";
import { trackedQuery } from "./tracked_query.ts";

/** What the worker is told. */
export interface QueryOrder {
  /** The case. */
  readonly opening: CaseOpening;
  /** What to search for. */
  readonly options: Omit<QueryOptions, "report">;
  /** Shared with who reads what is found. */
  readonly leash: SearchLeash;
}

/** What the worker tells; `"over"`: there is no more. */
export type QueryReport = SearchStep | "over" | "failed";

declare const self: {
  onmessage: ((event: MessageEvent<QueryOrder>) => void) | null;
  postMessage(report: QueryReport): void;
};

/** Rows and UTF-16 units of text that are told together at most: who takes them has others to serve, too. */
const MAX_ROWS = 64;
const MAX_LENGTH = 256 * 1024;
const REPORT_EVERY_MS = 100;
const STOPPED = Symbol("stopped");

self.onmessage = ({ data }) => {
  try {
    search(data);
    self.postMessage("over");
  } catch {
    self.postMessage("failed");
  }
};

/** Before more is searched, or with many rows, what there is is told. */
function search({ opening, options, leash }: QueryOrder): void {
  const reader = openCase(opening.path, { files: opening.files });
  let [rows, length, toldMs]: [QueryRow[], number, number] = [[], 0, performance.now()];
  const isDue = () => performance.now() - toldMs > REPORT_EVERY_MS;
  const tell = () => {
    if (rows.length > 0) {
      takeCredit(leash);
      self.postMessage({ kind: "rows", rows });
    }
    self.postMessage(query.progress());
    [rows, length, toldMs] = [[], 0, performance.now()];
  };
  const query = trackedQuery(reader, {
    ...options,
    report: (problem) => self.postMessage({ kind: "problem", problem }),
  }, {
    isDue,
    onBlock: () => {
      if (isPulledBack(leash)) throw STOPPED;
      if (isDue()) tell();
    },
  });
  for (const row of query.rows) {
    rows.push(row);
    if (row.kind === "record") length += row.text.length;
    if (isPulledBack(leash)) break;
    if (rows.length >= MAX_ROWS || length > MAX_LENGTH || isDue()) {
      tell();
    }
  }
  tell();
  reader.close();
}
