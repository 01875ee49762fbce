import { lettersOf } from "../clocks/request_topics.ts";
import type { EventOrigin } from "./event_origins.ts";
import { firstAt, type RequestRecord } from "./request_record.ts";
import { stretchOf } from "./request_stretch.ts";

/** A record may be written right after the answer. */
export const SLACK_MS = 250;
const MAX_RECORDS = 20;
const MAX_TEXT_CHARS = 1000;
/** Who works for agents. */
const AGENT_LOGGER = /\.(?:ping|slurp)\.|Agent\w*Resource|ah=/;

/** The records of the request that made an event: those of the one thread that fits best; none when several do. */
export function actRecords(origin: EventOrigin, records: readonly RequestRecord[]): RequestRecord[] {
  const { fromMs, toMs } = stretchOf(origin.request, null, SLACK_MS);
  const inTime: RequestRecord[] = [];
  for (let at = firstAt(records, fromMs); at < records.length && records[at]!.timeMs <= toMs; at++) {
    if (isPossible(origin, records[at]!)) inTime.push(records[at]!);
  }
  const threads = [...Map.groupBy(inTime, ({ thread }) => thread).values()]
    .map((own) => ({ own, fit: Math.max(...own.map((record) => fitOf(origin, record))) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit);
  const [best, second] = threads;
  if (best === undefined || second !== undefined && second.fit === best.fit) return [];
  return best.own.slice(0, MAX_RECORDS);
}

function isPossible({ event, request }: EventOrigin, { groupId }: RequestRecord): boolean {
  return groupId === "" || event.ids.has(groupId) || request.ids.has(groupId);
}

/** What speaks for a record: who is named in it, what it is about, the project. */
function fitOf({ event, request }: EventOrigin, { sample: { text }, groupId }: RequestRecord): number {
  const plain = text.toLowerCase();
  const namesActor = event.user !== "" && plain.includes(event.user) ||
    event.address !== "" && event.address !== request.client && plain.includes(event.address);
  const project = groupId === "" ? 0 : 1;
  if (namesActor) return 4 + project;
  if (AGENT_LOGGER.test(text)) return 0;
  const letters = lettersOf(text.slice(0, MAX_TEXT_CHARS));
  return project + (project > 0 && event.words.some((word) => letters.includes(word)) ? 2 : 0);
}
