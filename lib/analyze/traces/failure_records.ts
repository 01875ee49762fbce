import { takenMs } from "../clocks/change_request.ts";
import type { PlacedRequest } from "../access/kept_requests.ts";
import type { LogTally } from "../log_tally.ts";
import { type LoggedMoment, loggedMoments } from "./logged_moment.ts";
import { firstAt, type RequestRecord } from "./request_record.ts";
import { distanceFromEnd, stretchOf, type TimedRequest } from "./request_stretch.ts";

/** A request that the server failed to serve. */
export interface FailedRequest {
  /** The request. */
  readonly sample: PlacedRequest;
  /** Host that failed. */
  readonly host: string;
  /** Time as the host logged it, epoch milliseconds. */
  readonly timeMs: number;
  /** How long it took, milliseconds; a guess when the log does not tell. */
  readonly latencyMs: number;
  /** Project in its path, in lower case; "": none. */
  readonly groupId: string;
  /** Whether the log tells how long it took. */
  readonly isTimed: boolean;
  /** What its time in the log is. */
  readonly moment: LoggedMoment;
  /** Path as sent, "": unknown. */
  readonly path: string;
}

/** A failed request and the record that tells why. */
export interface TracedFailure {
  /** The request. */
  readonly request: FailedRequest;
  /** The record. */
  readonly record: RequestRecord;
  /** Whether both name the same project or path. */
  readonly isNamed: boolean;
  /** Whether no other record or request was as near. */
  readonly isAlone: boolean;
}

interface Candidate {
  readonly request: number;
  readonly record: number;
  /** 2: same project and path, 1: one of both, 0: nothing to compare. */
  readonly fit: number;
  readonly distanceMs: number;
  /** How far from the likeliest moment; it tells requests of one second apart. */
  readonly unlikelyMs: number;
}

const FAILURE_STATUS = 500;
/** What failed may have waited so long, when the log does not tell. */
const UNKNOWN_TAKEN_MS = 30_000;
/** The log's clock may cut or round, the thread may log after the answer. */
export const FAILURE_SLACK_MS = 1000;
/** Records that are looked at for one request, the nearest. */
const MAX_CANDIDATES = 8;
const MIN_PATH_CHARS = 6;
const SECOND_MS = 1000;
const PATH = /"[A-Za-z]{3,10} ([^\s?"]{1,300})/;
/** The first id of a path is the project's, but behind an organization. */
const GROUP_ID = /^(?!.*\/orgs?\/).*?\/([0-9a-f]{24})(?:\/|$)/i;

/** Kept requests that the server failed to serve, by time. */
export function failedRequests(tally: LogTally): FailedRequest[] {
  const { access, members } = tally;
  const moments = loggedMoments(tally);
  return access.samples.filter(({ status }) => status >= FAILURE_STATUS).map((sample) => ({
    sample,
    host: members[sample.member]!.host,
    timeMs: sample.timeMs,
    latencyMs: Number.isNaN(sample.latencyMs) ? UNKNOWN_TAKEN_MS : takenMs(sample),
    isTimed: !Number.isNaN(sample.latencyMs),
    moment: moments.get(members[sample.member]!.host) ?? null,
    ...pathOf(sample.text),
  })).sort((a, b) =>
    a.timeMs - b.timeMs || a.sample.member - b.sample.member || a.sample.byteOffset - b.sample.byteOffset
  );
}

function pathOf(text: string): Pick<FailedRequest, "path" | "groupId"> {
  const path = PATH.exec(text)?.[1] ?? "";
  return { path, groupId: (GROUP_ID.exec(path)?.[1] ?? "").toLowerCase() };
}

/** Joins failed requests of a host with failures that request threads logged meanwhile, each once, the best pair first. */
export function failureRecords(
  requests: readonly FailedRequest[],
  records: readonly RequestRecord[],
): TracedFailure[] {
  const failures = records.filter(({ isFailure }) => isFailure);
  const likelyMs = likelyTimes(requests);
  const candidates = requests.flatMap((request, at) => candidatesOf(request, at, failures, likelyMs[at]!))
    .sort(byFit);
  const rivals = new Map<number, number>();
  for (const { request } of candidates) rivals.set(request, (rivals.get(request) ?? 0) + 1);
  const [usedRequests, usedRecords] = [new Set<number>(), new Set<number>()];
  const chosen = candidates.filter(({ request, record }) => {
    if (usedRequests.has(request) || usedRecords.has(record)) return false;
    usedRequests.add(request);
    usedRecords.add(record);
    return true;
  });
  return inOrder(chosen, ({ request }) => `${requests[request]!.timeMs} ${requests[request]!.groupId}`)
    .map(({ request, record, fit }) => ({
      request: requests[request]!,
      record: failures[record]!,
      isNamed: fit > 0,
      isAlone: rivals.get(request) === 1,
    }));
}

/** Of requests of one second that are as near to their records, the first has the first record. */
function inOrder(chosen: readonly Candidate[], secondOf: (candidate: Candidate) => string): Candidate[] {
  const alike = Map.groupBy(
    chosen,
    (candidate) => `${secondOf(candidate)} ${candidate.fit} ${candidate.distanceMs}`,
  );
  return [...alike.values()].flatMap((own) => {
    const records = own.map(({ record }) => record).sort((a, b) => a - b);
    return own.toSorted((a, b) => a.request - b.request).map((one, at) => ({ ...one, record: records[at]! }));
  });
}

/** Requests of one whole second are in the order in which they ended. */
function likelyTimes(requests: readonly FailedRequest[]): Float64Array {
  const times = Float64Array.from(requests, ({ timeMs }) => timeMs);
  const seconds = Map.groupBy(times.keys(), (at) => times[at]!);
  for (const [timeMs, own] of seconds) {
    if (timeMs % SECOND_MS !== 0) continue;
    own.forEach((at, rank) => times[at] = timeMs + SECOND_MS * (rank + 0.5) / own.length);
  }
  return times;
}

function candidatesOf(
  request: FailedRequest,
  at: number,
  failures: readonly RequestRecord[],
  likelyMs: number,
): Candidate[] {
  const { fromMs, toMs } = stretchOf(request, request.moment, FAILURE_SLACK_MS);
  const logged = endsOf(request, request.timeMs);
  const likely = endsOf(request, likelyMs);
  const best: Candidate[] = [];
  for (let record = firstAt(failures, fromMs); record < failures.length; record++) {
    const { groupId, timeMs } = failures[record]!;
    if (timeMs > toMs) break;
    if (groupId !== "" && request.groupId !== "" && request.groupId !== groupId) continue;
    const fit = groupId !== "" && request.groupId === groupId ? 1 : 0;
    const distanceMs = distanceFrom(logged, timeMs);
    // Most are too far: nothing is made for them.
    const last = best.length < MAX_CANDIDATES ? undefined : best.at(-1)!;
    if (last !== undefined && (fit < last.fit || fit === last.fit && distanceMs > last.distanceMs)) continue;
    if (last !== undefined) best.pop();
    best.push({ request: at, record, fit, distanceMs, unlikelyMs: distanceFrom(likely, timeMs) });
    best.sort(byFit);
  }
  return best.map((candidate) =>
    namesPath(request, failures[candidate.record]!) ? { ...candidate, fit: candidate.fit + 1 } : candidate
  );
}

/** When a request may have ended. */
interface PossibleEnds extends TimedRequest {
  readonly moment: LoggedMoment;
  /** How much worse a record is that comes before. */
  readonly earlyFactor: number;
}

/** Nobody knows how long requests took that are not timed; most logs have the time of their start. */
function endsOf({ isTimed, latencyMs, moment }: FailedRequest, timeMs: number): PossibleEnds {
  return isTimed
    ? { timeMs, latencyMs, moment, earlyFactor: 1 }
    : { timeMs, latencyMs: 0, moment: null, earlyFactor: 2 };
}

function distanceFrom(ends: PossibleEnds, recordMs: number): number {
  const distanceMs = distanceFromEnd(ends, ends.moment, recordMs);
  return recordMs < ends.timeMs ? ends.earlyFactor * distanceMs : distanceMs;
}

function namesPath({ path }: FailedRequest, { sample }: RequestRecord): boolean {
  return path.length >= MIN_PATH_CHARS && sample.text.includes(path);
}

function byFit(a: Candidate, b: Candidate): number {
  return b.fit - a.fit || a.distanceMs - b.distanceMs || a.unlikelyMs - b.unlikelyMs ||
    a.request - b.request || a.record - b.record;
}
