import { type JavaException, parseJavaException } from "./java_exception.ts";
import { parseTimestamp } from "./timestamp.ts";

/** Level as logged. It is not the severity: failures are logged at every level. */
export type Level = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR";

/** The statement that logged a record. */
export interface Caller {
  /** Source file, `AppSettings.java`. */
  readonly file: string | null;
  /** Method name. */
  readonly method: string | null;
  /** Line in the file, 1-based; moves between builds. */
  readonly line: number | null;
}

/** One record of an application, migration or daemon log. */
export interface ApplicationRecord {
  /** Time as the host logged it, epoch milliseconds. */
  readonly timeMs: number;
  /** Level as logged. */
  readonly level: Level;
  /** Thread name, without its brackets. */
  readonly thread: string;
  /** Project id. */
  readonly gid: string | null;
  /** Job id. */
  readonly jobId: string | null;
  /** Plan id. */
  readonly planId: string | null;
  /** All context tokens by key, those three included. */
  readonly context: ReadonlyMap<string, string>;
  /** Marker name. */
  readonly marker: string | null;
  /** Logger name, `com.xgen.svc.core.AppSettings` or `backup.jobs.GID.RSID`. */
  readonly logger: string;
  /** The statement that logged it; null when the layout has none. */
  readonly caller: Caller | null;
  /** The message on the first line; may be empty. */
  readonly message: string;
  /** Message and continuation lines, joined by line feeds. */
  readonly text: string;
  /** The exception in the text. */
  readonly exception: JavaException | null;
}

/** A record of MMS 1.x and early Ops Manager: recognised, not analysed. It has no time. */
export interface LegacyRecord {
  /** Level as logged. */
  readonly level: Level;
  /** Thread name. */
  readonly thread: string;
  /** Logger or class name. */
  readonly logger: string;
  /** The statement that logged it. */
  readonly caller: Caller;
  /** Message. */
  readonly message: string;
}

const START = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[.,]\d{3}(?:[+-]\d{2}:?\d{2}|Z)) \[/;
/** From the end of the thread to the message. Every repeat is bounded: it is tried at each `] ` of a thread name. */
const FIELDS =
  /\] ((?:[A-Za-z]\w{0,63}:\S{1,1024} ){0,32})(TRACE|DEBUG|INFO|WARN|ERROR) +(?:marker=(\S{1,512}) )?(\S{1,1024})(?: \[([^\]]{0,1024})\] - ?| - | -$)/y;
const LEGACY =
  /^\[([^\]]{1,256})\] (TRACE|DEBUG|INFO|WARN|ERROR) +([^\s:[]{1,512})(?: \[(\w{1,256}):(\d+)\]|:(\d+)) - (.*)$/s;
const CALLER = /^([^\s:]*\.(?:java|kt|kts|scala|groovy|clj))[.:]([^\s:]+)$/;
const MAX_THREAD = 256;

/** Time of a line that begins a record, epoch milliseconds; `undefined` when it continues one. */
export function recordStartMs(line: string): number | undefined {
  const time = START.exec(line)?.[1];
  return time === undefined ? undefined : parseTimestamp(time);
}

/** Reads one record: its first line and, when there are, its continuation lines. Null when the layout is another. */
export function parseApplicationRecord(text: string): ApplicationRecord | null {
  // Most texts that are no record end here; the rest costs ten times as much.
  if (!START.test(text)) return null;
  const [head, continuation] = splitFirstLine(text);
  const timeMs = recordStartMs(head);
  if (timeMs === undefined) return null;
  const threadAt = head.indexOf("[") + 1;
  const fields = matchFields(head, threadAt);
  if (fields === null) return null;
  const [all, context = "", level, marker = null, logger = "", caller] = fields;
  const message = head.slice(fields.index + all.length);
  const body = continuation === null ? message : `${message}\n${continuation}`;
  return {
    timeMs,
    level: level as Level,
    thread: head.slice(threadAt, fields.index),
    ...readContext(context),
    marker,
    logger,
    caller: caller === undefined ? null : readCaller(caller),
    message,
    text: body,
    exception: parseJavaException(body),
  };
}

/** Reads a line of the layout that early versions wrote; null when it is none. */
export function parseLegacyRecord(line: string): LegacyRecord | null {
  const match = LEGACY.exec(line.trimEnd());
  if (match === null) return null;
  const [, thread = "", level, logger = "", method = null, line1, line2, message = ""] = match;
  const caller = { file: null, method, line: Number(line1 ?? line2) };
  return { level: level as Level, thread, logger, caller, message };
}

function splitFirstLine(text: string): readonly [head: string, continuation: string | null] {
  const end = text.indexOf("\n");
  const head = end < 0 ? text : text.slice(0, end);
  const rest = text.slice(end + 1).replaceAll("\r\n", "\n").replace(/\r?\n?$/, "");
  return [head.endsWith("\r") ? head.slice(0, -1) : head, end < 0 || rest === "" ? null : rest];
}

/** A thread name may hold brackets itself, so the first `] ` that the other fields follow ends it. */
function matchFields(head: string, threadAt: number): RegExpExecArray | null {
  let end = head.indexOf("] ", threadAt);
  while (end >= 0 && end - threadAt <= MAX_THREAD) {
    FIELDS.lastIndex = end;
    const fields = FIELDS.exec(head);
    if (fields !== null) return fields;
    end = head.indexOf("] ", end + 1);
  }
  return null;
}

function readContext(tokens: string): Pick<ApplicationRecord, "gid" | "jobId" | "planId" | "context"> {
  const context = new Map<string, string>();
  for (const token of tokens.split(" ")) {
    const colon = token.indexOf(":");
    if (colon > 0) context.set(token.slice(0, colon), token.slice(colon + 1));
  }
  const [gid = null, jobId = null, planId = null] = ["gid", "jobId", "planId"].map((key) => context.get(key));
  return { gid, jobId, planId, context };
}

function readCaller(text: string): Caller | null {
  const [place, line] = /^(.*?):(-?\d+|\?)$/s.exec(text)?.slice(1) ?? [text];
  const [, file = null, method = known(place)] = CALLER.exec(place ?? "") ?? [];
  const number = /^\d+$/.test(line ?? "") ? Number(line) : null;
  return file === null && method === null && number === null ? null : { file, method, line: number };
}

/** Logback writes `?` for what it does not know. */
function known(place: string | undefined): string | null {
  return place === undefined || /^[?.:]*$/.test(place) ? null : place;
}
