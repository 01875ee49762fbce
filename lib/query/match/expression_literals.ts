/** Most texts of a set: each is searched for by itself. */
export const MAX_LITERALS = 8;
/** An escaped character, a plain one, or what stands for no certain text. */
const ESCAPED = /\\([^\w\s])/y;
const PLAIN = /[^\\[\](|)^$.]|\]/y;
const UNCERTAIN = /\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|\d+|[^])|\[(?:\\[^]|[^\]\\])*\]|[$^.]|[[\\]/y;
const GROUP = /\((?:\?:|\?<[A-Za-z_$][\w$]*>|(?!\?))/y;
/** Of another kind of group only the end is looked for. */
const OTHER_GROUP = /\(/y;
const QUANTIFIER = /(?:([?*])|\{(\d+)(?:,\d*)?\}|\+)\??/y;

/** What is known of whatever a part of an expression matches. */
interface Known {
  /** It is one of these texts; null: that is not known. */
  readonly exact: readonly string[] | null;
  /** One of these texts is in it; null: that is not known. */
  readonly held: readonly string[] | null;
}

const NOTHING: Known = { exact: null, held: null };

/**
 * Texts one of which whatever an expression matches must hold, at most {@linkcode MAX_LITERALS}; null when none can be
 * told. The expression must be a valid one.
 */
export function expressionLiterals(pattern: string): readonly string[] | null {
  return readAlternatives(new Cursor(pattern)).held;
}

class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes what a sticky expression matches here. */
  take(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  takeText(text: string): boolean {
    const isThere = this.#text.startsWith(text, this.#at);
    if (isThere) this.#at += text.length;
    return isThere;
  }

  get hasMore(): boolean {
    const next = this.#text.charAt(this.#at);
    return next !== "" && next !== "|" && next !== ")";
  }
}

function readAlternatives(cursor: Cursor): Known {
  const all = [readSequence(cursor)];
  while (cursor.takeText("|")) all.push(readSequence(cursor));
  return { exact: union(all.map(({ exact }) => exact)), held: union(all.map(({ held }) => held)) };
}

function union(sets: readonly (readonly string[] | null)[]): readonly string[] | null {
  const texts = new Set<string>();
  for (const set of sets) {
    if (set === null) return null;
    for (const text of set) texts.add(text);
    if (texts.size > MAX_LITERALS) return null;
  }
  return [...texts];
}

function readSequence(cursor: Cursor): Known {
  let best: readonly string[] | null = null;
  /** What the last parts match, as far as it is known exactly. */
  let run: readonly string[] = [""];
  let isExact = true;
  while (cursor.hasMore) {
    const part = readPart(cursor);
    const quantifier = cursor.take(QUANTIFIER);
    const joined = join(run, part.exact);
    if (quantifier === null && joined !== null) {
      run = joined;
      continue;
    }
    // `ab+c` holds `ab`, not `abc`.
    const [, maybe, times] = quantifier ?? [];
    const isThere = maybe === undefined && times !== "0" && Number(times ?? 1) > 0;
    best = better(best, isThere && joined !== null ? joined : run);
    if (isThere) best = better(best, part.held);
    run = [""];
    isExact = false;
  }
  return { exact: isExact ? run : null, held: better(best, run) };
}

function readPart(cursor: Cursor): Known {
  const character = cursor.take(ESCAPED)?.[1] ?? cursor.take(PLAIN)?.[0];
  if (character !== undefined) return { exact: [character], held: [character] };
  if (cursor.take(UNCERTAIN) !== null) return NOTHING;
  const known = cursor.take(GROUP) !== null;
  if (!known) cursor.take(OTHER_GROUP);
  const inside = readAlternatives(cursor);
  cursor.takeText(")");
  return known ? inside : NOTHING;
}

/** Every text of one set before every text of the other; null when these are too many, or not known. */
function join(before: readonly string[], after: readonly string[] | null): readonly string[] | null {
  if (after === null || before.length * after.length > MAX_LITERALS) return null;
  return before.flatMap((start) => after.map((end) => start + end));
}

/** The set that occurs less often: long texts are rare, and a few are searched for sooner. */
function better(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  const [shortestA, shortestB] = [shortestOf(a), shortestOf(b)];
  if (shortestA === shortestB) return shortestA === 0 ? null : a!.length <= b!.length ? a : b;
  return shortestA > shortestB ? a : b;
}

/** What is in any text is no help. */
function shortestOf(texts: readonly string[] | null): number {
  return texts === null ? 0 : Math.min(...texts.map(({ length }) => length));
}
