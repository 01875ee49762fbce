import type { CandidatePair, TwinSearch } from "./candidate_pairs.ts";
import { candidatePairs, MAX_OFFSET_MS } from "./candidate_pairs.ts";
import { type OffsetBounds, type OffsetEstimate, offsetWithin } from "./offset_interval.ts";
import { type OffsetVote, voteOffset } from "./offset_vote.ts";

/** The offset of a host by its twins. */
export interface TwinOffset extends OffsetEstimate {
  /** Host. */
  readonly host: string;
  /** The pairs behind it, by event: each event and request once. */
  readonly twins: readonly CandidatePair[];
}

interface HostVote extends OffsetVote {
  readonly host: string;
  readonly minGrade: number;
}

/** Only pairs that fit in all respects, then those that fit well, then any. */
const GRADES = [3, 2, 1] as const;
/** Twins differ by no more than this from the middle of all. */
const TWIN_SLACK_MS = 2000;
/** Each host that is decided about has the others looked at again. */
const MAX_HOSTS = 64;
const SECOND_MS = 1000;

/**
 * Offsets of hosts by events and the requests that made them: the host's log has them all the same time apart. The surest
 * host is first; its events are in no other host's log. `expectedMs` is what other evidence tells, or 0.
 */
export function twinOffsets(search: TwinSearch, expectedMs: (host: string) => number): TwinOffset[] {
  const left = candidatePairs(search);
  const votes = new Map<string, HostVote>();
  const vote = (host: string) => {
    const best = bestVote(host, left.get(host)!, expectedMs(host));
    if (best === null) votes.delete(host);
    else votes.set(host, best);
  };
  for (const host of left.keys()) vote(host);
  const offsets: TwinOffset[] = [];
  while (offsets.length < MAX_HOSTS) {
    const surest = [...votes.values()].sort(bySureness)[0];
    if (surest === undefined) break;
    const twins = twinsOf(left.get(surest.host)!, surest);
    offsets.push({ host: surest.host, ...estimate(search, twins), twins });
    left.delete(surest.host);
    votes.delete(surest.host);
    const explained = new Set(twins.map(({ event }) => event));
    for (const [host, pairs] of left) {
      const others = pairs.filter(({ event }) => !explained.has(event));
      if (others.length === pairs.length) continue;
      left.set(host, others);
      vote(host);
    }
  }
  return offsets.sort((a, b) => a.host < b.host ? -1 : 1);
}

function bestVote(host: string, pairs: readonly CandidatePair[], expectedMs: number): HostVote | null {
  const votes = GRADES.flatMap((minGrade): HostVote[] => {
    const fitting = pairs.filter(({ grade }) => grade >= minGrade);
    const vote = voteOffset(fitting, { maxOffsetMs: MAX_OFFSET_MS, expectedMs });
    return vote === null ? [] : [{ ...vote, host, minGrade }];
  });
  return votes.sort(bySureness)[0] ?? null;
}

function bySureness(a: HostVote, b: HostVote): number {
  return a.pValue - b.pValue || b.acts - a.acts || b.minGrade - a.minGrade || (a.host < b.host ? -1 : 1);
}

/** The best pairs at an offset, each event and each request once. */
function twinsOf(pairs: readonly CandidatePair[], { offsetMs, minGrade }: HostVote): CandidatePair[] {
  const distance = ({ differenceMs }: CandidatePair) => Math.abs(differenceMs - offsetMs);
  const near = pairs.filter((pair) => pair.grade >= minGrade && distance(pair) <= TWIN_SLACK_MS)
    .sort((a, b) =>
      b.grade - a.grade || distance(a) - distance(b) || a.event - b.event || a.request - b.request
    );
  const [events, requests] = [new Set<number>(), new Set<number>()];
  const twins = near.filter(({ event, request }) => {
    if (events.has(event) || requests.has(request)) return false;
    events.add(event);
    requests.add(request);
    return true;
  });
  return twins.sort((a, b) => a.event - b.event);
}

function estimate(search: TwinSearch, twins: readonly CandidatePair[]): OffsetEstimate {
  return offsetWithin(twins.map((twin) => boundsOf(search, twin)));
}

/** The event is written while the request is served; times may be cut to whole seconds, and the log's is start or end. */
function boundsOf({ events, requests }: TwinSearch, twin: CandidatePair): OffsetBounds {
  const { latencyMs } = requests[twin.request]!;
  return {
    fromMs: twin.differenceMs - cutMs(events[twin.event]!.timeMs) - latencyMs,
    toMs: twin.differenceMs + cutMs(requests[twin.request]!.timeMs) + latencyMs,
  };
}

/** What may have been cut off a time. */
function cutMs(timeMs: number): number {
  return timeMs % SECOND_MS === 0 ? SECOND_MS : 0;
}
