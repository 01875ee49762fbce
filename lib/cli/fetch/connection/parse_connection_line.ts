import { UsageError } from "../../../errors.ts";
import type { FlagTable } from "../../flags/flag.ts";
import { parseCommandLine } from "../../flags/parse_command_line.ts";
import { CONNECTION_FLAGS, type ConnectionValues } from "./connection_flags.ts";

/** Flags that people try, and what to do instead. What follows them is never repeated. */
const REFUSED: readonly (readonly [name: RegExp, remedy: string])[] = [
  [
    /^-u(?=$|.*:)|^--user(?=$|[=:])/is,
    "--public-key KEY, and the private key in OMLENS_PRIVATE_KEY or typed when asked",
  ],
  [
    /^-+(?:private|secret|api)[-_]?(?:api[-_]?)?key(?:=|$)|^-+(?:password|passwd|secret)(?:=|$)/is,
    "set OMLENS_PRIVATE_KEY, or leave it out and type the key when asked; everybody on this machine sees a command line",
  ],
  [
    /^-+(?:insecure|skip[-_]?(?:tls[-_]?)?verify|no[-_]?(?:check|verify)[-_a-z]*|unsafely[-_a-z]*)(?:=|$)/is,
    "--ca-cert FILE with the certificate of your authority (PEM)",
  ],
];

/**
 * Parses the arguments of something that talks to an Ops Manager and takes no operands.
 *
 * @throws {UsageError} which repeats no value that may be a key.
 */
export function parseConnectionLine<Values extends object>(
  command: string,
  args: readonly string[],
  own: FlagTable<Values>,
): Readonly<Partial<Values & ConnectionValues>> {
  refuseFlags(command, args);
  const flags = { ...CONNECTION_FLAGS, ...own } as FlagTable<Values & ConnectionValues>;
  const { values, operands } = parseCommandLine(command, args, flags);
  if (operands.length === 0) return values;
  throw new UsageError(
    `Cannot read the command line: "${command}" takes flags only, but something else is there, too`,
    { remedy: `omlens help ${command}` },
  );
}

/** Refuses what must not be on a command line at all. */
export function refuseFlags(command: string, args: readonly string[]): void {
  for (const arg of args) {
    for (const [regexp, remedy] of REFUSED) {
      const name = regexp.exec(arg)?.[0].replace(/=$/, "");
      if (name === undefined) continue;
      throw new UsageError(`Cannot read the command line: "${command}" has no flag ${name}`, { remedy });
    }
  }
}
