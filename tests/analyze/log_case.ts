/** Small synthetic logs, written line by line, and their analysis. Nothing in them comes from an Ops Manager. */
import { analyzeArchive } from "../../lib/analyze_archive.ts";
import type { AnalyzeOptions } from "../../lib/analyze_options.ts";
import type { Analysis } from "../../lib/analyze/analysis.ts";
import { seededUnit } from "./counts.ts";

/** The moment that minutes count from. */
export const START_MS: number = Date.UTC(2026, 3, 12);
/** Some project ids. */
export const PROJECTS: readonly string[] = ["a", "b", "c", "d", "e", "f"].map((letter) => letter.repeat(24));

/** ISO 8601 time of a minute after the start. */
export function timeAt(minute: number): string {
  return new Date(START_MS + Math.round(minute * 60_000)).toISOString();
}

/** A record of an application log. */
export interface RecordParts {
  readonly minute: number;
  readonly message: string;
  readonly level?: string;
  readonly thread?: string;
  readonly gid?: string;
  readonly logger?: string;
  readonly caller?: string;
  /** Lines after the first. */
  readonly more?: readonly string[];
}

/** A record, or a line without a time that stands at a minute. */
export interface LogLine {
  readonly minute: number;
  readonly text: string;
}

/** Writes a record. */
export function record(parts: RecordParts): LogLine {
  const { minute, message, level = "INFO", thread = "JettyHttpPool-7", gid, more = [] } = parts;
  const { logger = "com.xgen.svc.mms.SyntheticSvc", caller = "SyntheticSvc.java:work:10" } = parts;
  const time = timeAt(minute).replace("Z", "+0000");
  const context = gid === undefined ? "" : `gid:${gid} `;
  const head = `${time} [${thread}] ${context}${level.padEnd(5)} ${logger} [${caller}] - ${message}`;
  return { minute, text: [head, ...more].join("\n") };
}

/** The same record at several minutes. */
export function repeat(minutes: readonly number[], parts: Omit<RecordParts, "minute">): LogLine[] {
  return minutes.map((minute) => record({ ...parts, minute }));
}

/** `count` minutes, evenly from one (inclusive) to another (exclusive). */
export function spread(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + (to - from) * i / count);
}

/** A header line. */
export function header(minute: number, version = "8.0.5"): LogLine {
  return { minute, text: `[Starting Logging - App Version: ${version}.500.20260101T0000Z]` };
}

/** What a request may differ in. */
export interface RequestParts {
  readonly client?: string;
  readonly path?: string;
  readonly status?: number;
  readonly latencyMs?: number;
}

/** A line of an access log. */
export function request(minute: number, parts: RequestParts = {}): LogLine {
  const { client = "192.0.2.10", path = "/agents/api/automation/conf/v1", status = 200, latencyMs = 12 } =
    parts;
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(
    new Date(timeAt(minute)).toUTCString(),
  )!;
  const stamp = `${day}/${month}/${year}:${time} +0000`;
  return {
    minute,
    text: `${client} - - [${stamp}] "GET ${path} HTTP/1.1" ${status} 512 "-" "synthetic" ${latencyMs}`,
  };
}

const WORK = [
  "Stored {} pings",
  "Renewed claim {}",
  "Loaded host view {}",
  "Pass {} done",
  "Dropped {} entries",
];

/** Ordinary records: so many a minute, at random times, of several messages and projects. */
export function background(seed: number, from: number, to: number, perMinute: number): LogLine[] {
  const unit = seededUnit(seed);
  const lines: LogLine[] = [];
  for (let minute = from; minute < to;) {
    const message = WORK[Math.floor(unit() * WORK.length)]!.replace("{}", String(Math.floor(unit() * 1000)));
    const gid = PROJECTS[Math.floor(unit() * PROJECTS.length)]!;
    lines.push(record({ minute, message, gid, logger: `com.xgen.svc.mms.Work${message.length % 3}Svc` }));
    minute += -Math.log(1 - unit()) / perMinute;
  }
  return lines;
}

/** Ordinary requests. */
export function traffic(seed: number, from: number, to: number, perMinute: number): LogLine[] {
  const unit = seededUnit(seed);
  const lines: LogLine[] = [];
  for (let minute = from; minute < to; minute += -Math.log(1 - unit()) / perMinute) {
    lines.push(
      request(minute, { client: `192.0.2.${Math.floor(unit() * 20)}`, latencyMs: Math.floor(unit() * 60) }),
    );
  }
  return lines;
}

/** A file: lines by time, those of one time in the order given. */
export function fileOf(...lines: readonly (LogLine | readonly LogLine[])[]): string {
  return lines.flat().toSorted((a, b) => a.minute - b.minute).map(({ text }) => text + "\n").join("");
}

/** An event as the API gives it. */
export function eventAt(
  minute: number,
  type: string,
  fields: Readonly<Record<string, unknown>> = {},
): object {
  const created = timeAt(minute).replace(/\.\d+Z/, "Z");
  const id = Math.round(minute * 60).toString(16).padStart(12, "0") +
    type.length.toString(16).padStart(12, "0");
  return { id, created, eventTypeName: type, ...fields };
}

/** What is analysed: files by path, and how. */
export interface LogCase extends Omit<AnalyzeOptions, "events"> {
  readonly files: Readonly<Record<string, string>>;
  readonly events?: readonly object[];
}

/** Analyses files of one folder. */
export function analyzeCase({ files, events = [], ...options }: LogCase): Promise<Analysis> {
  const sources = Object.entries(files).map(([name, text]) => sourceOf(name, text));
  return analyzeArchive([{ name: "case", kind: "folder", files: sources }], {
    useWorker: false,
    events: [sourceOf("events.json", JSON.stringify(events))],
    ...options,
  });
}

/** A file in memory, given in chunks of a width. */
export function sourceOf(
  name: string,
  content: string | Uint8Array,
  width = 65_536,
): { name: string; open(): AsyncIterable<Uint8Array> } {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    name,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += width) {
        yield await Promise.resolve(bytes.slice(at, at + width));
      }
    },
  };
}

/** Findings as `severity rule @minute`, in order. */
export function showFindings({ findings }: Pick<Analysis, "findings">): string[] {
  return findings.map(({ severity, rule, onset }) =>
    `${severity} ${rule} @${Math.floor((Date.parse(onset) - START_MS) / 60_000)}`
  );
}
