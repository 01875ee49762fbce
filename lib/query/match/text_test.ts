import { compileExpression } from "../../rules/expression/compile_expression.ts";
import type { LikeTerm, RegexpTerm, Wildcard } from "../filter.ts";
import { FILTER_FIELDS } from "../filter_field.ts";

/** Whether a text fits. */
export type TextTest = (text: string) => boolean;

const compiled = new WeakMap<LikeTerm | RegexpTerm, TextTest>();

/** The test of a term, compiled when first asked for. */
export function textTest(term: LikeTerm | RegexpTerm): TextTest {
  let test = compiled.get(term);
  if (test === undefined) compiled.set(term, test = compileTerm(term));
  return test;
}

function compileTerm(term: LikeTerm | RegexpTerm): TextTest {
  if (term.kind === "regexp") return compileExpression(term.pattern, { engine: "linear" }).test;
  const fits = isPartField(term) ? occursIn : equals;
  const { values } = term;
  return (text) => values.some((value) => fits(value, text));
}

/** Whether a term looks for a part of its field. */
function isPartField({ field }: LikeTerm): boolean {
  return FILTER_FIELDS[field][0] === "part";
}

/** The earliest place for each piece leaves the most room for the next: linear. */
function occursIn(pieces: Wildcard, text: string): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}

function equals(pieces: Wildcard, text: string): boolean {
  const first = pieces[0] ?? "";
  if (pieces.length === 1) return text === first;
  const last = pieces.at(-1) ?? "";
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) {
    return false;
  }
  return occursIn(pieces.slice(1, -1), text.slice(first.length, text.length - last.length));
}
