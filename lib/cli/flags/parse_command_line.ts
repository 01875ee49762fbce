import { UsageError } from "../../errors.ts";
import { parseArgs } from "../../std/cli.ts";
import type { AnyFlagTable, Flag, FlagTable } from "./flag.ts";
import { nearestName } from "../../rules/nearest_name.ts";

/** What was asked for. */
export interface CommandLine<Values> {
  /** The flags that were given. */
  readonly values: Readonly<Partial<Values>>;
  /** What is not a flag, in order. */
  readonly operands: readonly string[];
}

/** A value that begins with a dash is one only where no flag can be meant: `-2h`, or `-` for standard input. */
const DASHED_VALUE_REGEXP = /^-(?:\d|$)/;

/**
 * Parses and checks the arguments after the command's name.
 *
 * @throws {UsageError} on a flag that does not exist, a missing value, or a value that cannot be read.
 */
export function parseCommandLine<Values extends object>(
  command: string,
  args: readonly string[],
  table: FlagTable<Values>,
): CommandLine<Values> {
  const flags: AnyFlagTable = { ...table };
  const names = Object.keys(flags);
  const withValue = names.filter((name) => typeof flags[name]?.placeholder === "string");
  const { given, operands } = separate(command, args, flags);
  const parsed = parseArgs([...given, "--", ...operands], {
    boolean: names.filter((name) => flags[name]?.placeholder === null),
    string: withValue,
    collect: withValue,
  });
  const values: Record<string, unknown> = {};
  for (const [name, flag] of Object.entries(flags)) {
    const texts = textsOf(parsed[name]);
    if (texts.length > 0) values[name] = readValue(name, flag, texts);
  }
  // Each value was made by the flag of the same name.
  return { values: values as Partial<Values>, operands: parsed._.map(String) };
}

/** Joins every flag with its value (`--out=DIR`), so that the value may begin with a dash, and sets operands apart. */
function separate(
  command: string,
  args: readonly string[],
  flags: AnyFlagTable,
): { given: string[]; operands: string[] } {
  const given: string[] = [];
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") return { given, operands: [...operands, ...args.slice(i + 1)] };
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const flag = name !== undefined && Object.hasOwn(flags, name) ? flags[name] : undefined;
    if (name === undefined || flag === undefined) {
      if (/^-./.test(arg)) throw unknownFlag(command, arg, Object.keys(flags));
      operands.push(arg);
    } else if (flag.placeholder === null) {
      if (value !== undefined) throw unwantedValue(name, value);
      given.push(`--${name}`);
    } else {
      given.push(`--${name}=${value || takeValue(name, flag, value === undefined ? args[++i] : undefined)}`);
    }
  }
  return { given, operands };
}

function takeValue(name: string, { placeholder }: Flag<unknown>, next: string | undefined): string {
  if (next !== undefined && next !== "" && (!next.startsWith("-") || DASHED_VALUE_REGEXP.test(next))) {
    return next;
  }
  throw new UsageError(`Cannot read --${name}: its value is missing`, { remedy: `--${name} ${placeholder}` });
}

function textsOf(value: unknown): string[] {
  if (value === true) return [""];
  return Array.isArray(value) ? value.map(String) : [];
}

function readValue(name: string, flag: Flag<unknown>, texts: readonly string[]): unknown {
  try {
    return flag.read(texts);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`Cannot read --${name}: ${cause.message}`, { remedy: cause.remedy, cause });
  }
}

function unwantedValue(name: string, value: string): UsageError {
  return new UsageError(`Cannot read --${name}: it takes no value, but got "${value}"`, {
    remedy: `--${name}`,
  });
}

function unknownFlag(command: string, arg: string, names: readonly string[]): UsageError {
  const given = arg.replace(/=.*$/s, "");
  const nearest = nearestName(given.replace(/^-+/, ""), [...names, "help"]);
  return new UsageError(`Cannot read the command line: "${command}" has no flag ${given}`, {
    remedy: nearest === null ? `omlens help ${command}` : `--${nearest}, or omlens help ${command}`,
  });
}
