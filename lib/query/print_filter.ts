import { formatTime } from "../parse/timestamp.ts";
import type { AmongTerm, Filter, NumberRange, Wildcard } from "./filter.ts";
import { LEVELS, type NumberField } from "./filter_field.ts";

const BARE = /^[\w.\/:@{}$#&?=%+;<>[\]-]+$/;

/** Writes a filter so that {@linkcode parseFilter} reads the same again. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case "all":
      return "";
    case "or":
      return filter.terms.map(printFilter).join(" or ");
    case "and":
      return filter.terms.map((term) => term.kind === "or" ? `(${printFilter(term)})` : printFilter(term))
        .join(" ");
    case "not": {
      const { kind } = filter.term;
      return `not ${
        kind === "and" || kind === "or" ? `(${printFilter(filter.term)})` : printFilter(filter.term)
      }`;
    }
    case "like":
      return `${filter.field}:${filter.values.map(printWildcard).join(",")}`;
    case "regexp":
      return `${filter.field}~${quotedPattern(filter.pattern)}`;
    case "among":
      return printAmong(filter);
    case "compare":
      return `${filter.field}${filter.op}${printNumber(filter.field, filter.value)}`;
  }
}

function printWildcard(pieces: Wildcard): string {
  if (pieces.length === 1) return printText(pieces[0] ?? "");
  return pieces.map((piece) => piece === "" ? "" : printText(piece)).join("*");
}

function printText(text: string): string {
  if (BARE.test(text)) return text;
  const escaped = text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(
    /\t/g,
    "\\t",
  );
  return `"${escaped}"`;
}

/** In quotes only `"` is escaped; pairs such as `\d` and `\\` stay what they are. */
function quotedPattern(pattern: string): string {
  return `"${pattern.replace(/\\[^]|"/g, (part) => part === '"' ? '\\"' : part)}"`;
}

function printAmong({ field, ranges }: AmongTerm): string {
  const [first] = ranges;
  if (field === "time" && first !== undefined && first.from < first.to) {
    const middle = (first.from + first.to) / 2;
    return `around:${formatTime(middle)},${middle - first.from}ms`;
  }
  return `${field}:${ranges.map((range) => printRange(field, range)).join(",")}`;
}

function printRange(field: NumberField, { from, to }: NumberRange): string {
  return from < to ? `${from / 100}xx` : printNumber(field, from);
}

function printNumber(field: NumberField, value: number): string {
  if (field === "level") return LEVELS[value] ?? String(value);
  return field === "time" ? formatTime(value) : String(value);
}
