/** Incidents that the sample generator does not know, with other texts and timing: whether the judgement carries over. */
import type { Analysis } from "../../lib/analyze/analysis.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { seededUnit } from "../analyze/counts.ts";
import {
  analyzeCase,
  background,
  eventAt,
  fileOf,
  header,
  type LogLine,
  PROJECTS,
  record,
  repeat,
  START_MS,
  traffic,
} from "../analyze/log_case.ts";

const [A, B, C] = PROJECTS as [string, string, string];
const SEEDS = [11, 12, 13];
const SPAN = 1440;

const GOAL = { level: "ERROR", logger: "com.xgen.svc.goal.GoalKeeper", caller: "GoalKeeper.java:tally:31" };
const HEAP = {
  level: "ERROR",
  logger: "com.xgen.svc.view.Renderer",
  caller: "Renderer.java:draw:9",
  message: "Page 12 was not drawn",
  more: ["java.lang.UnsupportedOperationException: no pen", "\tat com.xgen.svc.view.Pen.lift(Pen.java:3)"],
};

/** Random minutes of a stretch, about so many. */
function scattered(seed: number, from: number, to: number, count: number): number[] {
  const unit = seededUnit(seed);
  return Array.from({ length: count }, () => from + unit() * (to - from));
}

/** Three hosts with traffic for a day, each with lines of its own. */
function fleet(seed: number, own: Readonly<Record<string, readonly LogLine[]>> = {}): Record<string, string> {
  return Object.fromEntries(["om-1", "om-2", "om-3"].flatMap((host, i) => [
    [
      `${host}/application/mms0.log`,
      fileOf(header(-1), background(seed * 10 + i, 0, SPAN, 3), own[host] ?? []),
    ],
    [`${host}/http_access/mms0-access.log`, fileOf(traffic(seed * 10 + i + 5, 0, SPAN, 3))],
  ]));
}

/** Errors of project A that are always there, about two an hour. */
function usualGoals(seed: number): LogLine[] {
  return repeat(scattered(seed, 0, SPAN, 48), { ...GOAL, gid: A, message: "Goal of node 7 missed" });
}

function jumpOf(seed: number, from: number, to: number, count: number): LogLine[] {
  return repeat([from, ...scattered(seed, from, to, count)], {
    ...GOAL,
    gid: A,
    message: "Goal of node 8 missed",
  });
}

/** Findings worth telling, each with the minute of its first cause. */
function show({ findings, events }: Analysis): string[] {
  const minute = (time: string) => Math.round((Date.parse(time) - START_MS) / 60_000);
  return findings.filter(({ severity }) => severity !== "low" && severity !== "info").map(
    ({ rule, onset, hosts, causes }) => {
      const cause = events.find(({ id }) => id === causes[0]?.eventId);
      return `${rule} @${minute(onset)} on ${hosts} because ${
        cause ? `${cause.type} @${minute(cause.time)}` : "?"
      }`;
    },
  );
}

for (const seed of SEEDS) {
  Deno.test(`an error that jumps after its project's configuration was published, decoys nearer (seed ${seed})`, async () => {
    const at = 500 + 37 * (seed - 10);
    const analysis = await analyzeCase({
      files: fleet(seed, { "om-2": [...usualGoals(seed), ...jumpOf(seed, at, at + 18, 70)] }),
      events: [
        eventAt(at - 9, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: A, username: "ada" }),
        eventAt(at - 2, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: B, username: "bob" }),
        eventAt(at - 1, "AGENT_API_KEY_DELETED", { groupId: C, username: "bob" }),
        eventAt(at - 1, "ALERT_CONFIG_CHANGED_AUDIT", { groupId: A, username: "ada" }),
        eventAt(at - 3, "HOST_DOWN", { groupId: A, hostname: "node-8", alertId: "1".repeat(24) }),
        eventAt(at + 1, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: A, username: "ada" }),
      ],
    });
    assertEquals(show(analysis), [
      `signature.burst @${at} on om-2 because AUTOMATION_CONFIG_PUBLISHED_AUDIT @${at - 9}`,
    ]);
    assertEquals(analysis.findings[0]?.groupIds, [A]);
  });

  Deno.test(`the same without any event, and with events of others only: no cause is named (seed ${seed})`, async () => {
    const files = fleet(seed, { "om-2": [...usualGoals(seed), ...jumpOf(seed, 600, 615, 70)] });
    const events = [
      eventAt(597, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: B, username: "bob" }),
      eventAt(598, "USER_ROLES_CHANGED_AUDIT", { username: "bob" }),
      eventAt(599, "CRON_JOB_FAILED", { alertId: "1".repeat(24) }),
    ];
    for (const list of [[], events]) {
      assertEquals(show(await analyzeCase({ files, events: list })), [
        "signature.burst @600 on om-2 because ?",
      ]);
    }
  });

  Deno.test(`a new exception on one host after a change of that host (seed ${seed})`, async () => {
    const analysis = await analyzeCase({
      files: fleet(seed, { "om-3": repeat([702, ...scattered(seed, 702, SPAN, 60)], HEAP) }),
      events: [
        eventAt(700, "DAEMON_CONFIG_CHANGE", { hostname: "om-3", username: "ada" }),
        eventAt(701, "DAEMON_CONFIG_CHANGE", { hostname: "om-1", username: "ada" }),
        eventAt(701, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: B }),
      ],
    });
    assertEquals(show(analysis), ["signature.new @702 on om-3 because DAEMON_CONFIG_CHANGE @700"]);
  });

  Deno.test(`a server that dies after its log levels were changed (seed ${seed})`, async () => {
    const files = fleet(seed);
    const lines = background(seed, 0, SPAN, 3).filter(({ minute }) => minute < 850 || minute > 854);
    const start = [header(853.5), record({ minute: 853.6, thread: "main", message: "Serving again" })];
    files["om-1/application/mms0.log"] = fileOf(header(-1), lines, start);
    const analysis = await analyzeCase({
      files,
      events: [
        eventAt(846, "LOG_LEVEL_CHANGE", { username: "ada" }),
        eventAt(848, "JOINED_GROUP", { groupId: A, targetUsername: "eve" }),
      ],
    });
    const [text = "", ...others] = show(analysis);
    assertEquals([others, text.replace(/@\d+ on/, "on")], [
      [],
      "log.restart-abrupt on om-1 because LOG_LEVEL_CHANGE @846",
    ]);
  });

  Deno.test(`two incidents of one day, each with its own cause (seed ${seed})`, async () => {
    const refused = {
      level: "WARN",
      gid: B,
      message: "Turned away agent of node 4",
      logger: "com.xgen.svc.door.Keeper",
    };
    const analysis = await analyzeCase({
      files: fleet(seed, {
        "om-1": [...usualGoals(seed), ...jumpOf(seed, 400, 420, 90)],
        "om-2": repeat([1001, ...scattered(seed, 1001, 1030, 120)], refused),
      }),
      events: [
        eventAt(396, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: A }),
        eventAt(999, "AGENT_API_KEY_DELETED", { groupId: B }),
      ],
    });
    assertEquals(show(analysis).sort(), [
      "signature.burst @400 on om-1 because AUTOMATION_CONFIG_PUBLISHED_AUDIT @396",
      "signature.new @1001 on om-2 because AGENT_API_KEY_DELETED @999",
    ]);
    assertEquals(analysis.incidents.map(({ groupIds }) => groupIds), [[A], [B]]);
  });

  Deno.test(`a pipeline publishes every ten minutes: such an event is worth less than a rare one (seed ${seed})`, async () => {
    const analysis = await analyzeCase({
      files: fleet(seed, { "om-2": [...usualGoals(seed), ...jumpOf(seed, 905, 925, 90)] }),
      events: [
        ...Array.from(
          { length: 143 },
          (_, i) => eventAt(4 + i * 10, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: A }),
        ),
        eventAt(898, "GROUP_SUSPENDED", { groupId: A }),
      ],
    });
    assertEquals(show(analysis), ["signature.burst @905 on om-2 because GROUP_SUSPENDED @898"]);
  });

  Deno.test(`an ordinary day with jobs, rare errors and many changes: nothing is worth telling (seed ${seed})`, async () => {
    const job = Array.from(
      { length: 24 },
      (_, hour) =>
        repeat(scattered(hour, hour * 60 + 7, hour * 60 + 9, 30), {
          level: "WARN",
          message: "Sweep 3 skipped",
        }),
    );
    const rare = Array.from({ length: 30 }, (_, i) => {
      const message = `Odd ${"abcdefghij"[i % 10]}${"xyz"[i % 3]} seen`;
      return repeat(scattered(seed * 100 + i, 0, SPAN, 1 + i % 5), { ...GOAL, message });
    });
    const types = [
      "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
      "MONGODB_USER_UPDATED",
      "HOST_RESTARTED",
      "AGENT_API_KEY_DELETED",
    ];
    const events = scattered(seed, 0, SPAN, 60).map((minute, i) =>
      eventAt(minute, types[i % types.length]!, { groupId: PROJECTS[i % PROJECTS.length] })
    );
    const analysis = await analyzeCase({
      files: fleet(seed, { "om-1": job.flat(), "om-2": rare.flat(), "om-3": usualGoals(seed) }),
      events,
    });
    assertEquals(show(analysis), []);
    assertEquals(analysis.incidents, []);
  });
}
