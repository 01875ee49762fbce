import { type Filter, numberTest } from "../filter.ts";
import type { RecordView } from "../record_view.ts";
import { textTest } from "./text_test.ts";

/** Whether a record fits a filter, by its text. */
export function fitsRecord(filter: Filter, record: RecordView): boolean {
  switch (filter.kind) {
    case "all":
      return true;
    case "and":
      return filter.terms.every((term) => fitsRecord(term, record));
    case "or":
      return filter.terms.some((term) => fitsRecord(term, record));
    case "not":
      return !fitsRecord(filter.term, record);
    case "like":
    case "regexp": {
      const value = record.textOf(filter.field);
      return value !== null && textTest(filter)(value);
    }
    case "among":
    case "compare": {
      const value = record.numberOf(filter.field);
      return value !== null && numberTest(filter)(value);
    }
  }
}
