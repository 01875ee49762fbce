/// <reference lib="dom" />
import type { QueryRow } from "../../../query/query_row.ts";
import { renderRowNdjson } from "../../../query/render/render_row_ndjson.ts";
import { renderRowText } from "../../../query/render/render_row_text.ts";
import type { RowLooks } from "../../record/row_view.ts";
import { saveFile } from "../save_file.ts";

/** Forms that rows can be saved in. */
export type RowForm = "text" | "ndjson";

/** Saves rows as `omlens query` prints them. */
export function saveRows(rows: readonly QueryRow[], form: RowForm, { hasInputs }: RowLooks): void {
  if (form === "ndjson") {
    return saveFile("records.ndjson", "application/x-ndjson", rows.map(renderRowNdjson));
  }
  const options = { style: null, showsInput: hasInputs };
  saveFile("records.txt", "text/plain;charset=utf-8", rows.map((row) => renderRowText(row, options)));
}
