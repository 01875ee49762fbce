import type { JavaException } from "./java_exception.ts";
import { isThrowableName, parseThrowableHead } from "./throwable_name.ts";

const OPENING = "exception={";
const NEXT = ", caused by {";
/** Longest text of one exception that is looked at; a cut line may never close its braces. */
const MAX_TEXT = 16_384;
const MAX_EXCEPTIONS = 1000;

/** Reads the exceptions that the MongoDB driver writes inside a message: `exception={A: text}, caused by {B: text}`. */
export function inlineExceptions(text: string): JavaException[] {
  const found: JavaException[] = [];
  let at = text.indexOf(OPENING);
  while (at >= 0 && found.length < MAX_EXCEPTIONS) {
    const bodies: string[] = [];
    let next = at + OPENING.length;
    for (;;) {
      const end = closingBrace(text, next);
      bodies.push(text.slice(next, end));
      next = end + 1;
      if (!text.startsWith(NEXT, next) || bodies.length > 64) break;
      next += NEXT.length;
    }
    const exception = bodies.reduceRight<JavaException | null>(wrap, null);
    if (exception !== null) found.push(exception);
    at = text.indexOf(OPENING, next);
  }
  return found;
}

function closingBrace(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_TEXT);
  let depth = 1;
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth === 0) return at;
  }
  return limit;
}

function wrap(cause: JavaException | null, body: string): JavaException | null {
  const head = parseThrowableHead(body);
  if (head === null || !isThrowableName(head.class)) return cause;
  return { ...head, frames: [], framesOmitted: 0, cause, suppressed: [], circular: false, rootFirst: false };
}
