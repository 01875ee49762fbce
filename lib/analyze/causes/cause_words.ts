import { durationWords } from "../duration_words.ts";
import type { Cause } from "../finding.ts";

/** A term's words, from the value they hold for on; the lowest is 0. */
type Scale = readonly (readonly [from: number, words: string])[];

const SCOPE: Scale = [
  [0.95, "it acts on the same project, replica set, host or agent"],
  [0.85, "it names what is concerned, or acts on all of what is concerned"],
  [0.5, "it acts on all of Ops Manager, or on another part of the same project"],
  [0.2, "it acts on the whole organization, or on a part of backup"],
  [0, "it shares nothing with what is concerned"],
];
const KIND: Scale = [
  [0.75, "such a change often causes such trouble"],
  [0.35, "such a change sometimes causes trouble"],
  [0, "such a change seldom causes trouble"],
];
const EFFECT: Scale = [
  [0.8, "what is concerned became clearly worse after it"],
  [0.55, "what is concerned became worse after it"],
  [0.45, "its effect could not be measured"],
  [0, "nothing that was measured became worse after it"],
];
const UNIQUENESS: Scale = [
  [0.9, "hardly any other change of its kind is near"],
  [0.5, "there are others of its kind"],
  [0, "changes of its kind happen all the time"],
];

/** Each term of a cause's score in words. */
export function causeWords({ lagMs, terms }: Cause): Record<keyof Cause["terms"], string> {
  return {
    time: timeWords(lagMs),
    scope: wordsFor(SCOPE, terms.scope),
    kind: wordsFor(KIND, terms.kind),
    effect: wordsFor(EFFECT, terms.effect),
    uniqueness: wordsFor(UNIQUENESS, terms.uniqueness),
  };
}

function timeWords(lagMs: number): string {
  return lagMs < 1000 ? "it came right before" : `it came ${durationWords(lagMs)} before`;
}

function wordsFor(scale: Scale, value: number): string {
  return scale.find(([from]) => value >= from)?.[1] ?? "";
}
