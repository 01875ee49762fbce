import { MASK } from "../../scan/mask_text.ts";
import type { CutTemplate } from "./cut_template.ts";

const WORD = /^[A-Za-z][\w-]*\W?$/;
/** States, commands and units are in capitals. */
const SMALL = /[a-z]/;
const LETTER = /[A-Za-z]/;
/** So many different words: states, verbs and kinds of trouble, each a message of its own, are fewer. */
const MIN_WORDS = 32;
/** So many are enough where a value with a digit is among them. */
const MIN_BESIDE_MASK = 3;
/** So many other words have to be the same. */
const MIN_CONSTANT = 2;
/** How much a mask counts beside words. */
const WITH_MASK = 2 ** 24;

const FIXED = 0;
const OPEN = 1;
const MASKED = 2;

/** A template as numbers. The sum is over all tokens, so that it is known what it would be without one of them. */
interface HashedTemplate {
  readonly cut: CutTemplate;
  /** By token: whether it is fixed, a word that may vary, or a mask. */
  readonly kinds: Uint8Array;
  readonly high: Int32Array;
  readonly low: Int32Array;
  readonly highSum: number;
  readonly lowSum: number;
}

/** The places where a template differs from enough others in one word, and in nothing else. The first word is none. */
export function variableWords(
  templates: readonly CutTemplate[],
): ReadonlyMap<CutTemplate, ReadonlySet<number>> {
  const variable = new Map<CutTemplate, Set<number>>();
  const byLength = Map.groupBy(templates, ({ tokens }) => tokens.length);
  for (const [length, members] of byLength) {
    if (members.length <= MIN_BESIDE_MASK) continue;
    const hashed = members.map(hashTemplate);
    for (let place = 1; place < length; place++) addVariable(hashed, place, variable);
  }
  return variable;
}

function addVariable(
  members: readonly HashedTemplate[],
  place: number,
  variable: Map<CutTemplate, Set<number>>,
): void {
  const open = members.filter(({ kinds }) => kinds[place] !== FIXED);
  // Templates are different, so each that is the same without this token has another token here.
  const counts = new Map<number, number>();
  for (const member of open) {
    const key = keyWithout(member, place);
    counts.set(key, (counts.get(key) ?? 0) + (member.kinds[place] === MASKED ? WITH_MASK : 1));
  }
  for (const member of open) {
    const count = counts.get(keyWithout(member, place))!;
    if (count % WITH_MASK < (count >= WITH_MASK ? MIN_BESIDE_MASK : MIN_WORDS)) continue;
    const places = variable.get(member.cut);
    if (places === undefined) variable.set(member.cut, new Set([place]));
    else places.add(place);
  }
}

function keyWithout({ high, low, highSum, lowSum }: HashedTemplate, place: number): number {
  return ((highSum - high[place]! | 0) >>> 0) * 2 ** 21 + ((lowSum - low[place]! | 0) >>> 11);
}

function hashTemplate(cut: CutTemplate): HashedTemplate {
  const { tokens, gaps } = cut;
  const between = gaps.join(MASK);
  const high = Int32Array.from(tokens, (token, place) => textHash(token, 0x27d4eb2f + place));
  const low = Int32Array.from(tokens, (token, place) => textHash(token, 0x165667b1 - place));
  return {
    cut,
    kinds: kindsOf(tokens),
    high,
    low,
    highSum: high.reduce((sum, hash) => (sum + hash) | 0, textHash(between, 0x9e3779b1)),
    lowSum: low.reduce((sum, hash) => (sum + hash) | 0, textHash(between, 0x85ebca6b)),
  };
}

function kindsOf(tokens: readonly string[]): Uint8Array {
  const mayVary = tokens.filter((token) => LETTER.test(token)).length > MIN_CONSTANT;
  return Uint8Array.from(tokens, (token) => {
    if (token === MASK) return MASKED;
    return mayVary && WORD.test(token) && SMALL.test(token) ? OPEN : FIXED;
  });
}

function textHash(text: string, seed: number): number {
  let hash = seed | 0;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  return hash;
}
