import {
  API_PATH,
  type ApiAnswer,
  type ApiCall,
  type ApiState,
  errorAnswer,
  invalidParameter,
  type JsonObject,
  pageAnswer,
  UNKNOWN_ID,
  unknownParameter,
} from "./ops_manager_answers.ts";
import { answerJobs } from "./ops_manager_jobs.ts";

function answerServers(state: ApiState, call: ApiCall): ApiAnswer {
  const refusal = unknownParameter(call, ["type", "status"]);
  if (refusal !== null) return refusal;
  if ((call.query.get("status") ?? "active") !== "active") {
    return errorAnswer(400, "INVALID_SERVER_STATUS", "Invalid server status.");
  }
  const types = call.query.getAll("type");
  return pageAnswer(
    state,
    call,
    state.servers.filter(({ serverType }) => types.length === 0 || types.includes(`${serverType}`)),
  );
}

const EVENT_PARAMETERS = ["eventType", "includeRaw", "minDate", "maxDate"];
const WHOLE_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)$/;

/** Two ISO times; most have the same form. */
function isAfter(a: string, b: string): boolean {
  return a.length === 20 && b.length === 20 ? a > b : Date.parse(a) > Date.parse(b);
}

function selectEvents(events: readonly JsonObject[], query: URLSearchParams): JsonObject[] {
  const [min, max] = [query.get("minDate"), query.get("maxDate")];
  const types = new Set(query.getAll("eventType"));
  return events.filter((event) => {
    const created = String(event["created"]);
    return (min === null || !isAfter(min, created)) && (max === null || !isAfter(created, max)) &&
      (types.size === 0 || types.has(String(event["eventTypeName"])));
  });
}

function answerEvents(state: ApiState, call: ApiCall, kind: string, id: string | undefined): ApiAnswer {
  const events = state.eventsByPath === null ? state.events : state.eventsByPath[call.path];
  if (events === undefined || id === UNKNOWN_ID) {
    const what = kind === "groups" ? "GROUP" : "ORG";
    return errorAnswer(404, `${what}_NOT_FOUND`, `No ${what.toLowerCase()} with ID ${id} exists.`);
  }
  const refusal = unknownParameter(call, EVENT_PARAMETERS);
  if (refusal !== null) return refusal;
  for (const name of ["minDate", "maxDate"]) {
    const date = call.query.get(name);
    if (date === null || WHOLE_SECONDS.test(date)) continue;
    return /:\d\d\.\d+/.test(date)
      ? errorAnswer(400, "FRACTIONAL_TIMESTAMP", `${name} must not have a fraction of a second.`)
      : invalidParameter(name);
  }
  const page = selectEvents(events, call.query);
  if (call.query.get("includeRaw") === "true") return pageAnswer(state, call, page);
  return pageAnswer(state, call, page.map(({ raw: _, ...event }) => event));
}

/** Answers one request whose credentials are right. */
export function answerApi(state: ApiState, call: ApiCall): ApiAnswer {
  const [, scope, id] = /^\/(orgs|groups)\/([^/]+)\/events$/.exec(call.path) ?? [];
  const isGet = call.method === "GET";
  if (isGet && call.path === "/admin/servers") return answerServers(state, call);
  if (isGet && scope !== undefined) return answerEvents(state, call, scope, id);
  if (isGet && call.path === "/globalEvents") return answerEvents(state, call, "global", undefined);
  const jobs = /^\/admin\/omLogCollectionJobs(?:\/([^/:]+)(:\w+)?)?$/.exec(call.path);
  if (jobs !== null) return answerJobs(state, call, jobs[1] ?? null, jobs[2] ?? "");
  return errorAnswer(404, "RESOURCE_NOT_FOUND", `Cannot find resource ${API_PATH}${call.path}.`);
}
