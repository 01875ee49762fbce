import type { Activity } from "../../../lib/analyze/activity/activity.ts";
import { activityIn, type ActivityInOptions } from "../../../lib/case/activity/activity_in.ts";
import type { CaseReader } from "../../../lib/case/case_reader.ts";
import { openCase } from "../../../lib/case/open_case.ts";
import { generateSample } from "../../../lib/sample/generate_sample.ts";
import { queryCase } from "../../../lib/query/query_case.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { accessLine, type AccessParts, applicationLine } from "../../helpers/log_builder.ts";
import { withFolder } from "../../helpers/temporary_folder.ts";
import { makeCase } from "../make_case.ts";

const START_MS = Date.UTC(2026, 3, 12, 3);
const MINUTE_MS = 60_000;

async function withCase(
  files: Readonly<Record<string, string>>,
  use: (reader: CaseReader) => void,
): Promise<void> {
  await withFolder(async (folder) => {
    const { path } = await makeCase(folder, { logs: { kind: "folder", files } });
    const reader = openCase(path);
    try {
      use(reader);
    } finally {
      reader.close();
    }
  });
}

function records(lines: readonly (readonly [second: number, level?: string, message?: string])[]): string {
  return lines.map(([second, level = "INFO", message = "Synthetic done"]) => {
    const time = new Date(START_MS + second * 1000).toISOString().replace("Z", "+0000");
    return applicationLine({ time, level: level.padEnd(6), message }) + "\n";
  }).join("");
}

function requests(lines: readonly (Partial<AccessParts> & { readonly second: number })[]): string {
  return lines.map(({ second, ...parts }) => {
    const time = new Date(START_MS + second * 1000).toISOString().slice(11, 19);
    return accessLine({ time: `12/Apr/2026:${time} +0000`, tail: ' "-" "synthetic" 12', ...parts }) + "\n";
  }).join("");
}

function minuteOf(reader: CaseReader, options: ActivityInOptions = {}): Activity[] {
  return activityIn(reader, { startMs: START_MS, endMs: START_MS + MINUTE_MS - 1 }, options);
}

Deno.test("activityIn() counts the records of a minute by second, level and host", async () => {
  const files = {
    "om-1/application/mms0.log": records([[0], [1, "ERROR"], [1, "WARN"], [1.9, "DEBUG"], [59.9], [60], [
      90,
    ]]),
    "om-2/application/mms0.log": records([[30], [61]]),
    "om-3/application/mms0.log": records([[-1], [61]]),
  };
  await withCase(files, (reader) => {
    const [first, second, ...none] = minuteOf(reader);
    assertEquals(none, []);
    assertEquals([first?.host, first?.category, first?.start], [
      "om-1",
      "application",
      "2026-04-12T03:00:00.000Z",
    ]);
    assertEquals([first?.bucketMs, first?.records.length, first?.http], [1000, 60, null]);
    assertEquals(first?.records.slice(0, 3), [1, 3, 0]);
    assertEquals(first?.records[59], 1);
    assertEquals(Object.values(first?.levels ?? {}).map((counts) => counts[1]), [1, 1, 0, 1]);
    assertEquals([second?.host, second?.records.indexOf(1)], ["om-2", 30]);
    assertEquals(minuteOf(reader, { hosts: new Set(["om-2"]) }), [second]);
  });
});

Deno.test("activityIn() takes the first half of a Digest handshake for no failure, wherever the other half is", async () => {
  const api = { request: "GET /api/public/v1.0/groups HTTP/1.1", client: "192.0.2.9" };
  const files = {
    "om-1/http_access/mms0-access.log": requests([
      { second: 1, status: "503", tail: ' "-" "synthetic" 700' },
      { second: 2, status: "503", request: "GET /monitor/health HTTP/1.1" },
      { ...api, second: 3, status: "401" },
      { ...api, second: 30, status: "401" },
      { second: 40, status: "404" },
      { ...api, second: 58, status: "401" },
    ]),
    "om-2/http_access/mms0-access.log": requests([{ ...api, second: 4 }, { ...api, second: 62 }]),
  };
  await withCase(files, (reader) => {
    const [row] = minuteOf(reader, { hosts: new Set(["om-1"]) });
    const marked = (counts: readonly (number | null)[] = []) =>
      counts.flatMap((count, second) => count ? [`${second}:${count}`] : []);
    assertEquals(marked(row?.records), ["1:1", "2:1", "3:1", "30:1", "40:1", "58:1"]);
    assertEquals(marked(row?.http?.errors5xx), ["1:1"]);
    assertEquals(marked(row?.http?.errors4xx), ["30:1", "40:1"]);
    assertEquals(marked(row?.http?.p95Ms), ["1:700", "3:12", "30:12", "40:12", "58:12"]);
    assertEquals(row?.levels, null);
  });
});

Deno.test("activityIn() has no rows where there is no time, no host or no record", async () => {
  await withCase({ "om-1/application/mms0.log": records([[0], [600]]) }, (reader) => {
    assertEquals(activityIn(reader, { startMs: START_MS + 1, endMs: START_MS }), []);
    assertEquals(activityIn(reader, { startMs: NaN, endMs: START_MS }), []);
    assertEquals(activityIn(reader, { startMs: START_MS + 60_000, endMs: START_MS + 120_000 }), []);
    assertEquals(minuteOf(reader, { hosts: new Set(["om-9"]) }), []);
    const all = activityIn(reader, { startMs: -8.64e15, endMs: 8.64e15 });
    assert(all[0]!.records.length <= 721);
    assertEquals(all[0]!.records.filter((count) => count > 0), [2]);
  });
});

/** A day of a synthetic fleet with an incident. */
async function withDay(use: (reader: CaseReader, startMs: number) => void): Promise<void> {
  await withFolder(async (folder) => {
    const sample = generateSample({
      hosts: 2,
      days: 1,
      seed: 3,
      sizeBytes: 1_500_000,
      incident: "appdb-outage",
    });
    const content = new Uint8Array(await new Response(sample.archive).arrayBuffer());
    const { path, analysis } = await makeCase(folder, { [sample.archiveName]: { kind: "file", content } });
    const reader = openCase(path);
    try {
      use(reader, Date.parse(analysis.span!.start));
    } finally {
      reader.close();
    }
  });
}

/** The same numbers as `bucket host category records error warn 5xx`, from the rows that a query tells. */
function counted(reader: CaseReader, startMs: number, bucketMs: number, length: number): string[] {
  const counts = new Map<string, number[]>();
  for (
    const row of queryCase(reader, {
      since: startMs,
      until: startMs + bucketMs * length - 1,
    })
  ) {
    if (row.kind === "event") continue;
    const bucket = Math.floor((row.timeMs - startMs) / bucketMs);
    const key = `${bucket} ${row.host} ${row.category}`;
    const own = counts.get(key) ?? counts.set(key, [0, 0, 0, 0]).get(key)!;
    own[0]!++;
    if (row.text.includes(" ERROR ")) own[1]!++;
    if (row.text.includes(" WARN ")) own[2]!++;
    if (/" 5\d\d /.test(row.text) && !row.text.includes("/monitor/health")) own[3]!++;
  }
  return [...counts].map(([key, own]) => `${key} ${own.join(" ")}`).sort();
}

Deno.test("activityIn() counts what a query tells, in any window", async () => {
  await withDay((reader, startMs) => {
    for (const [fromMinute, minutes] of [[0, 10], [431, 60], [900, 300], [-60, 1600]] as const) {
      const from = startMs - startMs % 3_600_000 + fromMinute * MINUTE_MS;
      const rows = activityIn(reader, { startMs: from, endMs: from + minutes * MINUTE_MS - 1 });
      const { start, bucketMs, records } = rows[0]!;
      assert(records.length <= 721 && bucketMs * records.length >= minutes * MINUTE_MS);
      const actual = rows.flatMap(({ host, category, records, levels, http }) =>
        records.flatMap((count, bucket) => {
          const numbers = [count, levels?.error[bucket] ?? 0, levels?.warn[bucket] ?? 0];
          return count === 0
            ? []
            : [`${bucket} ${host} ${category} ${numbers.join(" ")} ${http?.errors5xx[bucket] ?? 0}`];
        })
      );
      assertEquals(actual.sort(), counted(reader, Date.parse(start), bucketMs, records.length));
    }
  });
});

Deno.test("activityIn() tells the buckets of the analysis where too many records would have to be looked at", async () => {
  await withDay((reader, startMs) => {
    const window = { startMs: startMs + 200 * MINUTE_MS, endMs: startMs + 400 * MINUTE_MS };
    const rows = activityIn(reader, window, { maxRecords: 10 });
    const whole = reader.analysis.activity;
    assertEquals(
      rows.map(({ host, category }) => [host, category]),
      whole.map(({ host, category }) => [host, category]),
    );
    for (const [at, { start, bucketMs, records, levels, http }] of rows.entries()) {
      const from = (Date.parse(start) - Date.parse(whole[at]!.start)) / bucketMs;
      assert(Date.parse(start) <= window.startMs && Date.parse(start) + bucketMs > window.startMs);
      assertEquals(records, whole[at]!.records.slice(from, from + 101));
      assertEquals(levels?.error, whole[at]!.levels?.error.slice(from, from + 101));
      assertEquals(http?.p95Ms, whole[at]!.http?.p95Ms.slice(from, from + 101));
    }
  });
});

Deno.test("activityIn() and the analysis tell the same of the same buckets", async () => {
  await withDay((reader) => {
    const { activity, span } = reader.analysis;
    const { start, bucketMs, records } = activity[0]!;
    const startMs = Date.parse(start);
    const rows = activityIn(reader, { startMs, endMs: startMs + bucketMs * records.length - 1 });
    assert(span !== null && bucketMs === 120_000);
    const plain = (all: readonly Activity[]) =>
      all.map(({ http, ...rest }) => ({ ...rest, http: http && { ...http, p95Ms: [] } }));
    assertEquals(plain(rows), plain(activity));
  });
});
