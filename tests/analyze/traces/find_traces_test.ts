/** Whole analyses of small synthetic logs, whose host is seven minutes ahead. */
import type { Analysis, Trace } from "../../../lib/analyze/analysis.ts";
import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import {
  analyzeCase,
  background,
  eventAt,
  fileOf,
  type LogLine,
  PROJECTS,
  record,
  timeAt,
} from "../log_case.ts";

const AHEAD = 7;
const ADA = { username: "ada@example.com", remoteAddress: "192.0.2.10" };
const BOB = { username: "bob@example.com", remoteAddress: "192.0.2.11" };

interface AccessParts {
  readonly user?: string;
  readonly client?: string;
  readonly status?: number;
  readonly latencyMs?: number;
}

/** A line of an access log, at a minute of the API's clock. */
function access(minute: number, request: string, parts: AccessParts = {}): LogLine {
  const { user = "-", client = "192.0.2.99", status = 200, latencyMs = 120 } = parts;
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(
    new Date(timeAt(minute + AHEAD)).toUTCString(),
  )!;
  const text =
    `${client} - ${user} [${day}/${month}/${year}:${time} +0000] "${request} HTTP/1.1" ${status} 17`;
  return { minute: minute + AHEAD, text: `${text} "-" "synthetic" ${latencyMs}` };
}

const TYPES = [
  ["ALERT_CONFIG_ADDED_AUDIT", "POST", "alertConfigs"],
  ["AUTOMATION_CONFIG_PUBLISHED_AUDIT", "PUT", "automationConfig"],
  ["GROUP_TAGS_CHANGED", "PATCH", "tags"],
] as const;

/** Twelve changes, by turns of Ada and Bob, each with its request. */
function changes(): { readonly events: object[]; readonly lines: LogLine[] } {
  const all = Array.from({ length: 12 }, (_, at) => {
    const minute = 10 + 17.3 * at + (at * at % 7) / 3;
    const [type, method, path] = TYPES[at % TYPES.length]!;
    const actor = at % 2 === 0 ? ADA : BOB;
    const groupId = PROJECTS[at % 3]!;
    const url = `/api/public/v1.0/groups/${groupId}/${path}`;
    return {
      event: eventAt(minute + 0.001, type, { groupId, ...actor }),
      line: access(minute, `${method} ${url}`, { user: actor.username, client: actor.remoteAddress }),
    };
  });
  return { events: all.map(({ event }) => event), lines: all.map(({ line }) => line) };
}

const TRAFFIC = Array.from({ length: 200 }, (_, at) => access(at * 1.2, "GET /v2/x"));

function analyze(
  more: {
    readonly access?: readonly LogLine[];
    readonly application?: readonly LogLine[];
    readonly events?: object[];
  },
): Promise<Analysis> {
  const { events, lines } = changes();
  return analyzeCase({
    files: {
      "om-1/http_access/mms0-access.log": fileOf(TRAFFIC, lines, more.access ?? []),
      "om-1/application/mms0.log": fileOf(background(3, 0, 250, 3), more.application ?? []),
    },
    events: [...events, ...more.events ?? []],
  });
}

function requestsOf(traces: readonly Trace[]): string[] {
  return traces.map(({ request }) => /"(\S+ \S+)/.exec(request?.text ?? "")?.[1] ?? "");
}

Deno.test("findTraces() joins every change event with its request, whatever the host's clock shows", async () => {
  const { clocks, traces, events, findings, diagnostics } = await analyze({});
  assertEquals(clocks.map(({ host, basis, samples }) => `${host} ${basis} ${samples}`), [
    "om-1 event-twin 12",
  ]);
  assert(Math.abs(clocks[0]!.offsetMs - AHEAD * 60_000) <= 1000, JSON.stringify(clocks));
  assertEquals(traces.map(({ eventId }) => eventId), events.map(({ id }) => id));
  assertEquals(traces.map(({ confidence }) => confidence), events.map(() => "high"));
  assert(traces.every(({ offsetMs }) => Math.abs(offsetMs! - AHEAD * 60_000) <= 2000));
  assertStringIncludes(requestsOf(traces)[1]!, "PUT /api/public/v1.0/groups/");
  const skew = findings.filter(({ rule }) => rule === "clock.skew");
  assertEquals(skew.map(({ title, severity, hosts }) => `${severity} ${title} ${hosts}`), [
    "medium The clock of om-1 is 7 minutes ahead om-1",
  ]);
  assertEquals(skew[0]!.evidence.length, 3);
  assertEquals(diagnostics.filter(({ code }) => code === "limit.traces"), []);
});

Deno.test("findTraces() finds the records of a change by thread, project and who is named", async () => {
  const minute = 140.05;
  const gid = PROJECTS[0]!;
  const at = (second: number) => minute + AHEAD + second / 60;
  const { traces } = await analyze({
    access: [
      access(minute, `PUT /v2/${gid}/automation/publish`, { user: ADA.username, client: ADA.remoteAddress }),
    ],
    events: [
      eventAt(minute + 0.001, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: gid, ...ADA, id: "one" }),
    ],
    application: [
      record({ minute: at(0.02), gid, thread: "JettyHttpPool-31", message: "Received call of an agent" }),
      record({ minute: at(0.05), gid, thread: "JettyHttpPool-40", message: "Saving automation config" }),
      record({ minute: at(0.1), gid, thread: "JettyHttpPool-40", message: `Saved for ${ADA.username}` }),
      record({
        minute: at(0.08),
        gid: PROJECTS[4]!,
        thread: "JettyHttpPool-41",
        message: `Saved ${ADA.username}`,
      }),
      record({ minute: at(0.07), gid, thread: "mms_Worker-3", message: `Noted ${ADA.username}` }),
      record({ minute: at(30), gid, thread: "JettyHttpPool-40", message: "Saving automation config" }),
    ],
  });
  const trace = traces.find(({ eventId }) => eventId === "one");
  assertEquals(trace?.records.map(({ text }) => /- (.*)/.exec(text)?.[1]), [
    "Saving automation config",
    `Saved for ${ADA.username}`,
  ]);
});

Deno.test("findTraces() is less sure behind a proxy and where two requests are as likely", async () => {
  const gid = PROJECTS[5]!;
  const put = `PUT /v2/${gid}/automation/publish`;
  const { traces } = await analyze({
    access: [
      access(150, put, { client: "198.51.100.1" }),
      access(170, put, { user: ADA.username, client: ADA.remoteAddress }),
      access(170.001, put, { user: ADA.username, client: ADA.remoteAddress }),
    ],
    events: [
      eventAt(150.001, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: gid, ...ADA, id: "proxied" }),
      eventAt(170.001, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: gid, ...ADA, id: "twofold" }),
      eventAt(190, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: gid, ...ADA, id: "elsewhere" }),
      eventAt(200, "HOST_RESTARTED", { groupId: gid, id: "observed" }),
    ],
  });
  const sure = (id: string) => traces.find(({ eventId }) => eventId === id)?.confidence ?? "none";
  assertEquals(["proxied", "twofold", "elsewhere", "observed"].map(sure), ["low", "medium", "none", "none"]);
});

Deno.test("findTraces() gives every failed request its exception", async () => {
  const failures = Array.from({ length: 30 }, (_, at) => ({ minute: 60 + at, gid: PROJECTS[at % 4]! }));
  const { traces } = await analyze({
    access: [
      ...failures.map(({ minute, gid }) =>
        access(minute, `GET /v2/${gid}/alerts`, { status: 500, latencyMs: 9000 })
      ),
      access(120, "GET /v2/y", { status: 503 }),
    ],
    application: failures.map(({ minute, gid }, at) =>
      record({
        minute: minute + AHEAD + 8.5 / 60,
        gid,
        level: "ERROR",
        thread: `JettyHttpPool-${at}`,
        message: `Unhandled ${at}`,
        more: [
          "java.lang.IllegalStateException: synthetic",
          "\tat com.example.Synthetic.run(Synthetic.java:7)",
        ],
      })
    ),
  });
  const failed = traces.filter(({ eventId }) => eventId === null);
  assertEquals(
    failed.map(({ records }) => /Unhandled (\d+)/.exec(records[0]?.text ?? "")?.[1]),
    failures.map((_, at) => String(at)),
  );
  assertEquals(
    failed.map(({ offsetMs, confidence }) => `${offsetMs} ${confidence}`),
    failures.map(() => "null high"),
  );
});

Deno.test("findings have their onset on the API's clock, their records the host's", async () => {
  const gid = PROJECTS[1]!;
  const { findings } = await analyze({
    application: Array.from({ length: 60 }, (_, at) =>
      record({
        minute: 200 + AHEAD + at / 20,
        gid,
        level: "ERROR",
        message: `Invented trouble ${at}`,
        logger: "com.xgen.svc.mms.Invented",
      })),
    events: [eventAt(199, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: gid, ...ADA, id: "cause" })],
  });
  const finding = findings.find(({ rule }) => rule === "signature.new");
  const offMs = Math.abs(Date.parse(finding!.onset) - Date.parse(timeAt(200)));
  assert(offMs <= 1500, finding!.onset);
  assertEquals(finding!.first, timeAt(200 + AHEAD));
  assertEquals(
    finding!.causes.slice(0, 1).map(({ eventId, lagMs }) => `${eventId} ${Math.round(lagMs / 10_000)}`),
    [
      "cause 6",
    ],
  );
});
