import type { Activity } from "../../../lib/analyze/activity/activity.ts";
import type { ActivityOn } from "../../../lib/analyze/activity/count_activity.ts";
import { listActivity, listActivityDetail } from "../../../lib/analyze/activity/list_activity.ts";
import type { Incident } from "../../../lib/analyze/finding.ts";
import { formatTime } from "../../../lib/parse/timestamp.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fakeIncident } from "../../helpers/fake_finding.ts";
import { analyzeCase, background, fileOf, header, request, spread, START_MS, traffic } from "../log_case.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAYS = { startMs: START_MS, endMs: START_MS + 72 * HOUR_MS - 1 };

/** Each host has one log, with a record in each bucket. */
function constantActivity(hosts: readonly string[]): ActivityOn {
  return (wanted) =>
    wanted.flatMap(({ grid: { startMs, bucketMs, length }, hosts: own }) =>
      hosts.filter((host) => own === null || own.has(host)).map((host): Activity => ({
        host,
        category: "application",
        start: formatTime(startMs),
        bucketMs,
        records: Array.from({ length }, () => 1),
        levels: null,
        http: null,
      }))
    );
}

function incidentAt(
  minute: number,
  to: number,
  hosts: readonly string[],
  over: Partial<Incident> = {},
): Incident {
  const at = (one: number) => formatTime(START_MS + one * MINUTE_MS);
  return fakeIncident({ start: at(minute), end: at(to), hosts, ...over });
}

function show(rows: readonly Activity[]): string[] {
  return rows.map(({ host, start, bucketMs, records }) =>
    `${host} ${(Date.parse(start) - START_MS) / MINUTE_MS}+${records.length}x${bucketMs / MINUTE_MS}`
  );
}

Deno.test("listActivity() has wider buckets the longer the span and the more logs there are", () => {
  const on = constantActivity(["om-1"]);
  const table: [hours: number, logs: number, expected: string][] = [
    [1, 5, "om-1 0+60x1"],
    [12, 5, "om-1 0+720x1"],
    [24, 5, "om-1 0+720x2"],
    [72, 16, "om-1 0+432x10"],
    [72, 100, "om-1 0+72x60"],
    [72, 100_000, "om-1 0+36x120"],
  ];
  for (const [hours, logs, expected] of table) {
    const span = { startMs: START_MS, endMs: START_MS + hours * HOUR_MS - 1 };
    assertEquals(show(listActivity(on, span, logs)), [expected], `${hours} h, ${logs} logs`);
  }
});

Deno.test("listActivity() begins at a multiple of its buckets, UTC", () => {
  const span = { startMs: START_MS + 7 * MINUTE_MS + 1, endMs: START_MS + 50 * HOUR_MS };
  assertEquals(show(listActivity(constantActivity(["om-1"]), span, 1)), ["om-1 5+600x5"]);
});

Deno.test("listActivityDetail() tells minutes from half an hour before an incident, of its hosts", () => {
  const on = constantActivity(["om-1", "om-2"]);
  const coarse = listActivity(on, DAYS, 2);
  const detail = (...incidents: Incident[]) => show(listActivityDetail(on, DAYS, incidents, coarse));
  assertEquals(detail(incidentAt(100, 110, ["om-2"])), ["om-2 70+71x1"]);
  assertEquals(detail(incidentAt(100, 2000, ["om-2"])), ["om-2 70+121x1"], "no longer than two hours");
  assertEquals(detail(incidentAt(10, 20, ["om-1"])), ["om-1 0+51x1"], "not before the logs");
  assertEquals(detail(incidentAt(100, 110, [])), ["om-1 70+71x1", "om-2 70+71x1"]);
  assertEquals(detail(incidentAt(9000, 9010, ["om-1"])), [], "after the logs");
  assertEquals(detail(), []);
});

Deno.test("listActivityDetail() tells times that overlap once, and all in order of time", () => {
  const on = constantActivity(["om-1", "om-2"]);
  const coarse = listActivity(on, DAYS, 2);
  const incidents = [
    incidentAt(1000, 1010, ["om-2"], { severity: "critical" }),
    incidentAt(100, 110, ["om-2"], { severity: "low" }),
    incidentAt(150, 160, ["om-1"], { severity: "high" }),
  ];
  assertEquals(show(listActivityDetail(on, DAYS, incidents, coarse)), [
    "om-1 70+121x1",
    "om-2 70+121x1",
    "om-2 970+71x1",
  ]);
});

Deno.test("listActivityDetail() has room for the worst incidents first, in wider buckets where many hosts are concerned", () => {
  const hosts = Array.from({ length: 500 }, (_, i) => `om-${1000 + i}`);
  const on = constantActivity(hosts);
  const coarse = listActivity(on, DAYS, 2);
  const incidents = [
    incidentAt(100, 400, hosts, { severity: "medium" }),
    incidentAt(1000, 1400, hosts, { severity: "critical" }),
    incidentAt(3000, 3400, ["om-1001"], { severity: "low" }),
  ];
  const rows = show(listActivityDetail(on, DAYS, incidents, coarse));
  assertEquals(rows.length, 501);
  assertEquals([rows[0], rows.at(-1)], ["om-1000 970+61x2", "om-1001 2970+121x1"]);
});

Deno.test("listActivityDetail() tells nothing where the buckets of the whole are minutes", () => {
  const on = constantActivity(["om-1"]);
  const span = { startMs: START_MS, endMs: START_MS + HOUR_MS };
  assertEquals(listActivityDetail(on, span, [incidentAt(30, 40, ["om-1"])], listActivity(on, span, 1)), []);
});

Deno.test("analyzeArchive() tells the activity of a window alone, the same each time", async () => {
  const files = {
    "om-1/application/mms0.log": fileOf(header(-1), background(1, 0, 300, 5)),
    "om-1/http_access/mms0-access.log": fileOf(traffic(2, 0, 300, 5)),
  };
  const options = {
    files,
    since: "2026-04-12T01:00Z",
    until: "2026-04-12T01:59:59.999Z",
    builtinRules: false,
  };
  const { activity, totals } = await analyzeCase(options);
  assertEquals(show(activity), ["om-1 60+60x1", "om-1 60+60x1"]);
  assertEquals(activity.flatMap(({ records }) => records).reduce((a, b) => a + b), totals.records);
  assertEquals(JSON.stringify((await analyzeCase(options)).activity), JSON.stringify(activity));
});

Deno.test("analyzeArchive() tells of a single host what it tells of all hosts together", async () => {
  const failing = spread(100, 130, 40).map((minute) => request(minute, { status: 503, latencyMs: 4000 }));
  const { access: { series }, activity } = await analyzeCase({
    files: { "om-1/http_access/mms0-access.log": fileOf(traffic(2, 0, 600, 5), failing) },
  });
  const [{ start, bucketMs, records, http }] = activity as [Activity];
  const cellOf = (bucket: number) =>
    Math.floor((Date.parse(start) + bucket * bucketMs - Date.parse(series.start)) / series.bucketMs);
  const p95Ms = records.map((count, bucket) => count === 0 ? null : series.p95Ms[cellOf(bucket)]!);
  assertEquals(http?.p95Ms, p95Ms);
  const sums = series.errors5xx.map(() => 0);
  http?.errors5xx.forEach((count, bucket) => sums[cellOf(bucket)]! += count);
  assertEquals(sums, series.errors5xx);
  assertEquals(sums.reduce((a, b) => a + b), 40);
});
