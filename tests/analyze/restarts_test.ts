import { assertEquals, assertMatch } from "../../lib/std/assert.ts";
import type { Analysis } from "../../lib/analyze/analysis.ts";
import {
  analyzeCase,
  background,
  eventAt,
  fileOf,
  header,
  type LogLine,
  record,
  repeat,
  showFindings,
  START_MS,
  traffic,
} from "./log_case.ts";

/** A start of the server, as its log shows it. */
function startAt(minute: number, version = "8.0.5"): LogLine[] {
  const main = { thread: "main", logger: "com.xgen.svc.core.ServerMain" };
  return [
    header(minute, version),
    record({ ...main, minute: minute + 0.02, message: "Starting" }),
    record({ ...main, minute: minute + 0.1, message: "Serving" }),
  ];
}

const stop = (minute: number): LogLine =>
  record({
    minute,
    message: "Shutting down",
    thread: "shutdown-hook",
    logger: "com.xgen.svc.core.ServerMain",
  });

function show({ restarts }: Analysis): string[] {
  return restarts.map(({ host, time, kind, version, previousVersion }) => {
    const minute = Math.floor((Date.parse(time) - START_MS) / 60_000);
    const change = previousVersion === null ? version : `${previousVersion}>${version}`;
    return `${host} @${minute} ${kind} ${change}`;
  });
}

const LOG = "om-1/application/mms0.log";

Deno.test("restarts: a header after ordinary records is an abrupt one, and a finding", async () => {
  const analysis = await analyzeCase({
    files: {
      [LOG]: fileOf(header(0), background(1, 0.01, 100, 6), startAt(103), background(2, 104, 300, 6)),
    },
  });
  assertEquals(show(analysis), ["om-1 @103 abrupt 8.0.5>8.0.5"]);
  assertEquals(showFindings(analysis), ["high log.restart-abrupt @99", "low coverage.missing @0"]);
  assertEquals(analysis.restarts[0]?.evidence.length, 2);
  assertMatch(analysis.restarts[0]!.evidence[1]!.text, /^\[Starting Logging/);
});

Deno.test("restarts: the stop of the server is narrowed by its access log", async () => {
  const analysis = await analyzeCase({
    files: {
      [LOG]: fileOf(background(1, 0, 95, 6), startAt(103), background(2, 104, 300, 6)),
      "om-1/http_access/mms0-access.log": fileOf(traffic(3, 0, 101.5, 8), traffic(4, 104, 300, 8)),
    },
  });
  assertEquals(showFindings(analysis), ["high log.restart-abrupt @101"]);
});

Deno.test("restarts: one with a shutdown message before is clean and no finding", async () => {
  const analysis = await analyzeCase({
    files: { [LOG]: fileOf(background(1, 0, 100, 6), stop(100.1), startAt(101), background(2, 102, 300, 6)) },
  });
  assertEquals(show(analysis), ["om-1 @101 clean 8.0.5"]);
  assertEquals(showFindings(analysis).filter((text) => text.includes("log.")), []);
});

Deno.test("restarts: two headers of one start count once", async () => {
  const analysis = await analyzeCase({
    files: {
      [LOG]: fileOf(background(1, 0, 100, 6), startAt(101), startAt(101.5), background(2, 103, 300, 6)),
    },
  });
  assertEquals(show(analysis), ["om-1 @101 abrupt 8.0.5"]);
});

Deno.test("restarts: a header at the start of the next day's file is a rotation", async () => {
  const day = background(1, 1300, 1440, 6);
  const next = background(2, 1440.05, 1600, 6);
  const analysis = await analyzeCase({
    files: {
      "om-1/application/mms0.20260412.log": fileOf(header(1299), day),
      [LOG]: fileOf(header(1440), next),
    },
  });
  assertEquals(show(analysis), []);
});

Deno.test("restarts: a header at the start of the next day's file is a rotation in a thin log too", async () => {
  const analysis = await analyzeCase({
    files: {
      "om-1/application/mms0.20260412.log": fileOf(header(-1), background(1, 0, 1366, 0.15)),
      [LOG]: fileOf(header(1440), background(2, 1440.05, 2800, 0.15)),
    },
  });
  assertEquals(show(analysis), []);
});

Deno.test("restarts: a start at the beginning of the next file is one, and a first start is no finding", async () => {
  const analysis = await analyzeCase({
    files: {
      "om-1/application/mms0.20260412.log": fileOf(startAt(1000), background(1, 1001, 1430, 6)),
      [LOG]: fileOf(startAt(1440.1), background(2, 1441, 1600, 6)),
    },
  });
  assertEquals(show(analysis), ["om-1 @1000 start 8.0.5", "om-1 @1440 abrupt 8.0.5>8.0.5"]);
  assertEquals(showFindings(analysis).filter((text) => text.includes("restart")), [
    "high log.restart-abrupt @1429",
  ]);
});

Deno.test("restarts: a changed version is an upgrade, not a crash", async () => {
  const analysis = await analyzeCase({
    files: {
      [LOG]: fileOf(
        startAt(0, "8.0.4"),
        background(1, 1, 100, 6),
        startAt(110, "8.0.5"),
        background(2, 111, 300, 6),
      ),
    },
  });
  assertEquals(show(analysis), ["om-1 @0 start 8.0.4", "om-1 @110 abrupt 8.0.4>8.0.5"]);
  assertEquals(showFindings(analysis).filter((text) => text.includes("restart")), []);
});

Deno.test("restarts: several within an hour are one loop, with its change as cause", async () => {
  const lives = [100, 110, 120, 130].flatMap((
    minute,
  ) => [...startAt(minute), ...background(minute, minute + 1, minute + 9, 6)]);
  const analysis = await analyzeCase({
    files: { [LOG]: fileOf(background(1, 0, 99, 6), lives, background(2, 139, 300, 6)) },
    events: [eventAt(98, "DAEMON_CONFIG_CHANGE", { hostname: "om-1" }), eventAt(99, "JOINED_GROUP")],
  });
  const [finding] = analysis.findings;
  assertEquals(showFindings(analysis), ["critical log.restart-loop @98", "low coverage.missing @0"]);
  assertEquals(finding?.count, 4);
  assertEquals(finding?.causes.map(({ eventType }) => eventType), ["DAEMON_CONFIG_CHANGE"]);
  assertEquals(analysis.incidents.map(({ title }) => title), ["om-1 restarts again and again"]);
});

Deno.test("restarts: the backup daemon of a host is another process than its server", async () => {
  const analysis = await analyzeCase({
    files: {
      [LOG]: fileOf(background(1, 0, 300, 6)),
      "om-1/daemon/daemon.log": fileOf(background(2, 0, 100, 6), startAt(102), background(3, 103, 300, 6)),
    },
  });
  const finding = analysis.findings.find(({ rule }) => rule === "log.restart-abrupt");
  assertEquals(finding?.title, "The backup daemon of om-1 restarted without a shutdown");
  assertEquals(finding?.categories, ["daemon"]);
});

Deno.test("restarts: a silence that a restart ends is told by the restart", async () => {
  const analysis = await analyzeCase({
    files: { [LOG]: fileOf(background(1, 0, 100, 6), startAt(160), background(2, 161, 400, 6)) },
  });
  assertEquals(showFindings(analysis).filter((text) => text.includes("log.")), [
    "high log.restart-abrupt @99",
  ]);
});

Deno.test("restarts: one host's restart says nothing about another", async () => {
  const analysis = await analyzeCase({
    files: {
      [LOG]: fileOf(background(1, 0, 100, 6), startAt(103), background(2, 104, 300, 6)),
      "om-2/application/mms0.log": fileOf(
        background(3, 0, 300, 6),
        repeat([150], { message: "Shutting down a pool" }),
      ),
    },
  });
  assertEquals(show(analysis), ["om-1 @103 abrupt 8.0.5"]);
});

Deno.test("restarts: a header at the start of a file after a missing day is no restart", async () => {
  const analysis = await analyzeCase({
    files: {
      "om-1/application/mms0.20260412.log": fileOf(header(0), background(1, 0.1, 1439, 2)),
      "om-1/application/mms0.20260414.log": fileOf(header(2880), background(2, 2880.1, 4319, 2)),
      [LOG]: fileOf(header(4320), background(3, 4320.1, 5000, 2)),
    },
  });
  assertEquals(show(analysis), []);
  assertEquals(showFindings(analysis).filter((text) => text.includes("restart")), []);
});

Deno.test("restarts: a start at the start of a file after a missing day is one", async () => {
  const analysis = await analyzeCase({
    files: {
      "om-1/application/mms0.20260412.log": fileOf(header(0), background(1, 0.1, 1439, 2)),
      [LOG]: fileOf(startAt(2890), background(2, 2891, 4319, 2)),
    },
  });
  assertEquals(show(analysis), ["om-1 @2890 abrupt 8.0.5>8.0.5"]);
});

Deno.test("restarts: a header at the start of a file hours after the last record, on the next day, is one", async () => {
  const analysis = await analyzeCase({
    files: {
      "om-1/application/mms0.20260412.log": fileOf(header(0), background(1, 0.1, 1200, 2)),
      [LOG]: fileOf(header(1500), background(2, 1500.1, 2800, 2)),
    },
  });
  assertEquals(show(analysis), ["om-1 @1500 abrupt 8.0.5>8.0.5"]);
});
