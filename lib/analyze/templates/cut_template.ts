import { DELIMITERS } from "../../scan/byte_classes.ts";

/** A template in pieces. */
export interface CutTemplate {
  /** The template. */
  readonly template: string;
  /** Its tokens. */
  readonly tokens: readonly string[];
  /** What is before, between and after them: one more. */
  readonly gaps: readonly string[];
}

const TOKEN = new RegExp(`[^${DELIMITERS.replace(/[\]\\/]/g, "\\$&")}]+`, "g");

/** Cuts a template at the delimiters of the masking rule. */
export function cutTemplate(template: string): CutTemplate {
  return { template, tokens: template.match(TOKEN) ?? [], gaps: template.split(TOKEN) };
}

/** The template with other tokens. */
export function joinTemplate(
  { tokens, gaps }: CutTemplate,
  tokenAt: (token: string, place: number) => string,
): string {
  let text = gaps[0]!;
  for (let place = 0; place < tokens.length; place++) {
    text += tokenAt(tokens[place]!, place) + gaps[place + 1]!;
  }
  return text;
}
