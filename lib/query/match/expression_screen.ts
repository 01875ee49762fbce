/** An expression for so many characters, whatever they are; trying it never goes back. */
export interface Screen {
  /** ECMAScript, without flags. */
  readonly source: string;
  /** Characters of what it matches. */
  readonly length: number;
}

/** A part that is one character. */
const SIMPLE =
  /\\[dDwWsStnrfv]|\\x[\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\[^\w\s]|\[(?:\\[^]|[^\]\\])*\]|\.|[^\\[\](|)^$.{}?*+]/y;
const GROUP = /\((?:\?(?::|<[^>=!][^>]*>|<?[=!]|[\w-]*:))?/y;
const OTHER = /\\[^]|[^]/y;
const QUANTIFIER = /(?:([?*])|\{(\d+)(,\d*)?\}|\+)\??/y;
/** Longer ones say no more. */
const MAX_LENGTH = 48;
/** Shorter ones are in every record. */
const MIN_LENGTH = 2;
const NONE: Screen = { source: "", length: 0 };

/**
 * The longest stretch of neighbouring characters that is in whatever an expression matches, such as seven digits; null when
 * there is none. The built-in engine tries it in a tenth of the time that the linear one takes for the whole expression.
 */
export function expressionScreen(pattern: string): Screen | null {
  let best = NONE;
  let run = NONE;
  let depth = 0;
  const end = (next: Screen) => {
    if (run.length > best.length) best = run;
    run = next;
  };
  for (let at = 0; at < pattern.length;) {
    const simple = matchAt(SIMPLE, pattern, at);
    const [taken] = simple ?? matchAt(GROUP, pattern, at) ?? matchAt(OTHER, pattern, at)!;
    at += taken.length;
    if (simple === null && taken.startsWith("(")) depth++;
    if (taken === ")") depth--;
    if (taken === "|" && depth === 0) return null;
    const quantifier = matchAt(QUANTIFIER, pattern, at);
    at += quantifier?.[0].length ?? 0;
    if (depth > 0 || simple === null) end(NONE);
    else {
      const { least, isFixed } = timesOf(quantifier);
      run = extend(run, taken, least);
      // What follows stands after the last of them.
      if (!isFixed) end(extend(NONE, taken, least));
    }
  }
  end(NONE);
  return best.length < MIN_LENGTH ? null : best;
}

function timesOf(quantifier: RegExpExecArray | null): { least: number; isFixed: boolean } {
  if (quantifier === null) return { least: 1, isFixed: true };
  const [, maybe, times, more] = quantifier;
  if (maybe !== undefined) return { least: 0, isFixed: false };
  return { least: Number(times ?? 1), isFixed: times !== undefined && more === undefined };
}

function extend({ source, length }: Screen, part: string, times: number): Screen {
  const kept = Math.min(times, MAX_LENGTH - length);
  return kept === 0 ? { source, length } : { source: `${source}${part}{${kept}}`, length: length + kept };
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}
