import type { Rule } from "./rule.ts";

/** A token with digits that a rule looks for, so that it must stay when variable parts are masked. */
export interface KeptToken {
  /** The token right before it; empty: whatever is before it. */
  readonly before: string;
  /** The token. */
  readonly token: string;
}

/** Between them are the tokens of a message. */
const TOKEN = /[^ \t"'(),/;<>=[\]{}|]+/g;

/** The tokens with digits in the literals and guards of the rules, each once, by token, then by what is before it. */
export function keptTokens(rules: readonly Rule[]): readonly KeptToken[] {
  const literals = rules.flatMap(({ detection, guard }) => [
    ...detection.map((selection) => selection.literal),
    ...guard.contains,
    ...guard.notContains,
  ]);
  const tokens = new Map(
    literals.flatMap(tokensWithDigits).map((kept) => [`${kept.token} ${kept.before}`, kept]),
  );
  return [...tokens].sort(([a], [b]) => a < b ? -1 : 1).map(([, kept]) => kept);
}

function tokensWithDigits(literal: string): KeptToken[] {
  const tokens = [...literal.matchAll(TOKEN)];
  return tokens.flatMap(([token], index) => {
    const previous = tokens[index - 1];
    // At the very start of a literal there may be the rest of a longer token.
    const before = previous !== undefined && previous.index > 0 ? previous[0] : "";
    return /\d/.test(token) ? [{ before, token }] : [];
  });
}
