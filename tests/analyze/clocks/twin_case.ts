/** Synthetic events of people and the requests that made them, with clocks that are wrong. Nothing in them comes from an Ops Manager. */
import type { ChangeRequest } from "../../../lib/analyze/clocks/change_request.ts";
import { idsIn, routeSubject } from "../../../lib/analyze/clocks/change_request.ts";
import { type PersonalEvent, personalEvents } from "../../../lib/analyze/clocks/personal_event.ts";
import type { TwinSearch } from "../../../lib/analyze/clocks/candidate_pairs.ts";
import { nameWorth } from "../../../lib/analyze/clocks/twin_grade.ts";
import { normalizeEvent } from "../../../lib/events/normalize_event.ts";
import { seededUnit } from "../counts.ts";
import { START_MS } from "../log_case.ts";

/** An act by its type, and the request that does it. */
const ACTS: readonly (readonly [type: string, method: string, route: string])[] = [
  ["AUTOMATION_CONFIG_PUBLISHED_AUDIT", "PUT", "/api/public/v1.0/groups/{gid}/automationConfig"],
  ["AGENT_API_KEY_DELETED", "DELETE", "/api/public/v1.0/groups/{gid}/agentapikeys/{id}"],
  ["ALERT_CONFIG_ADDED_AUDIT", "POST", "/api/public/v1.0/groups/{gid}/alertConfigs"],
  ["RS_SNAPSHOT_SCHEDULE_UPDATED_AUDIT", "PATCH", "/backup/x/{gid}/snapshotSchedule"],
  ["USER_ROLES_CHANGED_AUDIT", "PUT", "/v2/{gid}/settings/users/{id}"],
  ["SUCCESSFUL_LOGIN_AUDIT", "POST", "/user/v1/auth"],
];
const HOUR_MS = 3_600_000;

/** What a search is made of. */
export interface TwinWorld {
  readonly seed: number;
  /** Clock minus the API's, by host. */
  readonly offsetsMs: readonly number[];
  /** Acts that have an event and a request. */
  readonly twins: number;
  /** Requests without an event. */
  readonly requests?: number;
  /** Events without a request. */
  readonly events?: number;
  readonly people?: number;
  readonly projects?: number;
  readonly hours?: number;
  /** Whether all come from one address, and the events tell the true one. */
  readonly proxy?: "none" | "hidden" | "told";
  /** Whether the log names users. */
  readonly hasUsers?: boolean;
}

/** Makes a search; request `n` of a twin is on host `n % hosts`. */
export function twinWorld(world: TwinWorld): TwinSearch {
  const unit = seededUnit(world.seed);
  const { hours = 24, requests = 0, events = 0, offsetsMs } = world;
  const rows: ChangeRequest[] = [];
  const raws: object[] = [];
  for (let n = 0; n < world.twins + requests + events; n++) {
    const timeMs = START_MS + Math.floor(unit() * hours * HOUR_MS);
    const act = actOf(world, unit);
    const host = n < world.twins ? n % offsetsMs.length : Math.floor(unit() * offsetsMs.length);
    const latencyMs = Math.round(20 - Math.log(1 - unit()) * 150);
    const isTwin = n < world.twins;
    if (isTwin || n < world.twins + requests) {
      const startMs = timeMs - Math.floor(unit() * latencyMs) + offsetsMs[host]!;
      rows.push({ ...requestOf(act, Math.floor(startMs / 1000) * 1000, latencyMs), host: `om-${host}` });
    }
    if (isTwin || n >= world.twins + requests) raws.push(eventOf(act, timeMs, n));
  }
  const sorted = rows.sort((a, b) => a.timeMs - b.timeMs);
  const personal = eventsOf(raws);
  return { events: personal, requests: sorted, worth: nameWorth(personal, sorted) };
}

interface Act {
  readonly type: string;
  readonly method: string;
  readonly route: string;
  readonly user: string;
  readonly groupId: string;
  readonly client: string;
  readonly address: string;
  readonly loggedUser: string;
}

function actOf(
  { people = 4, projects = 4, proxy = "none", hasUsers = true }: TwinWorld,
  unit: () => number,
): Act {
  const [type, method, route] = ACTS[Math.floor(unit() * ACTS.length)]!;
  const person = Math.floor(unit() * people);
  const user = `person${person}@example.com`;
  const own = `192.0.2.${10 + person}`;
  return {
    type,
    method,
    route,
    user,
    groupId: `5f${Math.floor(unit() * projects)}`.padEnd(24, "0"),
    client: proxy === "none" ? own : "198.51.100.1",
    address: proxy === "hidden" ? "198.51.100.1" : own,
    loggedUser: hasUsers ? user : "",
  };
}

function requestOf(act: Act, timeMs: number, latencyMs: number): Omit<ChangeRequest, "host"> {
  const url = act.route.replace("{gid}", act.groupId).replace("{id}", "5e".padEnd(24, "1"));
  const text = `${act.client} - ${act.loggedUser || "-"} [${timeMs}] "${act.method} ${url} HTTP/1.1" 200 17`;
  return {
    sample: {
      member: 0,
      line: 1,
      byteOffset: timeMs - START_MS,
      byteLength: text.length,
      text,
      timeMs,
      route: 1,
      client: 1,
      agent: 0,
      user: 1,
      status: 200,
      latencyMs,
    },
    timeMs,
    latencyMs,
    user: act.loggedUser,
    client: act.client,
    method: act.method,
    route: act.route,
    isFailed: false,
    ids: idsIn(text),
    subject: routeSubject(act.route),
  };
}

function eventOf(act: Act, timeMs: number, n: number): object {
  return {
    id: `event-${n}`,
    created: new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace(".000Z", "Z"),
    eventTypeName: act.type,
    ...(act.type === "SUCCESSFUL_LOGIN_AUDIT" ? {} : { groupId: act.groupId }),
    username: act.user,
    remoteAddress: act.address,
  };
}

function eventsOf(raws: readonly object[]): PersonalEvent[] {
  const rows = raws.flatMap((raw) => {
    const normal = normalizeEvent(raw);
    return "row" in normal ? [normal.row] : [];
  });
  return personalEvents(rows).sort((a, b) => a.timeMs - b.timeMs);
}
