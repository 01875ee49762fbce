/**
 * The part of `@std/assert` that the tests use, over `node:assert`. `deno.jsr.json` maps this file to the real package.
 *
 * @module
 */
import strict from "node:assert/strict";

/** Asserts that `expr` is truthy. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new strict.AssertionError({ message: msg || "Expected a truthy value" });
}

/** Asserts that `actual` and `expected` are deeply and strictly equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  strict.deepStrictEqual(actual, expected, msg);
}

/** Asserts that `actual` and `expected` are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  strict.notDeepStrictEqual(actual, expected, msg);
}

/** Asserts that `actual` is neither null nor undefined. */
export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T> {
  assert(actual !== undefined && actual !== null, msg ?? `Expected a value, got ${actual}`);
}

/** Asserts that `actual` contains `expected`. */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  assert(
    actual.includes(expected),
    msg ?? `Expected ${JSON.stringify(actual)} to contain ${JSON.stringify(expected)}`,
  );
}

/** Asserts that `actual` matches `expected`. */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  strict.match(actual, expected, msg);
}

type ErrorClass<E extends Error> = new (...args: never[]) => E;

function checkError<E extends Error>(error: unknown, type?: ErrorClass<E>, includes?: string): E {
  if (type) assert(error instanceof type, `Expected ${type.name}, got ${error}`);
  assert(error instanceof Error, `Expected an Error, got ${error}`);
  if (includes !== undefined) assertStringIncludes(error.message, includes);
  return error as E;
}

/** Asserts that `fn` throws an error of that class whose message contains the text, and returns it. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass?: ErrorClass<E>,
  msgIncludes?: string,
): E {
  try {
    fn();
  } catch (error) {
    return checkError(error, ErrorClass, msgIncludes);
  }
  throw new strict.AssertionError({ message: "Expected the function to throw" });
}

/** Asserts that `fn` rejects with an error of that class whose message contains the text, and returns it. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass?: ErrorClass<E>,
  msgIncludes?: string,
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    return checkError(error, ErrorClass, msgIncludes);
  }
  throw new strict.AssertionError({ message: "Expected the function to reject" });
}
