import type { ChangeRequest } from "../../../lib/analyze/clocks/change_request.ts";
import { idsIn, routeSubject } from "../../../lib/analyze/clocks/change_request.ts";
import { type PersonalEvent, personalEvents } from "../../../lib/analyze/clocks/personal_event.ts";
import { isUsualMethod, nameWorth, twinGrade } from "../../../lib/analyze/clocks/twin_grade.ts";
import { normalizeEvent } from "../../../lib/events/normalize_event.ts";
import { routeTemplate } from "../../../lib/parse/route_template.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";

const GID = "5f0000000000000000000001";
const OTHER = "5f0000000000000000000002";
const ORG = "5c0000000000000000000001";
const ADA = "ada@example.com";
const HOME = "192.0.2.10";
const PROXY = "198.51.100.1";

/** A synthetic event of Ada at home. */
function eventOf(eventTypeName: string, fields: object = {}): PersonalEvent {
  const created = "2026-04-12T03:14:15Z";
  const normal = normalizeEvent({ created, eventTypeName, username: ADA, remoteAddress: HOME, ...fields });
  assert("row" in normal);
  const [event] = personalEvents([normal.row]);
  assert(event !== undefined, eventTypeName);
  return event;
}

/** A synthetic request. */
function requestOf(
  line: string,
  { user = ADA, client = HOME, more = "", isFailed = false } = {},
): ChangeRequest {
  const [method = "", url = ""] = line.split(" ");
  const route = routeTemplate(url);
  const text = `${client} - ${user || "-"} [time] "${line} HTTP/1.1" 200 17${more}`;
  const places = { line: 1, byteOffset: 0, byteLength: text.length, member: 0 };
  return {
    sample: { ...places, text, timeMs: 0, route: 1, client: 1, agent: 0, user: 1, status: 200, latencyMs: 9 },
    host: "om-1",
    timeMs: 0,
    latencyMs: 9,
    user,
    client,
    method,
    route,
    isFailed,
    ids: idsIn(text),
    subject: routeSubject(route),
  };
}

const PLAIN = { sharedAddresses: new Set<string>(), hasUsers: true };
const BEHIND = { sharedAddresses: new Set([PROXY]), hasUsers: true };
const NAMELESS = { sharedAddresses: new Set<string>(), hasUsers: false };

Deno.test("twinGrade() compares what an event and a request tell", () => {
  const published = eventOf("AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: GID });
  const put = `PUT /api/public/v1.0/groups/${GID}/automationConfig`;
  const cases: readonly (readonly [name: string, grade: number, expected: number])[] = [
    ["same in all", twinGrade(published, requestOf(put), PLAIN), 3],
    ["a page without a name", twinGrade(published, requestOf(`PUT /v2/${GID}/x`, { user: "" }), NAMELESS), 2],
    ["an unknown page", twinGrade(published, requestOf(`POST /v2/${GID}/x`), PLAIN), 3],
    ["a page of no project", twinGrade(published, requestOf("POST /settings/x"), PLAIN), 1],
    ["another user", twinGrade(published, requestOf(put, { user: "eve@example.com" }), PLAIN), 0],
    ["names of another kind", twinGrade(published, requestOf(put, { user: "u17" }), NAMELESS), 3],
    ["another project", twinGrade(published, requestOf(put.replace(GID, OTHER)), PLAIN), 0],
    ["another thing", twinGrade(published, requestOf(`POST /v2/${GID}/alertConfigs`), PLAIN), 1],
    [
      "another thing elsewhere",
      twinGrade(published, requestOf("POST /x/alerts", { client: PROXY }), PLAIN),
      0,
    ],
    ["a sign-in", twinGrade(published, requestOf("POST /user/v1/auth"), PLAIN), 0],
    ["another address", twinGrade(published, requestOf(put, { client: PROXY }), PLAIN), 3],
    ["only what was done", twinGrade(published, requestOf(put, { user: "", client: PROXY }), BEHIND), 1],
    ["nothing", twinGrade(published, requestOf(`PUT /v2/${GID}/x`, { user: "", client: PROXY }), BEHIND), 0],
    ["a failure", twinGrade(published, requestOf(put, { isFailed: true }), PLAIN), 2],
    [
      "a proxy that tells",
      twinGrade(published, requestOf(put, { user: "", client: PROXY, more: ` "${HOME}"` }), BEHIND),
      3,
    ],
    [
      "a longer address",
      twinGrade(published, requestOf(put, { user: "", client: PROXY, more: ` "${HOME}7"` }), BEHIND),
      1,
    ],
  ];
  assertEquals(
    cases.map(([name, grade]) => `${name}: ${grade}`),
    cases.map(([name, , grade]) => `${name}: ${grade}`),
  );
});

Deno.test("twinGrade() knows which routes make which events", () => {
  const api = `/api/public/v1.0/groups/${GID}`;
  const cases: readonly (readonly [type: string, line: string])[] = [
    ["MONGODB_USER_DELETED", `PUT ${api}/automationConfig`],
    ["AGENT_API_KEY_DELETED", `DELETE ${api}/agentapikeys/${OTHER}`],
    ["GROUP_DELETED", `DELETE ${api}`],
    ["GROUP_NAME_CHANGED", `PATCH ${api}`],
    ["ALERT_CONFIG_ADDED_AUDIT", `POST ${api}/alertConfigs`],
    ["RS_SNAPSHOT_SCHEDULE_UPDATED_AUDIT", `PATCH ${api}/backupConfigs/${OTHER}/snapshotSchedule`],
    ["USER_ROLES_CHANGED_AUDIT", `PATCH ${api}/users/${OTHER}/roles`],
    ["PAUSE_HOST_AUDIT", `POST /v2/${GID}/hosts/pause`],
    ["RESTORE_REQUESTED_AUDIT", `POST ${api}/clusters/x/restoreJobs`],
    ["MAINTENANCE_WINDOW_ADDED_AUDIT", `POST ${api}/maintenanceWindows`],
    ["INVENTED_WIDGET_CHANGED", `PUT ${api}/widgets/7`],
  ];
  const graded = cases.map(([type, line]) =>
    `${type} ${twinGrade(eventOf(type, { groupId: GID }), requestOf(line), PLAIN)}`
  );
  assertEquals(graded, cases.map(([type]) => `${type} 3`));
  const wide: readonly (readonly [type: string, line: string])[] = [
    ["ORG_API_KEY_ADDED", `POST /api/public/v1.0/orgs/${ORG}/apiKeys`],
    ["TEAM_CREATED", `POST /api/public/v1.0/orgs/${ORG}/teams`],
    ["SNAPSHOT_STORE_CONFIG_CHANGE", "PUT /api/public/v1.0/admin/backup/snapshot/s3Configs/main"],
    ["DAEMON_CONFIG_CHANGE", "PUT /admin/backup/daemon/configs/om-1"],
    ["LOG_LEVEL_CHANGE", "POST /admin/general/loglevels"],
    ["SUCCESSFUL_LOGIN_AUDIT", "POST /user/v1/auth"],
  ];
  assertEquals(
    wide.map(([type, line]) => `${type} ${twinGrade(eventOf(type, { orgId: ORG }), requestOf(line), PLAIN)}`),
    wide.map(([type]) => `${type} 3`),
  );
});

Deno.test("personalEvents() leaves out what no writing request makes", () => {
  const rows = [
    { eventTypeName: "HOST_DOWN", alertId: "a", username: ADA },
    { eventTypeName: "UNSUCCESSFUL_LOGIN_AUDIT", username: ADA },
    { eventTypeName: "PASSWORD_RESET_FORM_VIEWED", username: ADA },
    { eventTypeName: "PERFORMANCE_ADVISOR", username: ADA },
    { eventTypeName: "HOST_RESTARTED" },
    { eventTypeName: "SUCCESSFUL_LOGIN_AUDIT", username: ADA },
    { eventTypeName: "JOB_CHANGE", remoteAddress: HOME },
  ].flatMap((raw) => {
    const normal = normalizeEvent({ created: "2026-04-12T03:14:15Z", ...raw });
    return "row" in normal ? [normal.row] : [];
  });
  assertEquals(personalEvents(rows).map(({ event }) => event.type), ["SUCCESSFUL_LOGIN_AUDIT", "JOB_CHANGE"]);
});

Deno.test("nameWorth() takes an address that many people come from for a proxy's", () => {
  const event = eventOf("JOB_CHANGE");
  const from = (user: string, client: string) => requestOf("POST /x", { user, client });
  const sharedOf = (...requests: ChangeRequest[]) => [...nameWorth([event], requests).sharedAddresses];
  assertEquals(sharedOf(from("a", PROXY), from("b", PROXY), from("c", PROXY), from(ADA, HOME)), [PROXY]);
  assertEquals(sharedOf(from("a", PROXY), from("b", PROXY), from(ADA, HOME)), []);
  assertEquals(sharedOf(from("a", PROXY), from("b", PROXY)), [PROXY]);
  const knows = (user: string) => nameWorth([event], [from(user, PROXY)]).hasUsers;
  assertEquals(["a", ADA].map(knows), [false, true]);
});

Deno.test("isUsualMethod() tells two requests of one moment apart", () => {
  const cases: readonly (readonly [type: string, methods: string])[] = [
    ["AGENT_API_KEY_DELETED", "DELETE"],
    ["ALERT_CONFIG_ADDED_AUDIT", "POST"],
    ["GROUP_NAME_CHANGED", "POST PUT PATCH"],
  ];
  for (const [type, methods] of cases) {
    const usual = ["POST", "PUT", "PATCH", "DELETE"].filter((method) =>
      isUsualMethod(eventOf(type), requestOf(`${method} /x`))
    );
    assertEquals(usual.join(" "), methods, type);
  }
});
