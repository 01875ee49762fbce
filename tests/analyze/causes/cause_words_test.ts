import { causeWords } from "../../../lib/analyze/causes/cause_words.ts";
import type { Cause } from "../../../lib/analyze/finding.ts";
import { assertEquals, assertMatch } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

type Terms = Cause["terms"];

function wordsOf(lagMs: number, terms: Partial<Terms>): Record<keyof Terms, string> {
  return causeWords({
    eventId: "e",
    eventType: "DAEMON_CONFIG_CHANGE",
    score: 0.5,
    lagMs,
    terms: { time: 1, scope: 1, kind: 1, effect: 1, uniqueness: 1, ...terms },
    origin: null,
    sameChange: [],
  });
}

const CASES: readonly (readonly [term: keyof Terms, value: number, words: RegExp])[] = [
  ["scope", 1, /^it acts on the same project/],
  ["scope", 0.95, /^it acts on the same project/],
  ["scope", 0.9, /^it names what is concerned/],
  ["scope", 0.7, /^it acts on all of Ops Manager/],
  ["scope", 0.6, /another part of the same project$/],
  ["scope", 0.3, /^it acts on the whole organization/],
  ["scope", 0.1, /^it shares nothing/],
  ["kind", 0.8, /often/],
  ["kind", 0.4, /sometimes/],
  ["kind", 0.1, /seldom/],
  ["effect", 1, /clearly worse/],
  ["effect", 0.6, /^what is concerned became worse/],
  ["effect", 0.5, /could not be measured/],
  ["effect", 0.2, /^nothing that was measured became worse/],
  ["uniqueness", 0.95, /^hardly any other/],
  ["uniqueness", 0.6, /^there are others/],
  ["uniqueness", 0.1, /all the time/],
];

for (const [term, value, words] of CASES) {
  Deno.test(`causeWords() of ${term} ${value} is ${words.source}`, () => {
    assertMatch(wordsOf(0, { [term]: value })[term], words);
  });
}

Deno.test("causeWords() tells how long before the event came", () => {
  assertEquals([-2000, 0, 999, 1000, 300_000].map((lagMs) => wordsOf(lagMs, {}).time), [
    "it came right before",
    "it came right before",
    "it came right before",
    "it came 1 second before",
    "it came 5 minutes before",
  ]);
});

Deno.test("causeWords() has words for every term of any value from 0 to 1", () => {
  const value = fc.double({ min: 0, max: 1, noNaN: true });
  const terms = fc.record({ time: value, scope: value, kind: value, effect: value, uniqueness: value });
  fc.assert(fc.property(terms, fc.integer({ min: -2000, max: 1e9 }), (own, lagMs) => {
    for (const words of Object.values(wordsOf(lagMs, own))) assertMatch(words, /^[a-z].*[a-z]$/);
  }));
});
