import { SEVERITIES, type Severity } from "../rules/rule.ts";
import { DEFAULT_MEMORY_BYTES } from "../analyze/memory_plan.ts";
import { DEFAULT_READ_LIMITS } from "../archive/read_limits.ts";
import type { Category } from "../parse/member_origin.ts";
import { type FlagTable, listFlag, switchFlag, valueFlag } from "./flags/flag.ts";
import {
  readChoice,
  readChoices,
  readDuration,
  readInteger,
  readSize,
  readText,
  readTime,
} from "./flags/flag_values.ts";

const CATEGORIES = [
  "application",
  "http_access",
  "migration",
  "daemon",
  "other",
] as const satisfies Category[];
const { maxBytes, maxMembers, maxRatio, maxDepth } = DEFAULT_READ_LIMITS;

/** What can be written. */
export type Format = "json" | "html" | "md" | "csv" | "ndjson" | "sarif" | "junit";
/** All of them. */
export const FORMATS: readonly Format[] = ["json", "html", "md", "csv", "ndjson", "sarif", "junit"];
/** Those that are written when none is named. */
export const DEFAULT_FORMATS: readonly Format[] = ["json", "html", "md"];
/** When to colour. */
export type Color = "auto" | "always" | "never";
const COLORS: readonly Color[] = ["auto", "always", "never"];

/** What the flags of every command that analyses give. */
export interface OutputValues {
  /** Print analysis.json instead of the summary. */
  json: true;
  /** No progress. */
  quiet: true;
  /** When to colour. */
  color: Color;
  /** Draw with ASCII alone. */
  ascii: true;
}

/** What the flags of `omlens analyze` give: times as given, durations in milliseconds, sizes in bytes. */
export interface AnalyzeValues extends OutputValues {
  /** Paths. */
  events: string[];
  /** Paths. */
  job: string[];
  /** Folder of the results. */
  out: string;
  /** Files to write. */
  format: Format[];
  /** First moment. */
  since: string;
  /** Last moment. */
  until: string;
  /** Names. */
  host: string[];
  /** Kinds of log. */
  category: Category[];
  /** Lead window. */
  lead: number;
  /** logback-access pattern. */
  "access-layout": string;
  /** Paths. */
  rules: string[];
  /** Without case.db. */
  lean: true;
  /** With the lines in case.db. */
  embed: true;
  /** Without the rules that come with omlens. */
  "no-builtin-rules": true;
  /** Exit 4 when something is missing. */
  strict: true;
  /** Exit 1 on a finding as bad as this. */
  "fail-on": Severity;
  /** Memory for what grows with the logs. */
  memory: number;
  /** Limit. */
  "max-bytes": number;
  /** Limit. */
  "max-members": number;
  /** Limit. */
  "max-line-bytes": number;
  /** Limit. */
  "max-ratio": number;
  /** Limit. */
  "max-depth": number;
}

/** Flags of every command that analyses. */
export const OUTPUT_FLAGS: FlagTable<OutputValues> = {
  json: switchFlag("print analysis.json on stdout instead of the summary"),
  quiet: switchFlag("no progress on stderr"),
  color: valueFlag("WHEN", `${COLORS.join(", ")}; default auto: on a terminal`, readChoice(COLORS)),
  ascii: switchFlag("draw the summary with ASCII alone; so also when the locale is not UTF-8"),
};

/** Flags of `omlens analyze`. */
export const ANALYZE_FLAGS: FlagTable<AnalyzeValues> = {
  events: listFlag("FILE", "organization, project or global events, in any saved form", readText),
  job: listFlag(
    "FILE",
    "the log collection job's document: what failed or was cut enters the coverage",
    readText,
  ),
  out: valueFlag("DIR", "where the results go; default NAME.omlens, NAME from the first input", readText),
  format: valueFlag(
    "LIST",
    `of ${FORMATS.join(",")}; default ${DEFAULT_FORMATS.join(",")}`,
    readChoices(FORMATS),
  ),
  since: valueFlag("TIME", "only records and events from then on: ISO 8601, or -2h before the end", readTime),
  until: valueFlag("TIME", "only records and events until then", readTime),
  host: listFlag("HOST", "only this host", readText),
  category: listFlag("CATEGORY", `only this kind of log: ${CATEGORIES.join(", ")}`, readChoice(CATEGORIES)),
  lead: valueFlag("DURATION", "how far before an onset an event may be its cause; default 30m", readDuration),
  "access-layout": valueFlag(
    "PATTERN",
    "logback-access pattern of the access logs, when not found",
    readText,
  ),
  rules: listFlag("PATH", "more rules: a YAML file or a folder of them", readText),
  "no-builtin-rules": switchFlag("leave out the rules that come with omlens"),
  lean: switchFlag("write the reports only, no case.db"),
  embed: switchFlag("keep the lines in case.db, so that it can travel without its archive"),
  strict: switchFlag("exit 4 when any input was damaged, cut or only partly understood"),
  "fail-on": valueFlag(
    "SEVERITY",
    `exit 1 on a finding as bad as this: ${SEVERITIES.join(", ")}`,
    readChoice(SEVERITIES),
  ),
  memory: valueFlag(
    "SIZE",
    `memory for what grows with the logs, more goes to disk; default ${DEFAULT_MEMORY_BYTES / 2 ** 20}MiB`,
    readSize,
  ),
  "max-bytes": valueFlag(
    "SIZE",
    `most bytes of an input, uncompressed; default ${maxBytes / 2 ** 30}GiB`,
    readSize,
  ),
  "max-members": valueFlag("N", `most files of an input; default ${maxMembers}`, readInteger(1)),
  "max-line-bytes": valueFlag("SIZE", "longest line that is kept whole", readSize),
  "max-ratio": valueFlag("N", `highest compression ratio; default ${maxRatio}`, readInteger(1)),
  "max-depth": valueFlag("N", `most archives inside one another; default ${maxDepth}`, readInteger(1)),
  ...OUTPUT_FLAGS,
};
