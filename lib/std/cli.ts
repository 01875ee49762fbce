/**
 * The part of `@std/cli` that is used, over `node:util`. `deno.jsr.json` maps this file to the real package.
 *
 * @module
 */
import { parseArgs as parseWithNode } from "node:util";

/** What {@linkcode parseArgs} is told about the flags. */
export interface ParseOptions {
  /** Flags without a value; false when not given. */
  boolean?: readonly string[];
  /** Flags with a value. */
  string?: readonly string[];
  /** Flags whose values are gathered in a list; an empty list when not given. */
  collect?: readonly string[];
}

/** Values by flag; what is not a flag is in `_`. */
export interface Args {
  /** Arguments that are not flags. */
  _: (string | number)[];
  /** Values of the flags. */
  [name: string]: unknown;
}

/** Splits arguments into flags and the rest. Values are given as `--flag=value`; after `--` nothing is a flag. */
export function parseArgs(
  args: string[],
  { boolean = [], string = [], collect = [] }: ParseOptions = {},
): Args {
  const { values, positionals } = parseWithNode({
    args,
    options: Object.fromEntries([
      ...boolean.map((name) => [name, { type: "boolean", default: false }] as const),
      ...string.map((name) => {
        const multiple = collect.includes(name);
        return [name, multiple ? { type: "string", multiple, default: [] } : { type: "string" }] as const;
      }),
    ]),
    strict: false,
    allowPositionals: true,
  });
  return { ...values, _: positionals };
}
