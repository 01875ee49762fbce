import type { Filter } from "../../query/filter.ts";
import type { TextField } from "../../query/filter_field.ts";
import { printFilter } from "../../query/print_filter.ts";
import type { PageFrame } from "../page_frame.ts";

/** The address of the records whose fields are exactly these. */
export function searchHref(frame: PageFrame, fields: Partial<Record<TextField, string>>): string {
  const terms = Object.entries(fields).map(([field, text]): Filter => ({
    kind: "like",
    // Entries of a record have its keys.
    field: field as TextField,
    values: [[text]],
  }));
  const [first, second] = terms;
  return frame.href("/search", {
    q: first === undefined ? "" : printFilter(second === undefined ? first : { kind: "and", terms }),
  });
}
