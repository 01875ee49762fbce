/** Expressions that take linear time, whatever they are and whatever the text. The one place that names the library. */
import { RE2JS, RE2JSException } from "npm:re2js@2.10.0";
import { ExpressionError } from "./expression_error.ts";

/** An expression in RE2's syntax, ready to be tried. */
export interface LinearRegExp {
  /** Whether it matches anywhere. */
  test(text: string): boolean;
  /** Start and end of the first match at `from` or later, then those of each group; -1: it took no part. */
  exec(text: string, from: number): readonly number[] | null;
}

/** Most instructions of a program: the time for each character grows with them. */
const MAX_PROGRAM = 20_000;

/** Compiles an expression in RE2's syntax; throws an {@linkcode ExpressionError} when it is too large. */
export function compileLinear(source: string): LinearRegExp {
  const compiled = compile(source);
  const size = compiled.programSize();
  if (size > MAX_PROGRAM) {
    throw new ExpressionError(`it takes ${size} steps, expected at most ${MAX_PROGRAM}: repeat less`);
  }
  const groups = [...Array(compiled.groupCount() + 1).keys()];
  return {
    test: (text) => compiled.test(text),
    exec(text, from) {
      const matcher = compiled.matcher(text);
      if (from > text.length || !matcher.find(from)) return null;
      return groups.flatMap((group) => [matcher.start(group), matcher.end(group)]);
    },
  };
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    throw new ExpressionError(`the linear-time engine refuses it (${cause.message.slice(0, 200)})`, {
      cause,
    });
  }
}
