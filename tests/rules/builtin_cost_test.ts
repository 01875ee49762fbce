/** Every expression that comes with the program against texts made to hurt it. */
import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { loadRules } from "../../lib/rules/load_rules.ts";
import type { Rule } from "../../lib/rules/rule.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

/** In UTF-16 units. Quadratic time takes more than ten seconds for this many, a repetition of up to 300 a tenth of one. */
const LENGTH = 131_072;
const LIMIT_MS = 1000;
/** Longer than any bounded repetition should run. */
const RUN = 1000;
const FILLERS = ["a", "1", "/", " ", "\n", ".", ":", "a.", "1.", "/a", "\na", "\n\tat a"];

/** What an expression finds in the records it is tested with. */
function foundBy(expression: RegExp, rule: Rule): string[] {
  return rule.tests.match.flatMap(({ text }) => [...text.matchAll(expression)].map(([match]) => match));
}

/** Repeats a unit up to the length. */
function filled(unit: string): string {
  return unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);
}

/** Beginnings of matches over and over, and beginnings of matches before long runs of one character. */
function hostileTexts(expression: RegExp, rule: Rule): string[] {
  const beginnings = new Set(
    foundBy(expression, rule).flatMap((match) =>
      [0.25, 0.5, 0.75, 1].map((share) => match.slice(0, Math.ceil((match.length - 1) * share)))
    ).filter((beginning) => beginning !== ""),
  );
  return [...beginnings].flatMap((beginning) => [
    filled(beginning),
    ...FILLERS.flatMap((filler) => [filled(beginning + filler.repeat(RUN)), beginning + filled(filler)]),
  ]).concat(FILLERS.map(filled));
}

/** Tries before a time counts as long: a machine that is busy with something else lets one of them pass. */
const TRIES = 4;

/** The least time of some tries, where the first takes long. */
function leastTimeOf(expression: RegExp, text: string): number {
  let least = timeOf(expression, text);
  for (let tried = 1; tried < TRIES && least > LIMIT_MS; tried++) {
    least = Math.min(least, timeOf(expression, text));
  }
  return least;
}

/** In milliseconds, of all matches. */
function timeOf(expression: RegExp, text: string): number {
  const start = performance.now();
  expression.lastIndex = 0;
  while (expression.exec(text) !== null);
  return performance.now() - start;
}

/** The expressions with something to repeat. */
function expressionsOf({ detection, captures }: Rule): string[] {
  return [...detection.flatMap(({ pattern }) => pattern ?? []), ...captures].filter((pattern) =>
    /[*+?}]/.test(pattern)
  );
}

const { rules } = loadRules(BUILTIN_RULE_FILES);

Deno.test("BUILTIN_RULE_FILES have expressions to hurt, and texts that hurt a bad one", () => {
  assert(rules.flatMap(expressionsOf).length >= 50);
  const share = 8;
  const time = timeOf(/a[^\n]*b/g, filled("a").slice(0, LENGTH / share));
  assert(time * share ** 2 > LIMIT_MS);
});

for (const rule of rules.filter((one) => expressionsOf(one).length > 0)) {
  Deno.test(`BUILTIN_RULE_FILES: the expressions of ${rule.id} take no long time on any text`, () => {
    const slow = expressionsOf(rule).flatMap((pattern) => {
      const expression = new RegExp(pattern, "g");
      const slowest = Math.max(
        ...hostileTexts(expression, rule).map((text) => leastTimeOf(expression, text)),
      );
      return slowest > LIMIT_MS ? [`${pattern}: ${Math.round(slowest)} ms`] : [];
    });
    assertEquals(slow, []);
  });
}
