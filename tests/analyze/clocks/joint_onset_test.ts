import { onApiClock } from "../../../lib/analyze/clocks/api_onset.ts";
import { jointOnset } from "../../../lib/analyze/clocks/joint_onset.ts";
import { API_CLOCK, type FindingDraft } from "../../../lib/analyze/finding_draft.ts";
import { SeriesStore } from "../../../lib/analyze/series_store.ts";
import { totalOf } from "../../../lib/analyze/time_grid.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { draftAt } from "../finding_case.ts";
import { START_MS } from "../log_case.ts";

const MINUTE = 60_000;
const HOSTS = ["om-1", "om-2", "om-3"];

/** Records of one host: by the right time, milliseconds after the start. */
interface HostRecords {
  readonly offsetMs: number;
  readonly burst: readonly number[];
  readonly usual?: readonly number[];
}

function every(stepMs: number, fromMs: number, toMs: number): number[] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, at) => fromMs + at * stepMs);
}

/** A finding of bursts as a host by host search would have it: from the first of them by the hosts' own clocks. */
function draftOf(hosts: readonly HostRecords[]): FindingDraft {
  const store = new SeriesStore();
  hosts.forEach(({ offsetMs, burst, usual = [] }, host) => {
    const times = [...usual, ...burst].sort((a, b) => a - b);
    for (const ms of times) store.add(1, host, 0, START_MS + ms + offsetMs);
  });
  const logged = hosts.map(({ offsetMs, burst }) => START_MS + burst[0]! + offsetMs);
  const onsetMs = Math.min(...logged);
  const parts = store.parts();
  const lastMs = Math.max(...hosts.map(({ offsetMs, burst }) => START_MS + burst.at(-1)! + offsetMs));
  assert(totalOf(parts).count > 0);
  const onsetHost = HOSTS[logged.indexOf(onsetMs)]!;
  return draftAt(0, {
    hosts: HOSTS.slice(0, hosts.length),
    parts,
    onsetMs,
    latestOnsetMs: onsetMs,
    lastMs,
    onsetHost,
  });
}

function onApi(hosts: readonly HostRecords[], draft: FindingDraft = draftOf(hosts)): FindingDraft {
  const offsetOf = (host: string) => hosts[HOSTS.indexOf(host)]!.offsetMs;
  return onApiClock(draft, { offsetOf, uncertaintyOf: () => 500 }, HOSTS);
}

const seconds = ({ onsetMs }: { readonly onsetMs: number }) => (onsetMs - START_MS) / 1000;

Deno.test("onApiClock() begins a finding with its first record, however far the clocks of its hosts are off", () => {
  const offsets = fc.integer({ min: -30 * MINUTE, max: 30 * MINUTE });
  const starts = fc.integer({ min: 0, max: 5 * MINUTE });
  const host = fc.tuple(offsets, starts).map(([offsetMs, startMs]) => ({
    offsetMs,
    burst: every(5000, startMs, startMs + 10 * MINUTE),
  }));
  fc.assert(fc.property(fc.array(host, { minLength: 2, maxLength: 3 }), (hosts) => {
    const ahead = hosts.map(({ offsetMs }) => offsetMs);
    const firstMs = Math.min(...hosts.map(({ burst }) => burst[0]!));
    const lateMs = onApi(hosts).onsetMs - START_MS - firstMs;
    // Clocks that agree are not told apart.
    const isTold = Math.max(...ahead) - Math.min(...ahead) > 5000;
    assert(isTold ? lateMs === 0 : lateMs >= 0 && lateMs <= 5000, `late by ${lateMs} ms`);
  }));
});

Deno.test("onApiClock() takes no usual record of before for the onset, however far the clocks are off", () => {
  for (const apartMinutes of [1, 4, 12, 20, 40, -1, -4, -12, -20, -40]) {
    const usual = every(3 * MINUTE, -600 * MINUTE, 0);
    const hosts = [
      { offsetMs: 0, burst: every(2000, 30_000, 10 * MINUTE), usual },
      { offsetMs: apartMinutes * MINUTE, burst: every(2000, 90_000, 10 * MINUTE), usual },
    ];
    assertEquals([apartMinutes, seconds(onApi(hosts))], [apartMinutes, 30]);
  }
});

Deno.test("onApiClock() finds a first record whose ten seconds began before what the clocks are apart", () => {
  const hosts = [
    { offsetMs: 0, burst: every(2000, 9000, 5 * MINUTE) },
    { offsetMs: 6000, burst: every(2000, 9500, 5 * MINUTE) },
  ];
  assertEquals(seconds(onApi(hosts)), 9);
});

Deno.test("onApiClock() finds the first record though nobody knows whose the onset is, and doubts it no more for that", () => {
  const hosts = [
    { offsetMs: -4 * MINUTE, burst: every(2000, 30_000, 10 * MINUTE) },
    { offsetMs: 16 * MINUTE, burst: every(2000, 90_000, 10 * MINUTE) },
  ];
  const { onsetMs, latestOnsetMs } = onApi(hosts, { ...draftOf(hosts), onsetHost: null });
  assertEquals([onsetMs - START_MS, latestOnsetMs - onsetMs], [30_000, 0]);
});

Deno.test("onApiClock() leaves the onset of hosts whose clocks agree to the host that logged it", () => {
  const hosts = [
    { offsetMs: 60_000, burst: every(2000, 8000, 5 * MINUTE), usual: [2000] },
    { offsetMs: 58_000, burst: every(2000, 9000, 5 * MINUTE) },
  ];
  const { onsetMs, latestOnsetMs, lastMs } = onApi(hosts);
  assertEquals([seconds({ onsetMs }), latestOnsetMs - onsetMs], [9, 0]);
  assertEquals(lastMs - START_MS, 300_000 + 1000 - 1000);
});

Deno.test("onApiClock() leaves what is on the API's clock, what events tell, and what was always there", () => {
  const hosts = [
    { offsetMs: 0, burst: every(2000, 0, 5 * MINUTE) },
    { offsetMs: 20 * MINUTE, burst: every(2000, -MINUTE, 5 * MINUTE) },
  ];
  const draft = draftOf(hosts);
  for (const fields of [{ onsetHost: API_CLOCK }, { raisedBy: ["event"] }]) {
    const told = { ...draft, ...fields };
    assertEquals(onApi(hosts, told), told);
  }
  assertEquals(seconds(onApi(hosts, draft)), -60);
  assertEquals(seconds(onApi(hosts, { ...draft, isStanding: true })), 0);
});

Deno.test("onApiClock() goes by the hosts with records in the time of the finding", () => {
  const hosts = [
    { offsetMs: 0, burst: every(2000, 0, 5 * MINUTE) },
    // A day before the finding this one logged the same, with another clock.
    { offsetMs: 20 * MINUTE, burst: [-1440 * MINUTE] },
  ];
  const draft = { ...draftOf(hosts), onsetMs: START_MS, latestOnsetMs: START_MS, onsetHost: "om-1" };
  const { onsetMs, latestOnsetMs } = onApi(hosts, draft);
  assertEquals([onsetMs, latestOnsetMs], [START_MS, START_MS]);
});

Deno.test("jointOnset() of parts without a record in the time is the onset that was known", () => {
  const onsetMs = START_MS + MINUTE;
  assertEquals(jointOnset({ parts: [], onsetMs, lengthMs: MINUTE, apartMs: MINUTE }), {
    onsetMs,
    latestOnsetMs: onsetMs,
  });
});

Deno.test("jointOnset() is unsure between the first records where such are usual", () => {
  const store = new SeriesStore();
  const times = [...every(20_000, -60 * MINUTE, 0), ...every(4000, 0, 5 * MINUTE)];
  for (const ms of times) store.add(1, 0, 0, START_MS + ms);
  const { onsetMs, latestOnsetMs } = jointOnset({
    parts: store.parts(),
    onsetMs: START_MS,
    lengthMs: 5 * MINUTE,
    apartMs: MINUTE,
  });
  assert(Math.abs(onsetMs - START_MS) <= 10_000, `onset at ${onsetMs - START_MS}`);
  assert(latestOnsetMs > onsetMs && latestOnsetMs - onsetMs <= 120_000);
});

Deno.test("onApiClock() takes more series than a call takes arguments", () => {
  const hosts = [{ offsetMs: 0, burst: [0, 66_000] }, { offsetMs: 10 * MINUTE, burst: [-9 * MINUTE, 0] }];
  const draft = draftOf(hosts);
  const parts = new Array(65_000).fill(draft.parts).flat();
  assertEquals(seconds(onApi(hosts, { ...draft, parts })), -540);
});
