import type { Confidence } from "../../rules/rule.ts";
import { firstFrom } from "../clocks/candidate_pairs.ts";
import type { ChangeRequest } from "../clocks/change_request.ts";
import type { HostClocks } from "../clocks/find_clocks.ts";
import type { PersonalEvent } from "../clocks/personal_event.ts";
import { isSameAddress, isUsualMethod, type TwinGrade, twinGrade } from "../clocks/twin_grade.ts";

/** A change event and the request that made it. */
export interface EventOrigin {
  /** The event. */
  readonly event: PersonalEvent;
  /** The request. */
  readonly request: ChangeRequest;
  /** How sure. */
  readonly confidence: Confidence;
}

interface Candidate {
  readonly at: number;
  readonly request: ChangeRequest;
  readonly grade: TwinGrade;
  /** How far it is from where its host's clock would have it. */
  readonly distanceMs: number;
  /** Whether it made another event already. */
  readonly isUsed: boolean;
  readonly isUsual: boolean;
}

/** Both times may be cut to whole seconds. */
const SLACK_MS = 1500;
/** Two requests that differ by less are of one moment. */
const MOMENT_MS = 1000;
/** One request may make several events, at once. */
const AT_ONCE_MS = 2000;
const LOWER: Readonly<Record<Confidence, Confidence>> = { high: "medium", medium: "low", low: "low" };

/** The requests that made the change events, where the logs single one out; by event. */
export function eventOrigins(clocks: HostClocks): EventOrigin[] {
  const { search } = clocks;
  const hosts = new Set(search.requests.map(({ host }) => host));
  const reach = Math.max(
    0,
    ...[...hosts].map((host) => Math.abs(clocks.offsetOf(host)) + 2 * tolerance(clocks, host)),
  );
  /** When a request made an event, by its number. */
  const used = new Map<number, number>();
  return search.events.filter(({ event }) => event.role === "change").flatMap((event): EventOrigin[] => {
    const candidates = candidatesOf(event, clocks, reach, used).sort(byFit);
    const [best, second] = candidates;
    if (best === undefined) return [];
    used.set(best.at, event.timeMs);
    const sure = confidenceOf(event, best, clocks);
    const isAlone = second === undefined || !isAlike(best, second);
    return [{ event, request: best.request, confidence: isAlone ? sure : LOWER[sure] }];
  });
}

function candidatesOf(
  event: PersonalEvent,
  clocks: HostClocks,
  reachMs: number,
  used: ReadonlyMap<number, number>,
): Candidate[] {
  const { requests, worth } = clocks.search;
  const found: Candidate[] = [];
  for (let at = firstFrom(requests, event.timeMs - reachMs - MAX_TAKEN_MS); at < requests.length; at++) {
    const request = requests[at]!;
    if (request.timeMs > event.timeMs + reachMs + MAX_TAKEN_MS) break;
    const distanceMs = Math.abs(request.timeMs - event.timeMs - clocks.offsetOf(request.host));
    if (distanceMs > tolerance(clocks, request.host) + request.latencyMs) continue;
    const grade = twinGrade(event, request, worth);
    const usedMs = used.get(at);
    if (grade === 0 || usedMs !== undefined && Math.abs(usedMs - event.timeMs) > AT_ONCE_MS) continue;
    const isUsual = isUsualMethod(event, request);
    found.push({ at, request, grade, distanceMs, isUsed: usedMs !== undefined, isUsual });
  }
  return found;
}

/** A request may take this long, and its time be that of its end. */
const MAX_TAKEN_MS = 60_000;

function tolerance(clocks: HostClocks, host: string): number {
  return clocks.uncertaintyOf(host) + SLACK_MS;
}

function byFit(a: Candidate, b: Candidate): number {
  return b.grade - a.grade || Number(a.isUsed) - Number(b.isUsed) || Number(b.isUsual) - Number(a.isUsual) ||
    a.distanceMs - b.distanceMs || a.at - b.at;
}

function isAlike(a: Candidate, b: Candidate): boolean {
  return a.grade === b.grade && a.isUsed === b.isUsed && a.isUsual === b.isUsual &&
    Math.abs(a.distanceMs - b.distanceMs) < MOMENT_MS;
}

/** Behind a proxy the address proves nothing, and without a known clock the time proves little. */
function confidenceOf(event: PersonalEvent, { request, grade }: Candidate, clocks: HostClocks): Confidence {
  const { sharedAddresses } = clocks.search.worth;
  const isUser = event.user !== "" && event.user === request.user;
  const isOwnAddress = isSameAddress(event, request) && !sharedAddresses.has(event.address);
  const isTimed = clocks.clocks.some(({ host }) => host === request.host);
  if (grade === 3 && isUser && isOwnAddress && isTimed) return "high";
  return grade === 3 || grade === 2 && isTimed ? "medium" : "low";
}
