/**
 * The result of an analysis: the shape of `analysis.json`, schema `omlens.analysis/1`.
 *
 * Times are ISO 8601 UTC with milliseconds; durations are integers ending in `Ms`; sizes are integers ending in
 * `Bytes`. Every list has a total order, stated at the field.
 *
 * @module
 */
import type { Diagnostic } from "../errors.ts";
import type { Confidence } from "../rules/rule.ts";
import type { Activity } from "./activity/activity.ts";
import type { Backup } from "./backups/backup.ts";
import type { Evidence, Finding, Incident, Series } from "./finding.ts";
import type { EventRow } from "../events/event_row.ts";
import type { Category } from "../parse/member_origin.ts";

/** The whole result. */
export interface Analysis {
  /** Name and version of this shape. */
  readonly schema: "omlens.analysis/1";
  /** The program that made it. */
  readonly tool: { readonly name: "omlens"; readonly version: string };
  /** The options that change results; no paths of the machine. */
  readonly options: Readonly<Record<string, unknown>>;
  /** In the order given. */
  readonly inputs: readonly Input[];
  /** First to last record, over all hosts. */
  readonly span: { readonly start: string; readonly end: string } | null;
  /** Sums over all inputs. */
  readonly totals: Totals;
  /** By host, then category. */
  readonly coverage: readonly Coverage[];
  /** By input, member, byteOffset, code. */
  readonly diagnostics: readonly Diagnostic[];
  /** By time, then host. */
  readonly restarts: readonly Restart[];
  /** By host. */
  readonly clocks: readonly Clock[];
  /** Most frequent first, then by id. */
  readonly signatures: readonly Signature[];
  /** HTTP access, all hosts together. */
  readonly access: Access;
  /** By host, then category; all on one grid of at most 721 buckets. What is outside the span is in none. */
  readonly activity: readonly Activity[];
  /** Finer: around the start of incidents, of the hosts they concern. By start, host, category; times do not overlap. */
  readonly activityDetail: readonly Activity[];
  /** By host, then project. */
  readonly agents: readonly Agent[];
  /** By first record, then project, replica set. */
  readonly backups: readonly Backup[];
  /** By time, then id. */
  readonly events: readonly EventRow[];
  /** By event, then request. */
  readonly traces: readonly Trace[];
  /** By event, metric, scope. */
  readonly impacts: readonly Impact[];
  /** Most severe first, then by onset, then id. */
  readonly findings: readonly Finding[];
  /** By start, then id. */
  readonly incidents: readonly Incident[];
}

/** Sums over all inputs. */
export interface Totals {
  /** Bytes read from the inputs. */
  readonly inputBytes: number;
  /** Bytes of all log members, uncompressed. */
  readonly uncompressedBytes: number;
  /** Regular files found. */
  readonly members: number;
  /** Lines of log members. */
  readonly lines: number;
  /** Records: a record is one line or more. */
  readonly records: number;
  /** Lines that belong to no record. */
  readonly rejectedLines: number;
  /** Events, without duplicates. */
  readonly events: number;
}

/** One thing given on the command line. */
export interface Input {
  /** Its name, without folders of the machine. */
  readonly name: string;
  /** What it turned out to be. */
  readonly kind: "archive" | "folder" | "log" | "stream";
  /** SHA-256 of its bytes, lower-case hex; of a folder: of the list of its files' names, sizes and hashes. */
  readonly sha256: string;
  /** Bytes read. */
  readonly inputBytes: number;
  /** Whether all of it could be read. */
  readonly complete: boolean;
}

/** What there is of one host and category. */
export interface Coverage {
  /** Host name as in the archive. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
  /** By first time, then member. */
  readonly files: readonly CoveredFile[];
  /** First record. */
  readonly start: string | null;
  /** Last record. */
  readonly end: string | null;
  /** By start. */
  readonly gaps: readonly {
    readonly start: string;
    readonly end: string;
    readonly kind: "silent" | "missing" | "cut";
  }[];
}

/** One log file of a host. */
export interface CoveredFile {
  /** Path inside the input. */
  readonly member: string;
  /** Lines, whatever they are. */
  readonly lines: number;
  /** Records. */
  readonly records: number;
  /** Lines that belong to no record. */
  readonly rejectedLines: number;
  /** Time of the first record. */
  readonly start: string | null;
  /** Time of the last record. */
  readonly end: string | null;
  /** Whether it was read to its end. */
  readonly complete: boolean;
  /** Name of the layout its lines were read with. */
  readonly layout: string | null;
}

/** A start of the server process. */
export interface Restart {
  /** Host name. */
  readonly host: string;
  /** When it came back: first record after the header line. */
  readonly time: string;
  /** Version in the header line. */
  readonly version: string | null;
  /** Version that ran before. */
  readonly previousVersion: string | null;
  /** `start`: nothing precedes; `clean`: shutdown messages precede; `abrupt`: ordinary traffic just stops. */
  readonly kind: "start" | "clean" | "abrupt";
  /** Time without records before it. */
  readonly silentMs: number | null;
  /** The header line, and the last record before. */
  readonly evidence: readonly Evidence[];
}

/** A host's clock against the API's. */
export interface Clock {
  /** Host name. */
  readonly host: string;
  /** Host clock minus API clock; positive: the host is ahead. */
  readonly offsetMs: number;
  /** Half width of the interval the offset is in. */
  readonly uncertaintyMs: number;
  /** How it was measured. */
  readonly basis: "event-twin" | "agent-at" | "request-pair";
  /** Number of measurements. */
  readonly samples: number;
}

/** A message template or exception, counted. */
export interface Signature {
  /** Hash of level, logger, template and exception fingerprint. */
  readonly id: string;
  /** The message with its variable parts masked as `#`. */
  readonly template: string;
  /** Level as logged. */
  readonly level: string;
  /** Logger, when there is one. */
  readonly logger: string | null;
  /** Class chain of the exception, outermost first, joined by ` < `. */
  readonly exception: string | null;
  /** Records. */
  readonly count: number;
  /** First time. */
  readonly first: string;
  /** Last time. */
  readonly last: string;
  /** Sorted. */
  readonly hosts: readonly string[];
  /** Whether it starts late in the span. */
  readonly novel: boolean;
  /** Records over the span in at most 72 buckets, the same for all; left out when there is one record. */
  readonly series?: Series;
  /** Samples, earliest first. */
  readonly evidence: readonly Evidence[];
}

/** HTTP access, all hosts together. */
export interface Access {
  /** Most frequent first, then by route, method. */
  readonly routes: readonly Route[];
  /** Most requests first, then by client. */
  readonly clients: readonly { readonly client: string; readonly count: number; readonly errors: number }[];
  /** Requests over time. */
  readonly series: {
    readonly start: string;
    readonly bucketMs: number;
    readonly requests: readonly number[];
    readonly errors5xx: readonly number[];
    readonly errors4xx: readonly number[];
    readonly p95Ms: readonly (number | null)[];
  };
}

/** One method and route template. */
export interface Route {
  /** HTTP method. */
  readonly method: string;
  /** Path without query; ids, UUIDs and numbers as placeholders. */
  readonly route: string;
  /** Requests. */
  readonly count: number;
  /** Requests by status code. */
  readonly status: Readonly<Record<string, number>>;
  /** Bytes sent. */
  readonly responseBytes: number;
  /** Percentiles, when the log has the time taken. */
  readonly latencyMs: Readonly<Record<"p50" | "p90" | "p95" | "p99" | "max", number>> | null;
}

/** One agent of one project. */
export interface Agent {
  /** `ah` of its requests. */
  readonly host: string;
  /** Project id. */
  readonly groupId: string | null;
  /** `av` of its last request. */
  readonly version: string | null;
  /** Requests. */
  readonly requests: number;
  /** First request. */
  readonly first: string;
  /** Last request. */
  readonly last: string;
  /** Requests answered with 401. */
  readonly unauthorized: number;
  /** Longest time without a request. */
  readonly longestSilenceMs: number;
  /** Agent clock (`at`) minus access-log time, median. */
  readonly clockOffsetMs: number | null;
  /**
   * In how many stretches of ten seconds (wider ones in a large fleet) it called, in at most 97 buckets over the span, the
   * same for all: nothing is silence. Left out when there are thousands of agents.
   */
  readonly calls?: Series;
}

/** An event, the request that made it, and what the server logged for it. */
export interface Trace {
  /** Event. */
  readonly eventId: string | null;
  /** Access line. */
  readonly request: Evidence | null;
  /** Application records. */
  readonly records: readonly Evidence[];
  /** Request minus event. */
  readonly offsetMs: number | null;
  /** How sure. */
  readonly confidence: Confidence;
}

/** What measurably changed after an event. */
export interface Impact {
  /** Event. */
  readonly eventId: string;
  /** What was measured. */
  readonly metric: string;
  /** On what. */
  readonly scope: string;
  /** Value before. */
  readonly before: number;
  /** Value after. */
  readonly after: number;
  /** after / before. */
  readonly ratio: number | null;
  /** Of the test. */
  readonly pValue: number;
  /** After Benjamini-Hochberg over the run. */
  readonly qValue: number;
  /** Whether qValue is below the level of the run. */
  readonly significant: boolean;
}
