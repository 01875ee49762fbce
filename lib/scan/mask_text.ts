import { BYTE_CLASS, DELIMITER, TEXT } from "./byte_classes.ts";
import type { KeptToken } from "./template_hasher.ts";

/** What stands for a variable part in a template. */
export const MASK = "#";

/** By token: what has to be before it, empty for anything. */
type Kept = ReadonlyMap<string, readonly string[]>;

const keptOf = new WeakMap<readonly KeptToken[], Kept>();

/**
 * The template of a text: every token with a digit or `@` becomes `#`, except one that rules depend on. The same rule
 * as {@linkcode TemplateHasher} applies to bytes.
 */
export function maskText(text: string, kept: readonly KeptToken[] = []): string {
  const keptTokens = keptByToken(kept);
  let template = "";
  let added = 0;
  let previous = 0;
  let previousEnd = 0;
  let start = 0;
  let isVariable = false;
  for (let i = 0; i <= text.length; i++) {
    const cls = i < text.length ? BYTE_CLASS[text.charCodeAt(i)] ?? TEXT : DELIMITER;
    if (cls === TEXT) continue;
    if (cls !== DELIMITER) {
      isVariable = true;
      continue;
    }
    if (isVariable) {
      isVariable = false;
      const before = start === previousEnd + 1 ? text.slice(previous, previousEnd) : "";
      if (keptTokens.size === 0 || !isKept(text.slice(start, i), before, keptTokens)) {
        template += text.slice(added, start) + MASK;
        added = i;
      }
    }
    if (i > start) [previous, previousEnd] = [start, i];
    start = i + 1;
  }
  return template + text.slice(added);
}

function isKept(token: string, before: string, kept: Kept): boolean {
  return kept.get(withoutMark(token))?.some((wanted) => wanted === "" || wanted === before) === true;
}

function keptByToken(kept: readonly KeptToken[]): Kept {
  let known = keptOf.get(kept);
  if (known === undefined) {
    const byToken = Map.groupBy(kept, ({ token }) => withoutMark(token));
    known = new Map([...byToken].map(([token, list]) => [token, list.map(({ before }) => before)]));
    keptOf.set(kept, known);
  }
  return known;
}

/** "error 18" and "error 18:" both name 18. */
function withoutMark(token: string): string {
  return token.replace(/[:.]$/, "");
}
