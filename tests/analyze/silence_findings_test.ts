import { onApiClock } from "../../lib/analyze/clocks/api_onset.ts";
import { familySilences, type OffsetOf } from "../../lib/analyze/coverage.ts";
import type { FindingDraft } from "../../lib/analyze/finding_draft.ts";
import { silenceFindings } from "../../lib/analyze/silence_findings.ts";
import { assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { background, fileOf, type LogLine, START_MS, traffic } from "./log_case.ts";
import { scanCase } from "./scan_case.ts";

const minuteOf = (ms: number) => Math.floor((ms - START_MS) / 60_000);

/** Minutes by which the clocks of hosts are ahead. */
function clocksOf(minutes: Readonly<Record<string, number>>): OffsetOf {
  return (host) => (minutes[host] ?? 0) * 60_000;
}

/** A log of each host: stretches by the minutes that it logged. */
function logsOf(
  write: (seed: number, from: number, to: number, perMinute: number) => LogLine[],
  path: string,
  hosts: Readonly<Record<string, readonly (readonly [from: number, to: number])[]>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(hosts).map(([host, stretches], seed) => [
      `${host}/${path}`,
      fileOf(...stretches.map(([from, to]) => write(10 * seed + from, from, to, 6))),
    ]),
  );
}

const application = (hosts: Parameters<typeof logsOf>[2]) =>
  logsOf(background, "application/mms0.log", hosts);
const access = (hosts: Parameters<typeof logsOf>[2]) => logsOf(traffic, "http_access/mms0-access.log", hosts);

async function silencesOf(files: Readonly<Record<string, string>>, offsetOf: OffsetOf): Promise<string[]> {
  const { tally } = await scanCase(files);
  return familySilences(tally, [], offsetOf).map(({ host, category, startMs, endMs, isOpen }) =>
    `${host} ${category} ${minuteOf(startMs)}-${isOpen ? "open " : ""}${minuteOf(endMs)}`
  );
}

async function findingsOf(
  files: Readonly<Record<string, string>>,
  offsetOf: OffsetOf,
): Promise<FindingDraft[]> {
  const { tally, span } = await scanCase(files);
  return silenceFindings(tally, span, familySilences(tally, [], offsetOf), [], offsetOf);
}

const BEHIND = clocksOf({ "om-2": -30 });
const AHEAD = clocksOf({ "om-2": 30 });
const RIGHT = clocksOf({});

Deno.test("familySilences() takes no host for silent whose clock is behind and whose log so ends earlier", async () => {
  const files = application({ "om-1": [[0, 300]], "om-2": [[-30, 270]] });
  assertEquals(await silencesOf(files, BEHIND), []);
  // The same files, if the clocks were right.
  assertEquals(await silencesOf(files, RIGHT), ["om-2 application 269-open 299"]);
});

Deno.test("familySilences() takes no host for silent because the clock of another is ahead", async () => {
  const files = application({ "om-1": [[0, 300]], "om-2": [[30, 330]] });
  assertEquals(await silencesOf(files, AHEAD), []);
  assertEquals(await silencesOf(files, RIGHT), ["om-1 application 299-open 329"]);
});

Deno.test("familySilences() finds a host that stops, by its own times, whose clock is behind", async () => {
  const files = application({ "om-1": [[0, 300]], "om-2": [[-30, 200]] });
  assertEquals(await silencesOf(files, BEHIND), ["om-2 application 199-open 269"]);
});

Deno.test("familySilences() finds a host that stops though its clock shows what the others end with", async () => {
  const files = application({ "om-1": [[0, 300]], "om-2": [[30, 300]] });
  assertEquals(await silencesOf(files, AHEAD), ["om-2 application 299-open 329"]);
  assertEquals(await silencesOf(files, RIGHT), []);
});

Deno.test("silenceFindings() looks at what the others did at the same time, not at what their clocks show", async () => {
  const stop = application({ "om-1": [[0, 100], [140, 400]], "om-2": [[-200, 70], [110, 370]] });
  const both = await findingsOf(stop, BEHIND);
  assertEquals(both.map(({ severity, hosts }) => `${severity} ${hosts}`), ["medium om-2", "medium om-1"]);
  // If the clocks were right, the logs of om-2 would end too early besides.
  assertEquals((await findingsOf(stop, RIGHT)).map(({ severity }) => severity), ["high", "high", "high"]);
  const one = await findingsOf(
    application({ "om-1": [[0, 100], [140, 400]], "om-2": [[-200, 370]] }),
    BEHIND,
  );
  assertEquals(one.map(({ severity, hosts }) => `${severity} ${hosts}`), ["high om-1"]);
  assertMatch(one[0]!.explanation, /other logs went on/);
});

Deno.test("silenceFindings() tells servers that get no requests at one time as one, whatever their clocks", async () => {
  const files = {
    ...application({ "om-1": [[0, 400]], "om-2": [[-30, 370]] }),
    ...access({ "om-1": [[0, 200], [240, 400]], "om-2": [[-30, 170], [210, 370]] }),
  };
  const [finding, ...others] = await findingsOf(files, BEHIND);
  assertEquals([others.length, finding?.hosts, finding?.categories], [0, ["om-1", "om-2"], ["http_access"]]);
  const onApi = onApiClock(finding!, { offsetOf: BEHIND, uncertaintyOf: () => 0 });
  assertEquals([onApi.onsetMs, onApi.lastMs].map(minuteOf), [200, 240]);
  assertEquals((await findingsOf(files, RIGHT)).map(({ hosts }) => hosts), [["om-2"], ["om-1"], ["om-2"]]);
});
