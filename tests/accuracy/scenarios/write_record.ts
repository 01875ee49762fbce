import type { Host, LogLine, World } from "./world.ts";

/** Parts of an application record. */
export interface RecordParts {
  /** When it is written, on the API's clock. */
  readonly timeMs: number;
  /** Thread. */
  readonly thread: string;
  /** Project; left out: none. */
  readonly gid?: string | undefined;
  /** Level. */
  readonly level: "DEBUG" | "INFO" | "WARN" | "ERROR";
  /** Logger; the file is named after its last part unless `file` is there. */
  readonly logger: string;
  /** File without `.java`. */
  readonly file?: string;
  /** Method and line number, `method:7`. */
  readonly method: string;
  /** Message. */
  readonly message: string;
  /** Continuation lines. */
  readonly more?: readonly string[];
  /** Which log. @default {"application"} */
  readonly log?: "application" | "daemon";
}

/** Writes a record to a log of a server, unless the server is down. */
export function writeRecord(world: World, host: Host, parts: RecordParts): LogLine | null {
  const { timeMs, thread, gid, level, logger, method, message, more = [] } = parts;
  if (!isUp(host, timeMs) || timeMs < world.span.fromMs || timeMs > world.span.toMs) return null;
  const writtenMs = Math.floor(timeMs + host.offsetMs);
  const time = new Date(writtenMs).toISOString().replace("Z", "+0000");
  const file = parts.file ?? logger.slice(logger.lastIndexOf(".") + 1);
  const head = `${time} [${thread}] ${gid === undefined ? "" : `gid:${gid} `}${level.padEnd(5)} ${logger}`;
  const first = `${head} [${file}.java${world.callerMark}${method}] - ${message}`;
  // Threads overtake each other between taking the time and writing.
  const lateMs = world.random.chance(0.02) ? world.random.whole(1, 30) : 0;
  const line: LogLine = { writtenMs: writtenMs + lateMs, text: [first, ...more].join("\n"), place: null };
  host[parts.log ?? "application"].push(line);
  return line;
}

/** Whether a server runs. */
export function isUp(host: Host, timeMs: number): boolean {
  return !host.down.some(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs);
}
