import type { Activity } from "../../../lib/analyze/activity/activity.ts";
import {
  type ActivityOn,
  countActivity,
  type WantedActivity,
} from "../../../lib/analyze/activity/count_activity.ts";
import { listCoverage } from "../../../lib/analyze/coverage.ts";
import { LogTally } from "../../../lib/analyze/log_tally.ts";
import { signatureTable } from "../../../lib/analyze/signature_table.ts";
import { gridWith } from "../../../lib/analyze/time_grid.ts";
import { compileRules } from "../../../lib/rules/match_rules.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { minuteCounts } from "../counts.ts";
import { fileOf, type LogLine, record, repeat, request, START_MS } from "../log_case.ts";
import { scanCase } from "../scan_case.ts";

const MINUTE_MS = 60_000;

async function activityOf(files: Readonly<Record<string, string>>): Promise<{
  readonly activityOn: ActivityOn;
  readonly tally: LogTally;
}> {
  const { tally } = await scanCase(files);
  return { tally, activityOn: countActivity(tally, signatureTable(tally, compileRules([]), [])) };
}

function minutes(
  from: number,
  to: number,
  width = 1,
  hosts: readonly string[] | null = null,
): WantedActivity {
  const grid = gridWith(width * MINUTE_MS, START_MS + from * MINUTE_MS, START_MS + to * MINUTE_MS - 1);
  return { grid, hosts: hosts === null ? null : new Set(hosts) };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

Deno.test("countActivity() counts records by level and minute, DEBUG and TRACE as other", async () => {
  const { activityOn } = await activityOf({
    "om-1/application/mms0.log": fileOf(
      record({ minute: 0, message: "Synthetic a", level: "ERROR" }),
      record({ minute: 0.5, message: "Synthetic b", level: "WARN" }),
      repeat([1, 1.1, 3.9], { message: "Synthetic c" }),
      record({ minute: 1.2, message: "Synthetic d", level: "DEBUG" }),
      record({ minute: 3, message: "Synthetic e", level: "TRACE" }),
    ),
  });
  assertEquals(activityOn([minutes(0, 4)]), [{
    host: "om-1",
    category: "application",
    start: "2026-04-12T00:00:00.000Z",
    bucketMs: MINUTE_MS,
    records: [2, 3, 0, 2],
    levels: { error: [1, 0, 0, 0], warn: [1, 0, 0, 0], info: [0, 2, 0, 1], other: [0, 1, 0, 1] },
    http: null,
  }]);
});

Deno.test("countActivity() counts failed requests without health probes and halves of Digest handshakes", async () => {
  const api = { path: "/api/public/v1.0/groups", client: "192.0.2.77" };
  const { activityOn } = await activityOf({
    "om-1/http_access/mms0-access.log": fileOf(
      request(0, { status: 503, latencyMs: 900 }),
      request(0.1, { path: "/monitor/health", status: 503, latencyMs: 1 }),
      request(1, { ...api, status: 401 }),
      request(1.02, { ...api, status: 200 }),
      request(2, { path: "/user/v1/auth", client: "192.0.2.78", status: 401 }),
      request(2.5, { path: "/api/public/v1.0/orgs", status: 404 }),
      request(7, { latencyMs: 40 }),
    ),
  });
  const [row] = activityOn([minutes(0, 9)]);
  assertEquals(row?.levels, null);
  assertEquals(row?.records, [2, 2, 2, 0, 0, 0, 0, 1, 0]);
  assertEquals(row?.http?.errors5xx, [1, 0, 0, 0, 0, 0, 0, 0, 0]);
  assertEquals(row?.http?.errors4xx, [0, 0, 2, 0, 0, 0, 0, 0, 0]);
  // Each minute with requests has that of its five minutes: 12, 12, 12, 12 and 900 ms, then 40.
  assertEquals(row?.http?.p95Ms, [900, 900, 900, null, null, null, null, 40, null]);
});

Deno.test("countActivity() keeps hosts and kinds of log apart, though they log the same message", async () => {
  const same = (minute: number, level: string) => record({ minute, message: "Synthetic failure", level });
  const { activityOn } = await activityOf({
    "om-2/application/mms0.log": fileOf(same(0, "ERROR"), same(1, "ERROR")),
    "om-1/daemon/daemon.log": fileOf(same(0, "ERROR"), same(0.5, "WARN")),
    "om-1/application/mms0.log": fileOf(same(1, "ERROR"), same(1, "INFO"), same(1.5, "INFO")),
    "om-1/http_access/mms0-access.log": fileOf(request(0)),
  });
  const show = ({ host, category, records, levels }: Activity) =>
    `${host} ${category} ${records} e${levels?.error} w${levels?.warn} i${levels?.info}`;
  assertEquals(activityOn([minutes(0, 2)]).map(show), [
    "om-1 application 0,3 e0,1 w0,0 i0,2",
    "om-1 daemon 2,0 e1,0 w1,0 i0,0",
    "om-1 http_access 1,0 eundefined wundefined iundefined",
    "om-2 application 1,1 e1,1 w0,0 i0,0",
  ]);
  assertEquals(activityOn([minutes(0, 1), minutes(1, 2, 1, ["om-1"]), minutes(60, 62)]).map(show), [
    "om-1 daemon 2 e1 w1 i0",
    "om-1 http_access 1 eundefined wundefined iundefined",
    "om-2 application 1 e1 w0 i0",
    "om-1 application 3 e1 w0 i2",
  ]);
  assertEquals(activityOn([minutes(1, 2)]).map(({ category }) => category), [
    "application",
    "application",
  ]);
  assertEquals(activityOn([minutes(60, 62)]), []);
});

Deno.test("countActivity() counts a record once that two files have", async () => {
  const lines = fileOf(repeat([0, 1, 1.5], { message: "Synthetic twin", level: "WARN" }));
  const { activityOn } = await activityOf({
    "a/om-1/application/mms0.log": lines,
    "b/om-1/application/mms0.log": lines,
  });
  assertEquals(activityOn([minutes(0, 2)]).map(({ records, levels }) => [records, levels?.warn]), [
    [[1, 2], [1, 2]],
  ]);
});

interface FileLine {
  readonly file: string;
  readonly line: LogLine;
  readonly status: number;
}

const line: fc.Arbitrary<FileLine> = fc.record({
  minute: fc.nat(40_000).map((thirds) => thirds / 20),
  host: fc.constantFrom("om-1", "om-2"),
  level: fc.constantFrom("ERROR", "WARN", "INFO", "DEBUG"),
  status: fc.constantFrom(200, 404, 500),
  kind: fc.constantFrom("application/mms0.log", "daemon/daemon.log", "http_access/mms0-access.log"),
}).map(({ minute, host, level, status, kind }) => ({
  file: `${host}/${kind}`,
  status,
  line: kind.startsWith("http")
    ? request(minute, { status, client: `192.0.2.${Math.floor(minute) % 200}` })
    : record({ minute, level, message: `Synthetic ${level} of ${minute}` }),
}));

Deno.test("countActivity() has every record of the coverage in a bucket, whatever their width", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 60 }),
      fc.constantFrom(1, 2, 5, 10, 15, 30, 60, 1440),
      async (lines, width) => {
        const files = Object.fromEntries(
          [...Map.groupBy(lines, ({ file }) => file)].map((
            [file, own],
          ) => [file, fileOf(own.map((one) => one.line))]),
        );
        const { tally, activityOn } = await activityOf(files);
        const rows = activityOn([minutes(0, 2001, width)]);
        const grids = [minutes(0, 500), minutes(700, 1000, 5), minutes(1440, 2001, width)];
        assertEquals(activityOn(grids), grids.flatMap((grid) => activityOn([grid])));
        const twins = new Map(tally.logs().map(({ path, duplicates }) => [path, duplicates]));
        assertEquals(
          rows.map(({ host, category, records }) => [host, category, sumOf(records)]),
          listCoverage(tally, []).map(({ host, category, files }) => [
            host,
            category,
            files.reduce((sum, { member, records }) => sum + records - twins.get(member)!, 0),
          ]),
        );
        for (const { host, records, levels, http } of rows) {
          const failed = (status: number) =>
            lines.filter((one) => one.status === status && one.file.startsWith(`${host}/http`)).length;
          if (levels !== null) assertEquals(sumOf(Object.values(levels).map(sumOf)), sumOf(records));
          if (http === null) continue;
          assertEquals([sumOf(http.errors4xx), sumOf(http.errors5xx)], [failed(404), failed(500)]);
        }
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("countActivity() tells no levels of hosts beyond those that are told apart, but their records", () => {
  const tally = new LogTally();
  const place = { category: "application", family: "mms0" } as const;
  for (let host = 0; host < 1025; host++) {
    tally.hosts[Math.min(host, 1023)] ??= `om-${host}`;
    tally.activity.set(`om-${host}`, {
      ...place,
      host: `om-${host}`,
      minutes: minuteCounts([[START_MS / MINUTE_MS, 3]]),
    });
  }
  const rows = countActivity(tally, [])([minutes(0, 1)]);
  assertEquals(rows.length, 1025);
  assert(rows.every(({ records }) => records[0] === 3));
  assertEquals(rows.filter(({ levels }) => levels === null).map(({ host }) => host), ["om-1023", "om-1024"]);
});
