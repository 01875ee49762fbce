import { DEFAULT_FORMATS, type Format, FORMATS } from "./analyze_flags.ts";
import { type FlagTable, switchFlag, valueFlag } from "./flags/flag.ts";
import { readChoices, readText } from "./flags/flag_values.ts";

/** What the flags of `omlens report` give. */
export interface ReportValues {
  /** Files to write. */
  format: Format[];
  /** Folder of the files. */
  out: string;
  /** Print analysis.json, write nothing. */
  json: true;
  /** Id of an incident, or its place in the report. */
  incident: string;
  /** Print the JSON Schema of analysis.json. */
  schema: true;
}

/** Flags of `omlens report`. */
export const REPORT_FLAGS: FlagTable<ReportValues> = {
  format: valueFlag(
    "LIST",
    `of ${FORMATS.join(",")}; default ${DEFAULT_FORMATS.join(",")}`,
    readChoices(FORMATS),
  ),
  out: valueFlag("DIR", "where the files go; default the folder of the case", readText),
  json: switchFlag("print analysis.json on stdout, write nothing"),
  incident: valueFlag(
    "ID",
    "print one incident as Markdown for a ticket: its id, or 1 for the worst",
    readText,
  ),
  schema: switchFlag("print the JSON Schema of analysis.json; needs no case"),
};
