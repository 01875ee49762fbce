import { translateExpression } from "./ecmascript_to_re2.ts";
import { ExpressionError } from "./expression_error.ts";
import { compileLinear, type LinearRegExp } from "./linear_regexp.ts";

/** What runs an expression: the built-in engine, for bounded and tested expressions, or one that takes linear time. */
export type Engine = "native" | "linear";

/** An expression, ready to be tried. */
export interface Expression {
  /** Whether it matches anywhere; cheaper than {@linkcode Expression.exec}. */
  test(text: string): boolean;
  /** The first match at `from` (in UTF-16 units, 0-based) or later; null: there is none. */
  exec(text: string, from: number): ExpressionMatch | null;
}

/** Where an expression matches. */
export interface ExpressionMatch {
  /** First UTF-16 unit, 0-based. */
  readonly index: number;
  /** After the last UTF-16 unit. */
  readonly end: number;
  /** What the named groups hold, by name; those that are empty or took no part are not there. */
  readonly groups: ReadonlyMap<string, string>;
}

/**
 * Compiles an ECMAScript expression without flags.
 *
 * The linear engine differs in three ways: a character beyond U+FFFF is one character, not two; what is repeated may
 * match nothing where ECMAScript would try to match something first, as in `(?:a??)?`; and a group inside a repetition
 * keeps what it held last, also when a later repetition went without it.
 *
 * @throws {ExpressionError} when it is none, or the engine cannot run it.
 */
export function compileExpression(pattern: string, { engine }: { readonly engine: Engine }): Expression {
  const native = compileNative(pattern);
  if (engine === "native") return nativeExpression(native);
  const translated = translateExpression(pattern);
  const linear = compileLinear(translated.source);
  return linearExpression(translated, () => linear);
}

/**
 * The same for an expression that was compiled before and found good: the linear engine is made ready when it is first
 * used, which most expressions of a thousand rules never are.
 *
 * @throws {ExpressionError} when it is none
 */
export function deferExpression(pattern: string, { engine }: { readonly engine: Engine }): Expression {
  if (engine === "native") return compileExpression(pattern, { engine });
  const translated = translateExpression(pattern);
  let linear: LinearRegExp | null = null;
  return linearExpression(translated, () => linear ??= compileLinear(translated.source));
}

function compileNative(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "g");
  } catch (cause) {
    // V8 says "Invalid regular expression: /PATTERN/FLAGS: REASON".
    const message = cause instanceof Error ? cause.message : String(cause);
    const reason = message.slice(message.lastIndexOf(": ") + 2);
    throw new ExpressionError(`it is not an ECMAScript expression (${reason})`, { cause });
  }
}

function nativeExpression(regexp: RegExp): Expression {
  return {
    test(text) {
      regexp.lastIndex = 0;
      return regexp.test(text);
    },
    exec(text, from) {
      regexp.lastIndex = from;
      const match = regexp.exec(text);
      if (match === null) return null;
      const groups = new Map<string, string>();
      // A group that took no part has no value, whatever its type says.
      const values: Readonly<Record<string, string | undefined>> = match.groups ?? {};
      for (const [name, value] of Object.entries(values)) if (value) groups.set(name, value);
      return { index: match.index, end: match.index + match[0].length, groups };
    },
  };
}

function linearExpression(
  { groupNames }: ReturnType<typeof translateExpression>,
  linear: () => LinearRegExp,
): Expression {
  return {
    test: (text) => linear().test(text),
    exec(text, from) {
      const places = linear().exec(text, from);
      if (places === null) return null;
      const groups = new Map<string, string>();
      groupNames.forEach((name, number) => {
        const value = text.slice(places[2 * number + 2], places[2 * number + 3]);
        if (value !== "") groups.set(name, value);
      });
      return { index: places[0] ?? 0, end: places[1] ?? 0, groups };
    },
  };
}
