import type { Severity } from "../analyze/analysis.ts";
import { DEFAULT_READ_LIMITS } from "../archive/read_limits.ts";
import type { Category } from "../parse/member_origin.ts";
import { listFlag, switchFlag, valueFlag } from "./flags/flag.ts";
import {
  readChoice,
  readChoices,
  readDuration,
  readInteger,
  readSize,
  readText,
  readTime,
} from "./flags/flag_values.ts";

const CATEGORIES = ["application", "http_access", "migration", "daemon", "other"] as const satisfies Category[];
const { maxBytes, maxMembers, maxRatio, maxDepth } = DEFAULT_READ_LIMITS;

/** Severities, worst first. */
export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const satisfies Severity[];
/** What can be written. */
export const FORMATS = ["json", "html", "md"] as const;
/** When to colour. */
export const COLORS = ["auto", "always", "never"] as const;

/** Flags of every command that analyses. */
export const OUTPUT_FLAGS = {
  json: switchFlag("print analysis.json on stdout instead of the summary"),
  quiet: switchFlag("no progress on stderr"),
  color: valueFlag("WHEN", `${COLORS.join(", ")}; default auto: on a terminal`, readChoice(COLORS)),
} as const;

/** Flags of `omlens analyze`. */
export const ANALYZE_FLAGS = {
  events: listFlag("FILE", "organization, project or global events, in any saved form", readText),
  out: valueFlag("DIR", "where the results go; default NAME.omlens, NAME from the first input", readText),
  format: valueFlag("LIST", `of ${FORMATS.join(",")}; default all`, readChoices(FORMATS)),
  since: valueFlag("TIME", "only records and events from then on: ISO 8601, or -2h before the end", readTime),
  until: valueFlag("TIME", "only records and events until then", readTime),
  host: listFlag("HOST", "only this host", readText),
  category: listFlag("CATEGORY", `only this kind of log: ${CATEGORIES.join(", ")}`, readChoice(CATEGORIES)),
  lead: valueFlag("DURATION", "how far before an onset an event may be its cause; default 30m", readDuration),
  "access-layout": valueFlag("PATTERN", "logback-access pattern of the access logs, when not found", readText),
  rules: listFlag("PATH", "more rules: a YAML file or a folder of them", readText),
  "no-builtin-rules": switchFlag("leave out the rules that come with omlens"),
  strict: switchFlag("exit 4 when any input was damaged, cut or only partly understood"),
  "fail-on": valueFlag(
    "SEVERITY",
    `exit 1 on a finding as bad as this: ${SEVERITIES.join(", ")}`,
    readChoice(SEVERITIES),
  ),
  "max-bytes": valueFlag("SIZE", `most bytes of an input, uncompressed; default ${maxBytes / 2 ** 30}GiB`, readSize),
  "max-members": valueFlag("N", `most files of an input; default ${maxMembers}`, readInteger(1)),
  "max-line-bytes": valueFlag("SIZE", "longest line that is kept whole", readSize),
  "max-ratio": valueFlag("N", `highest compression ratio; default ${maxRatio}`, readInteger(1)),
  "max-depth": valueFlag("N", `most archives inside one another; default ${maxDepth}`, readInteger(1)),
  ...OUTPUT_FLAGS,
} as const;
