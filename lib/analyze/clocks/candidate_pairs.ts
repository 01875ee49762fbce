import type { ChangeRequest } from "./change_request.ts";
import type { TwinPair } from "./offset_vote.ts";
import type { PersonalEvent } from "./personal_event.ts";
import { type NameWorth, type TwinGrade, twinGrade } from "./twin_grade.ts";

/** An event, and a request that may have made it. */
export interface CandidatePair extends TwinPair {
  /** Number of the event. */
  readonly event: number;
  /** Number of the request. */
  readonly request: number;
  /** How well they fit, time aside; at least 1. */
  readonly grade: TwinGrade;
}

/** What pairs are looked for among. */
export interface TwinSearch {
  /** Events of people, by time. */
  readonly events: readonly PersonalEvent[];
  /** Requests of people, by time. */
  readonly requests: readonly ChangeRequest[];
  /** What names are worth. */
  readonly worth: NameWorth;
}

/** No clock that anybody trusts is further off. */
export const MAX_OFFSET_MS = 7_200_000;
/** Comparisons in all: of more events only every second, third, … is looked at. */
const MAX_COMPARISONS = 2_000_000;
const MAX_PAIRS = 400_000;
/** What one person does within so much is one act. */
const ACT_MS = 30_000;

/** Pairs that are no further apart than clocks may be, by host. */
export function candidatePairs(search: TwinSearch): Map<string, CandidatePair[]> {
  const { events, requests, worth } = search;
  const eventActs = actsOf(events.map(({ timeMs, user, address }) => ({ timeMs, who: user || address })));
  const requestActs = actsOf(
    requests.map(({ timeMs, host, user, client }) => ({ timeMs, who: `${host} ${user || client}` })),
  );
  const byHost = new Map<string, CandidatePair[]>();
  const step = strideOver(search);
  let pairs = 0;
  for (let event = 0; event < events.length && pairs < MAX_PAIRS; event += step) {
    const { timeMs } = events[event]!;
    for (let at = firstFrom(requests, timeMs - MAX_OFFSET_MS); at < requests.length; at++) {
      const request = requests[at]!;
      const differenceMs = request.timeMs - timeMs;
      if (differenceMs > MAX_OFFSET_MS) break;
      const grade = twinGrade(events[event]!, request, worth);
      if (grade === 0) continue;
      const own = byHost.get(request.host) ?? [];
      byHost.set(request.host, own);
      own.push({
        event,
        request: at,
        grade,
        differenceMs,
        eventAct: eventActs[event]!,
        requestAct: requestActs[at]!,
      });
      pairs++;
    }
  }
  return byHost;
}

/** Place of the first request at or after a time. */
export function firstFrom(requests: readonly Pick<ChangeRequest, "timeMs">[], timeMs: number): number {
  let [low, high] = [0, requests.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (requests[middle]!.timeMs < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Numbers of acts: what somebody does in quick succession is not independent. */
function actsOf(doings: readonly { readonly timeMs: number; readonly who: string }[]): number[] {
  const last = new Map<string, { timeMs: number; act: number }>();
  let acts = 0;
  return doings.map(({ timeMs, who }) => {
    const before = last.get(who);
    const act = before !== undefined && timeMs - before.timeMs <= ACT_MS ? before.act : acts++;
    last.set(who, { timeMs, act });
    return act;
  });
}

function strideOver({ events, requests }: TwinSearch): number {
  let comparisons = 0;
  for (const { timeMs } of events) {
    comparisons += firstFrom(requests, timeMs + MAX_OFFSET_MS) - firstFrom(requests, timeMs - MAX_OFFSET_MS);
  }
  return Math.max(1, Math.ceil(comparisons / MAX_COMPARISONS));
}
