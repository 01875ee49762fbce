import { DELIMITERS } from "./byte_classes.ts";
import type { KeptToken } from "./template_hasher.ts";

/** What stands for a variable part in a template. */
export const MASK = "#";

const DELIMITER_CLASS = DELIMITERS.replace(/[\]\\/]/g, "\\$&");
const TOKEN_REGEXP = new RegExp(`[^${DELIMITER_CLASS}]+`, "g");
const VARIABLE_REGEXP = /[0-9@]/;

/**
 * The template of a text: every token with a digit or `@` becomes `#`, except one that rules depend on. The same rule
 * as {@linkcode TemplateHasher} applies to bytes.
 */
export function maskText(text: string, kept: readonly KeptToken[] = []): string {
  let previous = "";
  let previousEnd = 0;
  return text.replace(TOKEN_REGEXP, (token, offset: number) => {
    const before = offset === previousEnd + 1 ? previous : "";
    previous = token;
    previousEnd = offset + token.length;
    if (!VARIABLE_REGEXP.test(token)) return token;
    const isKept = kept.some((one) =>
      withoutMark(one.token) === withoutMark(token) && (one.before === "" || one.before === before)
    );
    return isKept ? token : MASK;
  });
}

/** "error 18" and "error 18:" both name 18. */
function withoutMark(token: string): string {
  return token.replace(/[:.]$/, "");
}
