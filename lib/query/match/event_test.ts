import type { EventRow } from "../../events/event_row.ts";
import {
  type AmongTerm,
  type CompareTerm,
  type Filter,
  type LikeTerm,
  numberTest,
  type RegexpTerm,
} from "../filter.ts";
import { judgeFilter } from "./judge_filter.ts";
import { textTest } from "./text_test.ts";
import { MAYBE, NO, type Plan, YES } from "./verdict.ts";

/**
 * Whether an event belongs among the records that a filter lets through: unless a term keeps it out. Terms about what
 * only records have (level, host, status, …) keep no event out, nor does `gid` one that concerns no project.
 */
export function fitsEvent(filter: Filter, event: EventRow): boolean {
  return judgeFilter(filter, {
    text: (term) => judgeText(term, event),
    number: (term) => judgeNumber(term, event),
  }) !== NO;
}

function judgeText(term: LikeTerm | RegexpTerm, event: EventRow): Plan {
  const fits = (text: string | undefined) => text !== undefined && textTest(term)(text) ? YES : NO;
  switch (term.field) {
    case "type":
      return fits(event.type);
    case "message":
      return fits(event.summary);
    case "text":
      return fits(`${event.type} ${event.summary}`);
    case "gid":
      return event.groupId === undefined ? MAYBE : fits(event.groupId);
    case "user":
      return fits(event.user);
    case "client":
      return fits(event.remoteAddress);
    default:
      return MAYBE;
  }
}

function judgeNumber(term: AmongTerm | CompareTerm, event: EventRow): Plan {
  if (term.field !== "time") return MAYBE;
  return numberTest(term)(Date.parse(event.time)) ? YES : NO;
}
