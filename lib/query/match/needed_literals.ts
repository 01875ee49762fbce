import type { Filter, LikeTerm, RegexpTerm } from "../filter.ts";
import type { TextField } from "../filter_field.ts";
import { expressionLiterals, MAX_LITERALS } from "./expression_literals.ts";

/**
 * Fields whose value stands in the line byte for byte. Of an access line, quotes and backslashes in quoted fields do
 * not: they are escaped there.
 */
const VERBATIM_FIELDS: ReadonlySet<TextField> = new Set<TextField>([
  "text",
  "message",
  "thread",
  "gid",
  "jobId",
  "planId",
  "marker",
  "logger",
  "client",
  "user",
  "url",
  "protocol",
  "referer",
  "userAgent",
]);
const ESCAPED = /["\\]/;
/** What stands for bytes that are no UTF-8. */
const REPLACEMENT = "\ufffd";

/**
 * Texts one of which a record must hold, for the filter to be true of it by what its line says; null when nothing can
 * be said. Terms that columns decide count as not decided: a record that they let through is not asked.
 */
export function neededLiterals(filter: Filter): readonly string[] | null {
  switch (filter.kind) {
    case "and":
      return filter.terms.map(neededLiterals).reduce((a, b) => isBetter(a, b) ? a : b);
    case "or": {
      const literals = filter.terms.map(neededLiterals);
      if (literals.includes(null)) return null;
      const all = literals.flatMap((some) => some ?? []);
      return all.length > MAX_LITERALS ? null : all;
    }
    case "like":
      return likeLiterals(filter);
    case "regexp":
      return regexpLiterals(filter);
    default:
      return null;
  }
}

/** Long ones occur seldom. */
function isBetter(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === null || b === null) return b === null;
  return Math.min(...a.map(({ length }) => length)) >= Math.min(...b.map(({ length }) => length));
}

function likeLiterals(term: LikeTerm): readonly string[] | null {
  if (term.values.length > MAX_LITERALS) return null;
  const literals = term.values.map((pieces) =>
    pieces.reduce((longest, piece) => piece.length > longest.length ? piece : longest)
  );
  return literals.every((literal) => stands(term.field, literal)) ? literals : null;
}

function regexpLiterals({ field, pattern }: RegexpTerm): readonly string[] | null {
  const literals = expressionLiterals(pattern);
  return literals?.every((literal) => stands(field, literal)) ? literals : null;
}

/** Whether a text that is in a field is in the line as well. */
function stands(field: TextField, literal: string): boolean {
  if (literal === "" || !literal.isWellFormed() || literal.includes(REPLACEMENT)) return false;
  // Path and query may be columns apart.
  if (field === "url" && literal.indexOf("?") > 0) return false;
  return VERBATIM_FIELDS.has(field) && (field === "text" || field === "message" || !ESCAPED.test(literal));
}
