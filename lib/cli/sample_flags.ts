import { INCIDENT_KINDS, type IncidentKind } from "../sample/incident_kind.ts";
import { OUTPUT_FLAGS, type OutputValues } from "./analyze_flags.ts";
import { type FlagTable, switchFlag, valueFlag } from "./flags/flag.ts";
import { readChoice, readInteger, readSize, readText } from "./flags/flag_values.ts";

// The keys of a record of all kinds.
const KINDS = Object.keys(INCIDENT_KINDS) as IncidentKind[];

/** What the flags of `omlens sample` give. */
export interface SampleValues extends OutputValues {
  /** Folder of the files. */
  out: string;
  /** Servers. */
  hosts: number;
  /** Days. */
  days: number;
  /** Number that everything random comes from. */
  seed: number;
  /** Bytes of all logs, uncompressed. */
  size: number;
  /** What happens. */
  incident: IncidentKind;
  /** Analyse it at once. */
  analyze: true;
}

/** Flags of `omlens sample`. */
export const SAMPLE_FLAGS: FlagTable<SampleValues> = {
  out: valueFlag("DIR", "where the files go; default omlens-sample", readText),
  hosts: valueFlag("N", "Ops Manager servers; default 3", readInteger(1)),
  days: valueFlag("N", "days of logs; default 2", readInteger(1)),
  seed: valueFlag("N", "another number, another world; default 1", readInteger(0)),
  size: valueFlag("SIZE", "all logs together, uncompressed; default 50MB", readSize),
  incident: valueFlag("KIND", `${KINDS.join(", ")}; default ${KINDS[0]}`, readChoice(KINDS)),
  analyze: switchFlag("analyse it at once, into DIR"),
  ...OUTPUT_FLAGS,
};
