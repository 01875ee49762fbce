import type { StyleText, SummaryStyle } from "../../report/summary_style.ts";
import type { Color } from "../analyze_flags.ts";
import type { CliIo, TextOutput } from "../cli_io.ts";

const SGR_BY_STYLE: Readonly<Record<SummaryStyle, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  cyan: 36,
};

/** Leaves text as it is. */
export function unstyled(text: string): string {
  return text;
}

/** Decides by `--color`, then `NO_COLOR`, then `FORCE_COLOR`, then whether a person looks. */
export async function textStyle(
  color: Color,
  output: TextOutput,
  { env }: Pick<CliIo, "env">,
): Promise<StyleText> {
  const wanted = color === "auto" ? await wantedByMachine(output, env) : color === "always";
  return wanted ? (text, style) => `\x1b[${SGR_BY_STYLE[style]}m${text}\x1b[0m` : unstyled;
}

async function wantedByMachine(output: TextOutput, env: CliIo["env"]): Promise<boolean> {
  if (await env("NO_COLOR")) return false;
  const forced = await env("FORCE_COLOR");
  return forced === undefined || forced === "" ? output.isTerminal : forced !== "0";
}
