import type { Filter } from "../filter.ts";
import type { NumberField, TextField } from "../filter_field.ts";

/** Fields that the columns of a block say nothing about: they are the same in all of it, or only the text has them. */
const NOT_IN_COLUMNS: ReadonlySet<TextField | NumberField> = new Set<TextField | NumberField>([
  "host",
  "category",
  "input",
  "member",
  "text",
  "message",
  "jobId",
  "planId",
  "marker",
  "caller",
  "exception",
  "url",
  "protocol",
  "referer",
  "userAgent",
  "type",
  // Of most blocks either all or none is in time.
  "time",
]);

/** Whether columns may keep records out, so that looking at them first may save looking at the text. */
export function columnsDecide(filter: Filter): boolean {
  switch (filter.kind) {
    case "all":
      return false;
    case "and":
      return filter.terms.some(columnsDecide);
    case "or":
      return filter.terms.every(columnsDecide);
    case "not":
      return true;
    default:
      return !NOT_IN_COLUMNS.has(filter.field);
  }
}
