import type { Diagnostic } from "../../errors.ts";
import type { QueryRow } from "../query_row.ts";

/** What a search tells while it goes on. */
export type SearchStep =
  | { readonly kind: "rows"; readonly rows: readonly QueryRow[] }
  | { readonly kind: "problem"; readonly problem: Diagnostic }
  | SearchProgress;

/** How far a search is. */
export interface SearchProgress {
  /** Discriminates. */
  readonly kind: "progress";
  /** Bytes of log text whose records are decided. */
  readonly searchedBytes: number;
  /** All of it, from the cursor on. */
  readonly totalBytes: number;
}
