import type { EventRow } from "../../events/event_row.ts";
import { topicsOfType, wordsOfType } from "./request_topics.ts";

/** An event that a person or a key made over HTTP. */
export interface PersonalEvent {
  /** The event. */
  readonly event: EventRow;
  /** When, by the API's clock, epoch milliseconds. */
  readonly timeMs: number;
  /** Login name or public key, in lower case; "": not told. */
  readonly user: string;
  /** Address; "": not told. */
  readonly address: string;
  /** Ids of what it is about, in lower case. */
  readonly ids: ReadonlySet<string>;
  /** Words of its type that name what was changed. */
  readonly words: readonly string[];
  /** Bits of what it is about. */
  readonly topics: number;
}

/** Acts of people that change nothing but are requests all the same. */
const SIGN_IN = /LOGIN|PASSWORD|MULTI_FACTOR|ACCOUNT_UNLOCKED/;
/** What was refused, and what was only looked at. */
const WITHOUT_CHANGE = /UNSUCCESSFUL|FAILED|VIEWED|DOWNLOAD/;
const ID = /^[0-9a-f]{24}$/i;

/** Events that a writing request made, by time. */
export function personalEvents(events: readonly EventRow[]): PersonalEvent[] {
  return events.filter(isPersonal).map((event) => ({
    event,
    timeMs: Date.parse(event.time),
    user: (event.user ?? "").toLowerCase(),
    address: event.remoteAddress ?? "",
    ids: idsOf(event),
    words: wordsOfType(event.type),
    topics: isSetting(event) ? 0 : topicsOfType(event.type),
  }));
}

/** The docs give this type two meanings; without a project any setting of Ops Manager was changed. */
function isSetting({ type, groupId }: EventRow): boolean {
  return type === "AUTOMATION_CONFIG_PUBLISHED_AUDIT" && groupId === undefined;
}

function isPersonal({ role, type, user, remoteAddress }: EventRow): boolean {
  if (user === undefined && remoteAddress === undefined) return false;
  if (role === "alert" || role === "recovery" || WITHOUT_CHANGE.test(type)) return false;
  return role !== "access" || SIGN_IN.test(type);
}

function idsOf({ groupId, cluster, raw }: EventRow): ReadonlySet<string> {
  const values: unknown[] = typeof raw === "object" && raw !== null ? Object.values(raw) : [];
  const ids = [groupId, cluster, ...values].filter((value) => typeof value === "string" && ID.test(value));
  return new Set(ids.map((id) => String(id).toLowerCase()));
}
