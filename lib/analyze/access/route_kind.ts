/** Whose requests a route takes: probes and agents are judged apart from people and tools. */
export type RouteKind = "health" | "agent" | "login" | "other";

const HEALTH = /^\/monitor\/health\/?$/;
const AGENT = /^\/(?:agents|backup|automation|monitoring|ping)(?:\/|$)/;
const LOGIN = /^\/(?:user\/(?:v\d+\/auth|login)|account\/(?:auth|login)|saml)(?:\/|$)/;

/** Tells whose requests a route template takes. */
export function routeKind(route: string): RouteKind {
  if (HEALTH.test(route)) return "health";
  if (AGENT.test(route)) return "agent";
  return LOGIN.test(route) ? "login" : "other";
}
