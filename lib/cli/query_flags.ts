import type { Color } from "./analyze_flags.ts";
import { OUTPUT_FLAGS } from "./analyze_flags.ts";
import { type FlagTable, switchFlag, valueFlag } from "./flags/flag.ts";
import { readChoice, readInteger, readText, readTime } from "./flags/flag_values.ts";

/** How rows are printed. */
export type RowFormat = "text" | "ndjson" | "csv";
const FORMATS: readonly RowFormat[] = ["text", "ndjson", "csv"];

/** What the flags of `omlens query` give: times as given. */
export interface QueryValues {
  /** First moment. */
  since: string;
  /** Last moment. */
  until: string;
  /** Moment. */
  around: string;
  /** Records before and after. */
  context: number;
  /** Id. */
  signature: string;
  /** Id. */
  finding: string;
  /** Order by the API's clock. */
  corrected: true;
  /** How rows are printed. */
  format: RowFormat;
  /** Most rows. */
  limit: number;
  /** Where the archive is. */
  input: string;
  /** Records only. */
  "no-events": true;
  /** Only say how filters are written. */
  fields: true;
  /** When to colour. */
  color: Color;
}

/** Flags of `omlens query`. */
export const QUERY_FLAGS: FlagTable<QueryValues> = {
  since: valueFlag("TIME", "only from then on: ISO 8601, or -2h before the end of the logs", readTime),
  until: valueFlag("TIME", "only until then", readTime),
  around: valueFlag(
    "TIME",
    "only a minute before and after; around:TIME,5m in the filter for more",
    readTime,
  ),
  context: valueFlag("N", "N more records before and after each one, of its log file", readInteger(0)),
  signature: valueFlag("ID", "only records of this signature", readText),
  finding: valueFlag("ID", "only the records behind this finding, with the events of its time", readText),
  corrected: switchFlag("times and order by the clock of the API instead of each host's own"),
  format: valueFlag(
    "FORMAT",
    `${FORMATS.join(", ")}; default text. In csv, a text that a spreadsheet would run gets a leading '`,
    readChoice(FORMATS),
  ),
  limit: valueFlag("N", "at most N rows", readInteger(1)),
  input: valueFlag(
    "PATH",
    "where the archive is, when it is neither where it was nor beside the case",
    readText,
  ),
  "no-events": switchFlag("records only"),
  fields: switchFlag("print how filters are written, and their fields"),
  color: OUTPUT_FLAGS.color,
};
