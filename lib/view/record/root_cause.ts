import { type JavaException, parseJavaException } from "../../parse/java_exception.ts";
import { fitLine } from "../../report/clip_text.ts";

const LONGEST = 300;
/** UTF-16 units that are read: what is between the beginning and the end of a longer text are frames. */
const HEAD = 24 * 1024;
const TAIL = 8 * 1024;

/**
 * What a record of several lines comes down to: class and message of the exception at the end of its chain of causes,
 * wherever in the text that stands. Null: one line, or no exception.
 */
export function rootCause(text: string): string | null {
  if (!text.trimEnd().includes("\n")) return null;
  const exception = parseJavaException(text.length > HEAD + TAIL ? ends(text) : text);
  return exception === null ? null : describeException(lastCause(exception));
}

/** Whole lines of the beginning and of the end. */
function ends(text: string): string {
  const head = text.lastIndexOf("\n", HEAD);
  const tail = text.indexOf("\n", text.length - TAIL);
  return text.slice(0, head < 0 ? HEAD : head) + (tail < 0 ? "" : text.slice(tail));
}

/** A circular reference only names an exception above it. */
function lastCause(exception: JavaException): JavaException {
  let last = exception;
  while (last.cause !== null && !last.cause.circular) last = last.cause;
  return last;
}

function describeException({ class: name, message }: JavaException): string {
  const simple = name.slice(name.lastIndexOf(".") + 1);
  const line = message?.split("\n", 1)[0] ?? "";
  return fitLine(line === "" ? simple : `${simple}: ${line}`, LONGEST);
}
