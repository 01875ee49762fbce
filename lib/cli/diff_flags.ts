import { SEVERITIES, type Severity } from "../rules/rule.ts";
import { type Color, OUTPUT_FLAGS } from "./analyze_flags.ts";
import { type FlagTable, switchFlag, valueFlag } from "./flags/flag.ts";
import { readChoice, readText } from "./flags/flag_values.ts";

/** How differences are written. */
export type DiffFormat = "text" | "json" | "md" | "html";
const FORMATS: readonly DiffFormat[] = ["text", "json", "md", "html"];

/** What the flags of `omlens diff` give. */
export interface DiffValues {
  /** How differences are written. */
  format: DiffFormat;
  /** The same as `json` for the format. */
  json: true;
  /** File. */
  out: string;
  /** Exit 1 on a new or worse finding as bad as this. */
  "fail-on": Severity;
  /** When to colour. */
  color: Color;
}

/** Flags of `omlens diff`. */
export const DIFF_FLAGS: FlagTable<DiffValues> = {
  format: valueFlag("FORMAT", `${FORMATS.join(", ")}; default text`, readChoice(FORMATS)),
  json: switchFlag("the same as --format json"),
  out: valueFlag("FILE", "where it goes; default standard output", readText),
  "fail-on": valueFlag(
    "SEVERITY",
    `exit 1 on a new or worse finding as bad as this: ${SEVERITIES.join(", ")}`,
    readChoice(SEVERITIES),
  ),
  color: OUTPUT_FLAGS.color,
};
