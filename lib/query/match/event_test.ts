import type { EventRow } from "../../events/event_row.ts";
import type { Filter } from "../filter.ts";
import type { TextField } from "../filter_field.ts";
import { fitsRecord } from "./record_test.ts";

/** Whether an event fits a filter, as a record does: what it does not have (level, status, …) fits no term about it. */
export function fitsEvent(filter: Filter, event: EventRow): boolean {
  return fitsRecord(filter, {
    textOf: (field) => textOf(event, field) ?? null,
    numberOf: (field) => field === "time" ? Date.parse(event.time) : null,
  });
}

function textOf({ type, summary, ...event }: EventRow, field: TextField): string | undefined {
  switch (field) {
    case "type":
      return type;
    case "message":
      return summary;
    case "text":
      return `${type} ${summary}`;
    case "host":
      return event.host;
    case "gid":
      return event.groupId;
    case "user":
      return event.user;
    case "client":
      return event.remoteAddress;
    default:
      return undefined;
  }
}
