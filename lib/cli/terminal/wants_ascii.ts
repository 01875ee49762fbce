import type { CliIo } from "../cli_io.ts";

/** Terminals whose fonts have no eighths of a block, or that are none. */
const PLAIN_TERMINALS: readonly (string | undefined)[] = ["linux", "dumb"];

/** Decides by `--ascii`, then the locale (`LC_ALL`, `LC_CTYPE`, `LANG`: the first that is set), then `TERM`. */
export async function wantsAscii(isAsked: boolean, { env }: Pick<CliIo, "env">): Promise<boolean> {
  if (isAsked) return true;
  const locale = await env("LC_ALL") || await env("LC_CTYPE") || await env("LANG");
  if (locale && !/utf-?8/i.test(locale)) return true;
  return PLAIN_TERMINALS.includes(await env("TERM"));
}
