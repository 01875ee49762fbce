import { suggestField } from "./suggest_field.ts";
import type { Filter } from "./filter.ts";
import { isFieldName } from "./filter_field.ts";
import { FilterText } from "./filter_text.ts";
import { readTerm } from "./read_term.ts";

/** Parentheses and negations inside one another. */
const MAX_DEPTH = 64;
const OR = /or(?=[\s()]|$)/iy;
const AND = /and(?=[\s()]|$)/iy;
const NOT = /not(?=[\s()]|$)|-(?=\S)/iy;
const OPERATION = /([A-Za-z]\w*)(!?[:~]|[<>]=?|=)/y;

/**
 * Reads a filter: terms `field op value` with blanks between them (all must hold), `or`, `not` or `-`, parentheses.
 *
 * `:` is equality, with `*` for anything and commas between alternatives; `~` an expression; `!:` and `!~` their
 * opposites; `>=`, `<=`, `>`, `<` compare level, status, time, latencyMs, responseBytes and line. A word without a
 * field, or a text in quotes, must occur in the record.
 *
 * @throws {FilterError} when it cannot be read; its `offset` says where
 */
export function parseFilter(text: string): Filter {
  const input = new FilterText(text);
  if (input.isAtEnd) return { kind: "all" };
  const filter = readAlternatives(input, 0);
  if (!input.isAtEnd) throw input.problem('")" closes nothing');
  return filter;
}

function readAlternatives(input: FilterText, depth: number): Filter {
  const terms = [readAll(input, depth)];
  while (takeWord(input, OR)) terms.push(readAll(input, depth));
  return joined("or", terms);
}

function readAll(input: FilterText, depth: number): Filter {
  const terms = [readOne(input, depth)];
  for (;;) {
    const and = takeWord(input, AND);
    if (!and && (input.isAtEnd || input.peek() === ")" || input.see(OR) !== null)) {
      return joined("and", terms);
    }
    terms.push(readOne(input, depth));
  }
}

function readOne(input: FilterText, depth: number): Filter {
  const start = input.at;
  if (depth > MAX_DEPTH) throw input.problem(`it is nested more than ${MAX_DEPTH} deep`);
  if (input.isAtEnd) throw input.problem("a term is missing at its end");
  if (input.see(OR) !== null || input.see(AND) !== null) {
    throw input.problem("a term is missing before this word", start, {
      remedy: "quote the word to search for it",
    });
  }
  if (takeWord(input, NOT)) return { kind: "not", term: readOne(input, depth + 1) };
  if (input.peek() !== "(") return readLeaf(input);
  input.at++;
  input.skipBlanks();
  const inner = readAlternatives(input, depth + 1);
  if (input.peek() !== ")") throw input.problem('"(" is not closed', start, { remedy: 'end it with ")"' });
  input.at++;
  input.skipBlanks();
  return inner;
}

function readLeaf(input: FilterText): Filter {
  const [, name = "", op = ""] = input.see(OPERATION) ?? [];
  const start = input.at;
  let term: Filter;
  if (op === "" || (op === "=" && !isFieldName(name))) term = readWord(input);
  else {
    if (!isFieldName(name)) throw unknownField(input, name);
    input.at += name.length + op.length;
    term = readTerm(input, { name, op, start });
  }
  input.skipBlanks();
  return term;
}

/** A word, or a text in quotes: it must occur. */
function readWord(input: FilterText): Filter {
  if (input.peek() === ")") throw input.problem('a term is missing before ")"');
  const values = [input.peek() === '"' ? [input.takeQuoted()] : input.takeWord().split("*")];
  return { kind: "like", field: "text", values };
}

function unknownField(input: FilterText, name: string): Error {
  const nearest = suggestField(name);
  return input.problem(`"${name}" is no field`, input.at, {
    remedy: nearest === null
      ? "put a text that holds such characters in double quotes; omlens query --fields lists the fields"
      : `write ${nearest}, or put the text in double quotes`,
  });
}

function takeWord(input: FilterText, word: RegExp): boolean {
  const taken = input.take(word) !== null;
  if (taken) input.skipBlanks();
  return taken;
}

function joined(kind: "and" | "or", filters: readonly Filter[]): Filter {
  const terms = filters.flatMap((filter) => filter.kind === kind ? filter.terms : [filter]);
  return terms.length === 1 ? terms[0]! : { kind, terms };
}
