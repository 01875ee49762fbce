import { isChangeRoute } from "../../scan/change_routes.ts";
import type { PlacedRequest } from "../access/kept_requests.ts";
import type { LogTally } from "../log_tally.ts";
import { lettersOf, topicsOfRoute } from "./request_topics.ts";

/** A request with which somebody changed something, or signed in. */
export interface ChangeRequest {
  /** The request. */
  readonly sample: PlacedRequest;
  /** Host that served it. */
  readonly host: string;
  /** Time as the host logged it, epoch milliseconds: of its start or its end. */
  readonly timeMs: number;
  /** How long it took, milliseconds; a guess when the log does not tell. */
  readonly latencyMs: number;
  /** Who signed it, in lower case; "": nobody. */
  readonly user: string;
  /** Address it came from, maybe a proxy's. */
  readonly client: string;
  /** Method. */
  readonly method: string;
  /** Route template. */
  readonly route: string;
  /** Whether the server failed to serve it. */
  readonly isFailed: boolean;
  /** Ids in its line, in lower case. */
  readonly ids: ReadonlySet<string>;
  /** What its route is about. */
  readonly subject: RouteSubject;
}

/** What a route is about. */
export interface RouteSubject {
  /** Bits of known things. */
  readonly topics: number;
  /** Its letters. */
  readonly letters: string;
}

/** Refused requests changed nothing; of failed ones nobody knows. */
const REFUSED_STATUS = 400;
const FAILURE_STATUS = 500;
const UNKNOWN_LATENCY_MS = 500;
const MAX_LATENCY_MS = 60_000;
const MAX_TEXT_CHARS = 4096;
const ID = /(?<![0-9a-z])[0-9a-f]{24}(?![0-9a-z])/gi;

/** Requests that were kept whole and that may have made an event, by time, then host and place. */
export function changeRequests({ access, members }: LogTally): ChangeRequest[] {
  const known = new Map<number, RouteSubject | null>();
  const subjectOf = (id: number): RouteSubject | null => {
    if (!known.has(id)) {
      const { method, route } = access.routes.names[id]!;
      known.set(id, id > 0 && isChangeRoute(method, route) ? routeSubject(route) : null);
    }
    return known.get(id)!;
  };
  return access.samples.flatMap((sample): ChangeRequest[] => {
    const subject = subjectOf(sample.route);
    const isRefused = sample.status >= REFUSED_STATUS && sample.status < FAILURE_STATUS;
    if (subject === null || isRefused) return [];
    const { method, route } = access.routes.names[sample.route]!;
    return [{
      sample,
      host: members[sample.member]!.host,
      timeMs: sample.timeMs,
      latencyMs: takenMs(sample),
      user: (access.users[sample.user] ?? "").toLowerCase(),
      client: access.clients.names[sample.client] ?? "",
      method: method.toUpperCase(),
      route,
      ids: idsIn(sample.text),
      isFailed: sample.status >= FAILURE_STATUS,
      subject,
    }];
  }).sort(byTime);
}

/** What a route template is about. */
export function routeSubject(route: string): RouteSubject {
  return { topics: topicsOfRoute(route), letters: lettersOf(route) };
}

/** How long a request took at most, as far as it matters for its time. */
export function takenMs({ latencyMs }: Pick<PlacedRequest, "latencyMs">): number {
  return Number.isNaN(latencyMs) ? UNKNOWN_LATENCY_MS : Math.min(latencyMs, MAX_LATENCY_MS);
}

/** Ids of 24 hex digits in a line, in lower case. */
export function idsIn(text: string): ReadonlySet<string> {
  return new Set(text.slice(0, MAX_TEXT_CHARS).toLowerCase().match(ID));
}

function byTime(a: ChangeRequest, b: ChangeRequest): number {
  return a.timeMs - b.timeMs || (a.host < b.host ? -1 : a.host > b.host ? 1 : 0) ||
    a.sample.member - b.sample.member || a.sample.byteOffset - b.sample.byteOffset;
}
