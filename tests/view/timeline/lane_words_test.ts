import { assertEquals } from "../../../lib/std/assert.ts";
import { isBadAt, laneAt, lanePeak } from "../../../lib/view/timeline/lane_words.ts";
import type { Lane } from "../../../lib/view/timeline/lanes.ts";

const BUCKET_MS = 60_000;
const APPLICATION: Lane = {
  host: "om-1.example",
  category: "application",
  firstMs: 0,
  lastMs: 5 * BUCKET_MS,
  gaps: [{ startMs: 10 * BUCKET_MS, endMs: 12 * BUCKET_MS, kind: "silent" }],
  startMs: 0,
  bucketMs: BUCKET_MS,
  series: { records: [4, 1200, 1], error: [0, 3, 1], warn: [1, 0, 0] },
};
const ACCESS: Lane = {
  ...APPLICATION,
  category: "http_access",
  series: { records: [10, 20], errors5xx: [0, 2], p95Ms: [null, 2500] },
};

Deno.test("laneAt() tells what the bucket at a time holds", () => {
  assertEquals(laneAt(APPLICATION, 0), "4 records, 1 warning");
  assertEquals(laneAt(APPLICATION, BUCKET_MS + 5), "1,200 records, 3 errors");
  assertEquals(laneAt(ACCESS, BUCKET_MS), "20 requests, 2 5xx answers, p95 2.5 s");
});

Deno.test("laneAt() tells why there is nothing", () => {
  assertEquals(laneAt(APPLICATION, 11 * BUCKET_MS), "silent");
  assertEquals(laneAt(APPLICATION, 7 * BUCKET_MS), "nothing");
  assertEquals(laneAt(APPLICATION, -1), "nothing");
});

Deno.test("lanePeak() tells the most of each series in the time that is shown", () => {
  assertEquals(
    lanePeak(APPLICATION, { startMs: 0, endMs: 10 * BUCKET_MS }),
    "at most 1,200 records, 3 errors, 1 warning in 1 min",
  );
  assertEquals(
    lanePeak(APPLICATION, { startMs: 2 * BUCKET_MS, endMs: 3 * BUCKET_MS }),
    "at most 1 record, 1 error in 1 min",
  );
  assertEquals(
    lanePeak(APPLICATION, { startMs: 20 * BUCKET_MS, endMs: 30 * BUCKET_MS }),
    "nothing in this time",
  );
  const uncounted = { ...APPLICATION, series: {} };
  const peakIn = (from: number, to: number) =>
    lanePeak(uncounted, { startMs: from * BUCKET_MS, endMs: to * BUCKET_MS });
  assertEquals([peakIn(0, 10), peakIn(6, 10)], ["not counted over time", "nothing in this time"]);
});

Deno.test("isBadAt() is true where errors or 5xx are, not for warnings", () => {
  assertEquals([0, 1, 2, 9].map((minute) => isBadAt(APPLICATION, minute * BUCKET_MS)), [
    false,
    true,
    true,
    false,
  ]);
  assertEquals([0, 1].map((minute) => isBadAt(ACCESS, minute * BUCKET_MS)), [false, true]);
});
