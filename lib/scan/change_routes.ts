const WRITING = /^(?:POST|PUT|PATCH|DELETE)$/i;
/** Agents, probes, and what pages load or tell about themselves: nobody changes anything with these. */
const MACHINES = /^\/(?:agents|backup|ping|monitor|static|download)(?:\/|$)|\/(?:telemetry|metrics)(?:\/|$)/;

/** Whether a person or a key changes something with a request of that method and route template, or signs in. */
export function isChangeRoute(method: string, route: string): boolean {
  return WRITING.test(method) && !MACHINES.test(route);
}
