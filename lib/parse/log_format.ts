import { ACCESS_LAYOUTS, type AccessLayout } from "./access_layout.ts";
import { type AccessLine, parseAccessLine } from "./access_line.ts";
import {
  type ApplicationRecord,
  type LegacyRecord,
  parseApplicationRecord,
  parseLegacyRecord,
} from "./application_record.ts";
import { type HeaderLine, parseHeaderLine } from "./header_line.ts";
import type { Category } from "./member_origin.ts";

/** A text of a format, and fields that must come out of it. */
export interface LogSample {
  /** One record, with its continuation lines. */
  readonly text: string;
  /** Some of its fields. */
  readonly expected: Readonly<Record<string, unknown>>;
}

/** What a format reads from one record. */
export type LogEntry = ApplicationRecord | LegacyRecord | AccessLine | HeaderLine | StartupLine;

/** A line that a wrapper script prints at a start; it has no time. */
export interface StartupLine {
  /** The whole line. */
  readonly message: string;
}

/** A form of log lines, as data: what it is called, where it occurs, how it is told and read, and proof of it. */
export interface LogFormat {
  /** Stable name. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Who writes it. */
  readonly description: string;
  /** Logs it occurs in. */
  readonly categories: readonly Category[];
  /** Records that are of this format and of no other. At least one. */
  readonly samples: readonly LogSample[];
  /** Reads one record; null when it is of another format. */
  parse(text: string): LogEntry | null;
  /** Whether a line begins a record of this format. */
  matches(line: string): boolean;
}

const GID = "5f0000000000000000000001";
const TIME_MS = Date.UTC(2026, 3, 12, 3, 14, 15);
const SERVER_LOGS = ["application", "migration", "daemon"] as const;
const WRAPPER =
  /^(?:Starting pre-flight checks|Successfully finished pre-flight checks|Pre-?flight checks? failed|Migration failed|Backup Daemon preflight check failed)\b/i;

/** All formats, the more particular before the more general. All samples are synthetic. */
export const LOG_FORMATS: readonly LogFormat[] = [
  format({
    name: "header",
    title: "Header line",
    description: "First line of a file and of each start of the server; tells the version",
    categories: SERVER_LOGS,
    samples: [{
      text: "[Starting Logging - App Version: 8.0.27.500.20260930T1200Z]",
      expected: { version: "8.0.27", build: "500", builtAt: "2026-09-30T12:00:00.000Z" },
    }],
    parse: parseHeaderLine,
  }),
  format({
    name: "application",
    title: "Ops Manager server log",
    description: "What the server, its migrations and the backup daemon write; one layout for all three",
    categories: SERVER_LOGS,
    samples: [
      {
        text: `2026-04-12T03:14:15.926+0000 [JettyHttpPool-7] gid:${GID} INFO  com.example.Synthetic ` +
          "[Synthetic.java:handle:42] - Synthetic request handled",
        expected: {
          level: "INFO",
          thread: "JettyHttpPool-7",
          gid: GID,
          message: "Synthetic request handled",
        },
      },
      {
        text: "2026-04-12T03:14:15.926+0000 [main] ERROR com.xgen.svc.common.migration.MigrationRunner " +
          "[MigrationRunner.java:run:7] - Synthetic step failed\njava.lang.IllegalStateException: synthetic\n\tat a.B.c(B.java:1)",
        expected: { level: "ERROR", thread: "main", timeMs: TIME_MS + 926 },
      },
      {
        text: "2026-04-12T03:14:15.926+0000 [Daemon-1] WARN  com.xgen.svc.brs.grid.Daemon " +
          "[Daemon.java.work:9] - Synthetic warning",
        expected: {
          logger: "com.xgen.svc.brs.grid.Daemon",
          caller: { file: "Daemon.java", method: "work", line: 9 },
        },
      },
    ],
    parse: parseApplicationRecord,
  }),
  format({
    name: "legacy",
    title: "Server log of early versions",
    description: "MMS 1.x and early Ops Manager; it has no time, so it is recognised but not analysed",
    categories: SERVER_LOGS,
    samples: [
      {
        text: "[main] INFO  com.example.Synthetic [start:244] - Synthetic start in: 13381 (ms)",
        expected: { logger: "com.example.Synthetic", caller: { file: null, method: "start", line: 244 } },
      },
      {
        text: "[main] INFO Synthetic:202 - Synthetic start",
        expected: { logger: "Synthetic", level: "INFO" },
      },
    ],
    parse: parseLegacyRecord,
  }),
  access("vhost", "Access log with virtual hosts", {
    text:
      'om.example.com:8080 192.0.2.1 - - [12/Apr/2026:03:14:15 +0000] "GET /synthetic HTTP/1.1" 200 5 "-" "synthetic/1"',
    expected: { vhost: "om.example.com", client: "192.0.2.1", userAgent: "synthetic/1" },
  }),
  access("common", "Access log, common or combined", {
    text: '192.0.2.1 - - [12/Apr/2026:03:14:15 +0000] "GET /synthetic?a=b HTTP/1.1" 200 512',
    expected: {
      client: "192.0.2.1",
      timeMs: TIME_MS,
      url: "/synthetic?a=b",
      status: 200,
      responseBytes: 512,
    },
  }, {
    text:
      '2001:db8::1 - sam [12/Apr/2026:03:14:15 +0000] "PUT /synthetic HTTP/1.1" 409 - "-" "synthetic/1" 17',
    expected: {
      user: "sam",
      method: "PUT",
      responseBytes: null,
      referer: null,
      userAgent: "synthetic/1",
      latencyMs: 17,
    },
  }),
  access("old-combined", "Access log, combined of old logback versions", {
    text: '192.0.2.1 - [12/Apr/2026:03:14:15 +0000] 200 512 "-" "synthetic/1"',
    expected: { url: null, status: 200, userAgent: "synthetic/1" },
  }),
  format({
    name: "startup",
    title: "Console output of a start",
    description: "What the wrapper scripts print; people add these files by hand",
    categories: ["other"],
    samples: [{ text: "Starting pre-flight checks", expected: { message: "Starting pre-flight checks" } }],
    parse: (text) => WRAPPER.test(text) ? { message: text } : null,
  }),
];

/** The format a line begins a record of; null for a continuation line and for what no format knows. */
export function formatOf(line: string): LogFormat | null {
  return LOG_FORMATS.find((candidate) => candidate.matches(line)) ?? null;
}

function format(parts: Omit<LogFormat, "matches">): LogFormat {
  return { ...parts, matches: (line) => parts.parse(line) !== null };
}

function access(name: string, title: string, ...samples: LogSample[]): LogFormat {
  const layout = ACCESS_LAYOUTS.find((candidate) => candidate.name === name);
  const description = `Lines of the form ${layout?.pattern ?? name}, whatever follows`;
  const parse = (text: string): AccessLine | null =>
    firstLayout(text) === layout ? parseAccessLine(text, layout) : null;
  return format({ name: `access-${name}`, title, description, categories: ["http_access"], samples, parse });
}

function firstLayout(line: string): AccessLayout | undefined {
  return ACCESS_LAYOUTS.find((layout) => parseAccessLine(line, layout) !== null);
}
