import { WorkClock } from "../../lib/analyze/work_clock.ts";
import { LogTally } from "../../lib/analyze/log_tally.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { minuteCounts, seededUnit } from "./counts.ts";
import {
  analyzeCase,
  background,
  fileOf,
  header,
  repeat,
  showFindings,
  START_MS,
  traffic,
} from "./log_case.ts";

const DAY = 1440;
const NOISE = {
  level: "WARN",
  logger: "com.xgen.svc.mms.SyntheticLeases",
  message: "Lease 7 was renewed late",
};

/** Share of the day's work at a minute: little at night. */
function busy(minute: number): number {
  return 0.55 - 0.45 * Math.cos((minute % DAY) / DAY * 2 * Math.PI);
}

function thinned(seed: number): (line: { readonly minute: number }) => boolean {
  const unit = seededUnit(seed);
  return ({ minute }) => unit() < busy(minute);
}

function scattered(seed: number, count: number): number[] {
  const unit = seededUnit(seed);
  return Array.from({ length: count }, () => unit() * DAY);
}

const ACCESS = { "om-1/http_access/mms0-access.log": fileOf(traffic(7, 0, DAY, 1)) };

for (let seed = 1; seed <= 6; seed++) {
  Deno.test(`signature.new: none of noise that is as rare at night as all other work (seed ${seed})`, async () => {
    // The first such record of these nights comes after five hours, a fifth of the time and a twelfth of the work.
    const noise = scattered(seed, 55).filter((minute) => minute > 300);
    const lines = [...background(seed, 0, DAY, 5), ...repeat(noise, NOISE)].filter(thinned(seed + 50));
    const files = { ...ACCESS, "om-1/application/mms0.log": fileOf(header(-1), lines) };
    assertEquals(showFindings(await analyzeCase({ files })), []);
  });
}

Deno.test("signature.new: none of what only a host logs whose files begin late", async () => {
  const files = {
    ...ACCESS,
    "om-1/application/mms0.log": fileOf(header(-1), background(1, 0, DAY, 3)),
    "om-2/application/mms0.log": fileOf(
      background(2, 800, DAY, 3),
      repeat(scattered(3, 200).filter((minute) => minute > 810), NOISE),
    ),
    "om-2/http_access/mms0-access.log": fileOf(traffic(8, 800, DAY, 1)),
  };
  assertEquals(showFindings(await analyzeCase({ files })), []);
});

Deno.test("signature.new: what begins in the morning and would have been seen at night", async () => {
  const lines = [
    ...background(4, 0, DAY, 5).filter(thinned(5)),
    ...repeat(scattered(6, 400).filter((minute) => minute > 480), NOISE),
  ];
  const files = { ...ACCESS, "om-1/application/mms0.log": fileOf(header(-1), lines) };
  assertEquals(showFindings(await analyzeCase({ files })), ["medium signature.new @483"]);
});

/** A tally of one log with so many records in each minute. */
function tallyOf(host: string, counts: readonly number[]): LogTally {
  const tally = new LogTally();
  const minutes = minuteCounts(counts.map((count, minute) => [START_MS / 60_000 + minute, count] as const));
  tally.activity.set(host, { host, category: "application", family: "mms0", minutes });
  return tally;
}

Deno.test("WorkClock counts work, a flood for little, and hosts that are not there for none", () => {
  const counts = Array.from({ length: 200 }, (_, minute) => minute < 100 ? 1 : minute < 110 ? 1000 : 3);
  const span = { startMs: START_MS, endMs: START_MS + 200 * 60_000 - 1 };
  const clock = new WorkClock(tallyOf("om-1", counts), span);
  const at = (minute: number) => clock.shareBefore(["om-1"], START_MS + minute * 60_000);
  // 10 records in each of 10 steps, then a flood that counts for twice the median of 30, then 9 steps of 30.
  assertEquals([at(0), at(100), at(110), at(200)], [0, 100 / 430, 160 / 430, 1]);
  assert(at(105) > at(100) && at(105) < at(110));
  assertEquals(clock.shareBefore(["om-9"], START_MS), 1);
});
