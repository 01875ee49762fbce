import { clientFloodFindings } from "../../../lib/analyze/access/client_flood.ts";
import { latencyShiftFindings } from "../../../lib/analyze/access/latency_shift.ts";
import { onApiClock } from "../../../lib/analyze/clocks/api_onset.ts";
import { API_CLOCK, type FindingDraft } from "../../../lib/analyze/finding_draft.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { START_MS } from "../log_case.ts";
import { API, arrivals, factsOf, latency, PAGE, type RequestRow } from "./access_case.ts";

const DAY = 1440;
/** Not a whole number of cells. */
const AHEAD_MS = 22 * 60_000;
const offsetOf = (host: string): number => host === "om-2" ? AHEAD_MS : 0;

/** Ordinary requests of a day. */
function usual(seed: number): RequestRow[] {
  return arrivals(seed, [0, DAY], () => 20, (unit) => ({
    route: PAGE,
    client: `192.0.2.${Math.floor(unit() * 30)}`,
    latencyMs: latency(unit, 25),
  }));
}

/** As the host logs it whose clock is ahead. */
function ahead(rows: readonly RequestRow[]): RequestRow[] {
  return rows.map((row) => ({ ...row, second: row.second + AHEAD_MS / 1000 }));
}

function slowFrom(rows: readonly RequestRow[], from: number, to: number): RequestRow[] {
  return rows.map((row) =>
    row.second >= from * 60 && row.second < to * 60 ? { ...row, latencyMs: 9000 } : row
  );
}

function flood(seed: number, from: number, to: number): RequestRow[] {
  return arrivals(seed, [from, to], () => 200, () => ({ route: API, client: "198.51.100.66", latencyMs: 9 }));
}

/** Minute of the onset by the API's clock. */
function onsetOf(draft: FindingDraft): number {
  return (onApiClock(draft, { offsetOf, uncertaintyOf: () => 0 }).onsetMs - START_MS) / 60_000;
}

/** Minute at which the bucket with most begins. */
function peakOf({ series: { start, bucketMs, counts } }: FindingDraft): number {
  return (Date.parse(start) + bucketMs * counts.indexOf(Math.max(...counts)) - START_MS) / 60_000;
}

function assertNear(actual: number, minute: number, within: number): void {
  assert(Math.abs(actual - minute) <= within, `${actual} is not within ${within} of ${minute}`);
}

Deno.test("latencyShiftFindings() begins with the first slow requests of hosts whose clocks differ", () => {
  const hosts = { "om-1": slowFrom(usual(1), 703, 733), "om-2": ahead(slowFrom(usual(2), 703, 733)) };
  const [finding, ...others] = latencyShiftFindings(factsOf(hosts, DAY, { offsetOf }));
  assertEquals([others.length, finding!.hosts, finding!.onsetHost], [0, ["om-1", "om-2"], API_CLOCK]);
  assertNear(onsetOf(finding!), 703, 1);
});

Deno.test("latencyShiftFindings() tells slow requests of one host by its clock, which is ahead", () => {
  const hosts = { "om-1": usual(1), "om-2": ahead(slowFrom(usual(2), 703, 733)) };
  const [finding, ...others] = latencyShiftFindings(factsOf(hosts, DAY, { offsetOf }));
  assertEquals([others.length, finding!.hosts, finding!.onsetHost], [0, ["om-2"], "om-2"]);
  assertNear(onsetOf(finding!), 703, 1);
  assertNear(peakOf(finding!), 725 + 12, 17);
  assert(finding!.evidence.every(({ time }) => Date.parse(time!) >= START_MS + 725 * 60_000));
});

Deno.test("clientFloodFindings() takes a client that floods hosts whose clocks differ for one flood", () => {
  const hosts = {
    "om-1": [...usual(1), ...flood(3, 604, 634)],
    "om-2": ahead([...usual(2), ...flood(4, 604, 634)]),
  };
  const [finding, ...others] = clientFloodFindings(factsOf(hosts, DAY, { offsetOf }));
  assertEquals([others.length, finding!.hosts, finding!.onsetHost], [0, ["om-1", "om-2"], API_CLOCK]);
  assertNear(onsetOf(finding!), 604, 1.5);
  assertNear((finding!.lastMs - START_MS) / 60_000, 634, 3);
});

Deno.test("clientFloodFindings() tells a flood on one host by its clock, in the series as well", () => {
  const hosts = { "om-1": usual(1), "om-2": ahead([...usual(2), ...flood(4, 604, 611)]) };
  const [finding, ...others] = clientFloodFindings(factsOf(hosts, DAY, { offsetOf }));
  assertEquals([others.length, finding!.hosts, finding!.onsetHost], [0, ["om-2"], "om-2"]);
  assertNear(onsetOf(finding!), 604, 1.5);
  // Logged from 626 to 633.
  assertEquals(peakOf(finding!), 625);
});
