import type { Rule } from "./rule.ts";

/** The literals of all rules whose own records a correlation looks at, each once: every such record is wanted. */
export function watchLiterals(rules: readonly Rule[]): readonly string[] {
  const correlated = new Set(
    rules.flatMap(({ id, correlation }) =>
      correlation?.rules.filter((other) => other !== id || correlation.only === null) ?? []
    ),
  );
  return [
    ...new Set(
      rules.filter(({ id }) => correlated.has(id))
        .flatMap(({ detection }) => detection.map(({ literal }) => literal)),
    ),
  ];
}
