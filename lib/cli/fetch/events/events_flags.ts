import { type FlagTable, listFlag, switchFlag, valueFlag } from "../../flags/flag.ts";
import { readText } from "../../flags/flag_values.ts";
import { readTimeBeforeNow } from "../../flags/time_before_now.ts";

/** What the flags of `omlens fetch events` give: times as given. */
export interface EventsValues {
  /** Ids of organizations. */
  org: string[];
  /** Ids of projects. */
  project: string[];
  /** Events of the whole Ops Manager. */
  global: true;
  /** First moment. */
  since: string;
  /** Last moment. */
  until: string;
  /** Types of events. */
  type: string[];
  /** With what the API calls raw. */
  "include-raw": true;
  /** The file. */
  out: string;
  /** Print the result as JSON. */
  json: true;
}

/** Flags of `omlens fetch events`, besides those of the connection. */
export const EVENTS_FLAGS: FlagTable<EventsValues> = {
  org: listFlag(
    "ID",
    "events of this organization; default: organization and project of the profile",
    readText,
  ),
  project: listFlag("ID", "events of this project", readText),
  global: switchFlag("events of the whole Ops Manager"),
  since: valueFlag("TIME", "only from then on: ISO 8601, or -6h before now", readTimeBeforeNow),
  until: valueFlag("TIME", "only until then; default: now", readTimeBeforeNow),
  type: listFlag("TYPE", "only events of this type, for example HOST_DOWN", readText),
  "include-raw": switchFlag("with the field raw, whose content changes between releases"),
  out: valueFlag("FILE", "NDJSON, one event a line; what is new is added when it is there", readText),
  json: switchFlag("print the result as JSON"),
};
