/**
 * A filter over the records and events of a case, as {@linkcode parseFilter} reads it. Plain data; strings are as the
 * user meant them, without quotes and escapes.
 *
 * @module
 */
import type { NumberField, TextField } from "./filter_field.ts";

/** What records and events must be to be told. */
export type Filter = AllFilter | TermList | NotFilter | LikeTerm | RegexpTerm | AmongTerm | CompareTerm;

/** Everything. */
export interface AllFilter {
  /** Discriminates. */
  readonly kind: "all";
}

/** Every one of the terms, or at least one of them. */
export interface TermList {
  /** Discriminates. */
  readonly kind: "and" | "or";
  /** Two or more. */
  readonly terms: readonly Filter[];
}

/** The opposite. What a record does not have fits no term, so it fits the opposite of every term. */
export interface NotFilter {
  /** Discriminates. */
  readonly kind: "not";
  /** The opposite of it. */
  readonly term: Filter;
}

/** A text with wildcards: between two pieces anything may stand. One piece alone: no wildcard. */
export type Wildcard = readonly string[];

/** One of several texts: the whole field; of `text` and `message` any part. */
export interface LikeTerm {
  /** Discriminates. */
  readonly kind: "like";
  /** Where. */
  readonly field: TextField;
  /** Any one suffices. */
  readonly values: readonly Wildcard[];
}

/** An expression that matches anywhere in a field. */
export interface RegexpTerm {
  /** Discriminates. */
  readonly kind: "regexp";
  /** Where. */
  readonly field: TextField;
  /** ECMAScript, without flags; takes linear time. */
  readonly pattern: string;
}

/** Numbers from one to another, both included. */
export interface NumberRange {
  /** Least. */
  readonly from: number;
  /** Most. */
  readonly to: number;
}

/** A number in one of several ranges. */
export interface AmongTerm {
  /** Discriminates. */
  readonly kind: "among";
  /** Which; levels are their places in {@linkcode LEVELS}, times epoch milliseconds. */
  readonly field: NumberField;
  /** Any one suffices. */
  readonly ranges: readonly NumberRange[];
}

/** How two numbers compare. */
export type Comparison = ">=" | "<=" | ">" | "<";

/** A number above or below another. */
export interface CompareTerm {
  /** Discriminates. */
  readonly kind: "compare";
  /** Which. */
  readonly field: NumberField;
  /** How. */
  readonly op: Comparison;
  /** With what. */
  readonly value: number;
}

/** Joins filters of which all must hold. */
export function allOf(filters: readonly Filter[]): Filter {
  const terms = filters.filter(({ kind }) => kind !== "all");
  if (terms.length === 0) return { kind: "all" };
  return terms.length === 1 ? terms[0]! : { kind: "and", terms };
}

/** The test that a term makes of a number; compiled, as millions are tested. */
export function numberTest(term: AmongTerm | CompareTerm): (number: number) => boolean {
  if (term.kind === "compare") return comparisonTest(term);
  const { ranges } = term;
  const [first, second] = ranges;
  if (first === undefined || second !== undefined) {
    return (number) => ranges.some(({ from, to }) => number >= from && number <= to);
  }
  const { from, to } = first;
  return (number) => number >= from && number <= to;
}

function comparisonTest({ op, value }: CompareTerm): (number: number) => boolean {
  switch (op) {
    case ">=":
      return (number) => number >= value;
    case "<=":
      return (number) => number <= value;
    case ">":
      return (number) => number > value;
    case "<":
      return (number) => number < value;
  }
}
