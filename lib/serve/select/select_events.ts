import type { EventRole, EventRow } from "../../events/event_row.ts";
import {
  choiceParameter,
  type ParameterTable,
  textParameter,
  timeParameter,
} from "../../view/params/parameter.ts";
import { holdsText } from "./slice_list.ts";

/** What an event can be, the most telling first. */
export const ROLES: readonly EventRole[] = ["change", "alert", "recovery", "access", "info"];

/** Which events are asked for. Times are epoch milliseconds. */
export interface EventChoice {
  /** Exactly this role. */
  role: EventRole | undefined;
  /** Exactly this type. */
  type: string | undefined;
  /** Text in summary, type, user, address, host, project or id. */
  q: string | undefined;
  /** From then on. */
  since: number | undefined;
  /** Up to then. */
  until: number | undefined;
}

/** Parameters that choose events. */
export const EVENT_PARAMETERS: ParameterTable<EventChoice> = {
  role: choiceParameter("only of this role", ROLES),
  type: textParameter("only of this type"),
  q: textParameter("text that is in its summary, type, user, address, host, project or id"),
  since: timeParameter("only from then on"),
  until: timeParameter("only up to then"),
};

/** Chooses events; the order stays. */
export function selectEvents(events: readonly EventRow[], choice: EventChoice): readonly EventRow[] {
  const { role, type, q, since = -Infinity, until = Infinity } = choice;
  return events.filter((event) => {
    const timeMs = Date.parse(event.time);
    const { summary, user, remoteAddress, host, groupId, id } = event;
    return (role === undefined || event.role === role) && (type === undefined || event.type === type) &&
      timeMs >= since && timeMs <= until &&
      holdsText(q, [summary, event.type, user, remoteAddress, host, groupId, id]);
  });
}
