import { parseStackFrame, type StackFrame } from "./stack_frame.ts";
import {
  findThrowableHead,
  isThrowableName,
  parseThrowableHead,
  type ThrowableHead,
} from "./throwable_name.ts";
import { traceLines } from "./trace_lines.ts";

/** A Java exception as printed, outermost first whatever the order in the text. */
export interface JavaException {
  /** Class with its package. */
  readonly class: string;
  /** Message, with its line feeds; null when there is none. */
  readonly message: string | null;
  /** Frames, innermost call first. */
  readonly frames: readonly StackFrame[];
  /** Frames that were printed as a number only: `... 12 more`. */
  readonly framesOmitted: number;
  /** What caused it. */
  readonly cause: JavaException | null;
  /** Exceptions it suppressed, in order. */
  readonly suppressed: readonly JavaException[];
  /** Whether it stands for one that is already above it in the chain. */
  readonly circular: boolean;
  /** Whether the text has the root cause first (`Wrapped by`); told on the outermost exception only. */
  readonly rootFirst: boolean;
}

type Draft = {
  -readonly [K in keyof JavaException]: K extends "cause" ? Draft | null
    : K extends "frames" ? StackFrame[]
    : K extends "suppressed" ? Draft[]
    : JavaException[K];
};

/** A cause chain that is being read: `Caused by` goes after its tail, `Wrapped by` before its head. */
interface Chain {
  readonly indent: number;
  head: Draft;
  tail: Draft;
}

interface Trace {
  readonly chains: Chain[];
  current: Draft;
  /** Lines of the current message; null once its frames began. */
  message: string[] | null;
  exceptions: number;
}

/** More than any program nests; bounds the depth of the result. */
const MAX_EXCEPTIONS = 256;
const MAX_FRAMES = 4096;
const MAY_HOLD_TRACE = /at\s|Exception|Error|Throwable|Failure|Fault|ThreadDeath|Interrupt|Caused by: /;
const MARKER = /^(\s*)(Caused by|Suppressed|Wrapped by): ?(.*)$/s;
const CIRCULAR = /^\s*\[CIRCULAR REFERENCE: ?(.*?)\]?$/s;
const OMITTED =
  /^\s*(?:\.\.\.|\u2026)(?:\s*\(?(?:suppressed |skipped )?(\d{1,9}) ?(?:more|common|frames?|lines?|filtered|skipped|elided))?/;

/** Reads the stack trace, or the exception without frames, that a record's text holds; null when there is none. */
export function parseJavaException(text: string): JavaException | null {
  if (!MAY_HOLD_TRACE.test(text)) return null;
  const lines = traceLines(text);
  const start = findStart(lines);
  return start === null ? null : readTrace(lines, start.line, start.head);
}

interface Start {
  readonly line: number;
  readonly head: ThrowableHead;
}

function findStart(lines: readonly string[]): Start | null {
  const frameAt = lines.findIndex((line) => parseStackFrame(line) !== null);
  return frameAt < 0 ? findStartWithoutFrames(lines) : findStartAbove(lines, frameAt);
}

function findStartWithoutFrames(lines: readonly string[]): Start | null {
  return firstOf(lines, qualified) ?? firstOf(lines, markerHead) ??
    firstOf(lines, (line) => findThrowableHead(line, { strict: true }));
}

/** From the surest reading of the lines above the first frame to the least sure. */
function findStartAbove(lines: readonly string[], frameAt: number): Start | null {
  const last = parseThrowableHead(lines[frameAt - 1] ?? "");
  const start = last === null ? null : { line: frameAt - 1, head: last };
  return outermost(lines, lastOf(lines, frameAt, qualified)) ??
    lastOf(lines, frameAt, (line) => headWhere(line, (name) => /\.[^.]*\p{Lu}[^.]*$/u.test(name))) ??
    lastOf(lines, frameAt, (line) => headWhere(line, isThrowableName)) ??
    lastOf(lines, frameAt, (line) => findThrowableHead(line, { strict: false })) ?? start ??
    firstOf(lines.slice(0, frameAt), markerHead);
}

function headWhere(line: string, accepts: (name: string) => boolean): ThrowableHead | null {
  const head = parseThrowableHead(line);
  return head !== null && accepts(head.class) ? head : null;
}

function qualified(line: string): ThrowableHead | null {
  return headWhere(line, (name) => name.includes(".") && isThrowableName(name));
}

function markerHead(line: string): ThrowableHead | null {
  const text = MARKER.exec(line)?.[3];
  return text === undefined ? null : throwableOf(text);
}

/** JavaMail prints the nested exception inside the message: the class line above it is then the exception's own. */
function outermost(lines: readonly string[], innermost: Start | null): Start | null {
  let start = innermost;
  while (start !== null && /nested exception is:?\s*$/i.test(lines[start.line - 1] ?? "")) {
    const above = lastOf(lines, start.line - 1, qualified);
    if (above === null) break;
    start = above;
  }
  return start;
}

function firstOf(lines: readonly string[], read: (line: string) => ThrowableHead | null): Start | null {
  for (const [line, text] of lines.entries()) {
    const head = read(text);
    if (head !== null) return { line, head };
  }
  return null;
}

function lastOf(
  lines: readonly string[],
  end: number,
  read: (line: string) => ThrowableHead | null,
): Start | null {
  for (let line = end - 1; line >= 0; line--) {
    const head = read(lines[line] ?? "");
    if (head !== null) return { line, head };
  }
  return null;
}

function readTrace(lines: readonly string[], startLine: number, head: ThrowableHead): JavaException {
  const root = draftOf(head);
  const indent = indentOf(lines[startLine] ?? "");
  const trace: Trace = {
    chains: [{ indent, head: root, tail: root }],
    current: root,
    message: root.message === null ? [] : [root.message],
    exceptions: 1,
  };
  let line = startLine + 1;
  while (line < lines.length && trace.exceptions < MAX_EXCEPTIONS && readLine(trace, lines, line)) line++;
  endMessage(trace);
  return { ...(trace.chains[0]?.head ?? root), rootFirst: trace.chains[0]?.head !== root };
}

/** Takes one line; false when the trace ended before it. */
function readLine(trace: Trace, lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? "";
  const frame = parseStackFrame(line);
  if (frame !== null) return addFrame(trace, frame);
  const marker = MARKER.exec(line);
  if (marker !== null) return addThrowable(trace, marker);
  const omitted = OMITTED.exec(line);
  if (omitted !== null && (trace.message === null || omitted[1] !== undefined)) {
    return addOmitted(trace, Number(omitted[1] ?? 0));
  }
  const circular = CIRCULAR.exec(line);
  if (circular !== null) return addCircular(trace, circular[1] ?? "");
  if (trace.message !== null) return trace.message.push(line) > 0;
  return line.trim() === "" || (findThrowableHead(line, { strict: false }) === null && goesOn(lines, at + 1));
}

/** One odd line inside a trace is passed over; two end it. */
function goesOn(lines: readonly string[], from: number): boolean {
  let at = from;
  while (at < lines.length && lines[at]?.trim() === "") at++;
  const line = lines[at] ?? "";
  return parseStackFrame(line) !== null || MARKER.test(line) || OMITTED.test(line);
}

function addFrame(trace: Trace, frame: StackFrame): true {
  endMessage(trace);
  if (trace.current.frames.length < MAX_FRAMES) trace.current.frames.push(frame);
  else trace.current.framesOmitted++;
  return true;
}

function addOmitted(trace: Trace, count: number): true {
  endMessage(trace);
  trace.current.framesOmitted += count;
  return true;
}

function addCircular(trace: Trace, text: string): true {
  endMessage(trace);
  trace.current.cause ??= { ...draftOf(throwableOf(text)), circular: true };
  return true;
}

function addThrowable(trace: Trace, [, indent = "", caption, text = ""]: RegExpExecArray): true {
  endMessage(trace);
  const circular = CIRCULAR.exec(text)?.[1];
  const draft = { ...draftOf(throwableOf(circular ?? text)), circular: circular !== undefined };
  if (caption === "Suppressed") suppress(trace, indent.length, draft);
  else if (caption === "Wrapped by") wrapChain(openChain(trace, indent.length), draft);
  else extendChain(openChain(trace, indent.length), draft);
  trace.current = draft;
  trace.message = draft.message === null ? [] : [draft.message];
  trace.exceptions++;
  return true;
}

function suppress(trace: Trace, indent: number, draft: Draft): void {
  while (trace.chains.length > 1 && (trace.chains.at(-1)?.indent ?? 0) >= indent) trace.chains.pop();
  trace.chains.at(-1)?.tail.suppressed.push(draft);
  trace.chains.push({ indent, head: draft, tail: draft });
}

/** A cause stands at the indentation of its parent. Without any indentation it is the outermost exception's. */
function openChain(trace: Trace, indent: number): Chain | undefined {
  const rootIndent = trace.chains[0]?.indent ?? 0;
  while (trace.chains.length > 1) {
    const last = trace.chains.at(-1)?.indent ?? 0;
    if (last <= indent && last > rootIndent) break;
    trace.chains.pop();
  }
  return trace.chains.at(-1);
}

function wrapChain(chain: Chain | undefined, draft: Draft): void {
  if (chain === undefined) return;
  draft.cause = chain.head;
  chain.head = draft;
}

function extendChain(chain: Chain | undefined, draft: Draft): void {
  if (chain === undefined) return;
  chain.tail.cause = draft;
  chain.tail = draft;
}

function endMessage(trace: Trace): void {
  if (trace.message === null) return;
  const text = trace.message.join("\n").trimEnd();
  trace.current.message = text === "" ? null : text;
  trace.message = null;
}

function throwableOf(text: string): ThrowableHead {
  return parseThrowableHead(text) ?? findThrowableHead(text, { strict: false }) ??
    { class: /^\S{1,512}/.exec(text)?.[0] ?? "?", message: null };
}

function draftOf({ class: name, message }: ThrowableHead): Draft {
  return {
    class: name,
    message,
    frames: [],
    framesOmitted: 0,
    cause: null,
    suppressed: [],
    circular: false,
    rootFirst: false,
  };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
