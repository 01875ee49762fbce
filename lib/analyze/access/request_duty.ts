import type { RouteKind } from "./route_kind.ts";

/** Bit of a duty: the request counts for clients, agents and traffic; health probes do not. */
export const TRAFFIC = 1;
/** Bit of a duty: the request may be half of a Digest handshake if no agent sent it. */
export const DIGEST = 2;
/** Bit of a duty: its time is kept. */
export const KEPT = 4;

/** Agents do not use Digest: what they are refused is an error at once. */
export const DUTY_OF: Readonly<Record<RouteKind, number>> = {
  health: 0,
  agent: TRAFFIC,
  login: TRAFFIC | DIGEST,
  other: TRAFFIC | DIGEST,
};
