import { lastUpgradeMs } from "../../../lib/analyze/causes/last_upgrade.ts";
import type { TimedRestart } from "../../../lib/analyze/restarts.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { START_MS, timeAt } from "../log_case.ts";

function restartAt(minute: number, fields: Partial<TimedRestart> = {}): TimedRestart {
  return {
    host: "om-1",
    category: "application",
    kind: "abrupt",
    timeMs: START_MS + minute * 60_000,
    time: timeAt(minute),
    version: "8.0.5",
    previousVersion: "8.0.4",
    silentMs: 1000,
    evidence: [],
    ...fields,
  };
}

const CASES: readonly (readonly [name: string, restarts: readonly TimedRestart[], minute: number | null])[] =
  [
    ["no restart", [], null],
    ["an upgrade before, less the minute in which a change may act on it", [restartAt(30)], 29],
    ["the last of several", [restartAt(30), restartAt(50), restartAt(10)], 49],
    ["a restart with the same version", [restartAt(30, { version: "8.0.4" })], null],
    ["a first start", [restartAt(30, { previousVersion: null })], null],
    ["a version that is not known", [restartAt(30, { version: null })], null],
    ["an upgrade of another host", [restartAt(30, { host: "om-9" })], null],
    ["an upgrade after it", [restartAt(30), restartAt(61)], 29],
    ["an upgrade right after it", [restartAt(30), restartAt(60.5)], 29],
    ["an upgrade of a host whose clock is ahead", [restartAt(50, { host: "om-2" })], 39],
    ["one whose clock shows a later time", [restartAt(65, { host: "om-2" })], 54],
    ["the later one by the API's clock", [restartAt(45), restartAt(50, { host: "om-2" })], 44],
  ];

for (const [name, restarts, minute] of CASES) {
  Deno.test(`lastUpgradeMs() of ${name} is ${minute === null ? "never" : `minute ${minute}`}`, () => {
    const finding = { hosts: ["om-1", "om-2"], latestOnsetMs: START_MS + 60 * 60_000 };
    const found = lastUpgradeMs(finding, restarts, (host) => host === "om-2" ? 600_000 : 0);
    assertEquals(found === -Infinity ? null : (found - START_MS) / 60_000, minute);
  });
}
