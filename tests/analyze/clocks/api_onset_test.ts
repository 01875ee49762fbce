import { apiOnset, onApiClock } from "../../../lib/analyze/clocks/api_onset.ts";
import { hostAt } from "../../../lib/analyze/clocks/host_at.ts";
import { SeriesStore } from "../../../lib/analyze/series_store.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { findingAt } from "../finding_case.ts";
import { START_MS } from "../log_case.ts";

const OFFSETS: Readonly<Record<string, number>> = { "om-1": 60_000, "om-2": -5000 };
const CLOCKS = {
  offsetOf: (host: string): number => OFFSETS[host] ?? 0,
  uncertaintyOf: (host: string): number => host in OFFSETS ? 500 : 2000,
};
const ONSET = { onsetMs: 1_000_000, latestOnsetMs: 1_010_000 };

Deno.test("apiOnset() corrects an onset by the clock of the host that logged it", () => {
  const hosts = ["om-1", "om-2"];
  assertEquals(apiOnset({ ...ONSET, hosts, onsetHost: "om-1" }, CLOCKS), {
    onsetMs: 940_000,
    latestOnsetMs: 950_000,
    uncertaintyMs: 500,
  });
  // Nobody knows whose: half of what they differ by is added to the doubt.
  assertEquals(apiOnset({ ...ONSET, hosts, onsetHost: null }, CLOCKS), {
    onsetMs: 972_500,
    latestOnsetMs: 982_500,
    uncertaintyMs: 33_000,
  });
  assertEquals(apiOnset({ ...ONSET, hosts: ["om-9"], onsetHost: null }, CLOCKS), {
    ...ONSET,
    uncertaintyMs: 2000,
  });
  assertEquals(apiOnset({ ...ONSET, hosts: [], onsetHost: null }, CLOCKS), { ...ONSET, uncertaintyMs: 0 });
});

Deno.test("onApiClock() moves onset and end, and leaves the times of records and what events tell", () => {
  const draft = findingAt(0, { ...ONSET, lastMs: 1_500_000, hosts: ["om-1"], onsetHost: "om-1" });
  const moved = onApiClock(draft, CLOCKS);
  assertEquals([moved.onset, moved.onsetMs, moved.lastMs], ["1970-01-01T00:15:40.000Z", 940_000, 1_440_000]);
  assertEquals([moved.first, moved.last, moved.id], [draft.first, draft.last, draft.id]);
  const told = findingAt(0, { ...ONSET, hosts: ["om-1"], raisedBy: ["event"] });
  assertEquals(onApiClock(told, CLOCKS), told);
});

Deno.test("onApiClock() is unsure of the end of an onset where clocks are", () => {
  const draft = findingAt(0, { ...ONSET, hosts: ["om-1", "om-2"], onsetHost: null });
  assertEquals(onApiClock(draft, CLOCKS).latestOnsetMs, 982_500 + 31_000);
});

Deno.test("hostAt() tells whose record was at a time", () => {
  const series = new SeriesStore();
  const add = (host: number, ...seconds: number[]) =>
    seconds.forEach((second) => series.add(1, host, 0, START_MS + 1000 * second));
  add(3, 10, 11, 12, 50);
  add(4, 12, 13, 30, 50, 50);
  const at = (second: number) => hostAt(series.parts(), START_MS + 1000 * second);
  assertEquals([10, 13, 30, 50, 31].map(at), [3, 4, 4, 4, null]);
});
