/** A class name with its message, as printed on one line. */
export interface ThrowableHead {
  /** Class with its package. */
  readonly class: string;
  /** Message; null when there is none. */
  readonly message: string | null;
}

const NAME = /^[\p{L}_$][\p{L}\p{N}_$.\-/]{0,511}/u;
/** Of the JVM's handler of uncaught exceptions, and of loggers that print a hash of the trace. */
const PREFIX = /^\s{0,256}(?:Exception in thread "[^"]{0,512}" ){0,2}(?:<#[\da-f]{1,16}> )?/;
const THROWABLE =
  /(?:^|\.)(?!\p{Ll})[\p{L}\p{N}_$]*(?:Exception|Error|Throwable|Failure|Fault|Death|Interrupt)(?:\$[\p{L}\p{N}_$]*|\d{0,3})$/u;
const PLAIN_WORD = /^(?:Exception|Error|Throwable|Failure|Fault|Death|Interrupt)$/;
const TOKEN = /[\p{L}\p{N}_$.]+/gu;
const MAX_LINE = 65_536;
const MAX_NAME = 512;

/** Whether a name tells by its ending that it is a Java throwable's; the word `Error` alone does not. */
export function isThrowableName(name: string): boolean {
  return name.length <= MAX_NAME && THROWABLE.test(name) && !PLAIN_WORD.test(name);
}

/** Reads `pkg.Class: message`, `pkg.Class`, `pkg.Class[message]` at the start of a line; null when it is no name. */
export function parseThrowableHead(line: string): ThrowableHead | null {
  const text = line.slice(PREFIX.exec(line)?.[0].length ?? 0);
  const name = NAME.exec(text)?.[0] ?? "";
  if (name === "" || /[.\-/]$|\.\.|\/\//.test(name)) return null;
  // Hadoop's RemoteException(java.io.IOException): message
  const rest = text.slice(name.length).replace(/^\([\w.$]{1,300}\)/, "");
  if (!/^(?::|\[|;|\s*$)/.test(rest)) return null;
  return { class: name, message: messageOf(rest) };
}

/** What follows a class name: `: text`, `[text]` or nothing. Java prints a missing message as nothing or `null`. */
function messageOf(rest: string): string | null {
  const text = rest.replace(/^:?\s?/, "");
  return text.trim() === "" || text === "null" ? null : text;
}

/**
 * Finds a throwable's name inside a line, as in `Error java.lang.IllegalStateException: x`.
 *
 * `strict`: only with its package, after white space, and with a message or the line's end after it; for lines
 * that no stack frame follows.
 */
export function findThrowableHead(line: string, options: { readonly strict: boolean }): ThrowableHead | null {
  const text = line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line;
  let fallback: ThrowableHead | null = null;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const name = token.replace(/\.+$/, "");
    if (!isThrowableName(name) || (options.strict && !isPlain(text, index, name))) continue;
    const rest = text.slice(index + name.length);
    if (/^:(?:\s|$)|^\s*$|^ thrown\b/.test(rest)) return { class: name, message: messageOf(rest) };
    if (name.includes(".")) fallback ??= { class: name, message: null };
  }
  return options.strict ? null : fallback;
}

function isPlain(text: string, index: number, name: string): boolean {
  return name.includes(".") && (index === 0 || /\s/.test(text.charAt(index - 1)));
}
