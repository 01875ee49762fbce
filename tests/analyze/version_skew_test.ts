import { versionSkewFindings } from "../../lib/analyze/version_skew.ts";
import { assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { background, fileOf, header, START_MS } from "./log_case.ts";
import { scanCase } from "./scan_case.ts";

const DAY = 1440;

/** Log of a server with a header line at each of these minutes. */
function serverLog(
  seed: number,
  to: number,
  ...headers: readonly (readonly [minute: number, version: string])[]
): string {
  return fileOf(...headers.map(([minute, version]) => header(minute, version)), background(seed, 0, to, 1));
}

const CASES:
  readonly (readonly [name: string, files: Readonly<Record<string, string>>, told: readonly string[]])[] = [
    ["servers of one version", {
      "om-1/application/mms0.log": serverLog(1, DAY, [-1, "8.0.5"]),
      "om-2/application/mms0.log": serverLog(2, DAY, [-1, "8.0.5"], [700, "8.0.5"]),
    }, []],
    ["servers that are upgraded one after the other", {
      "om-1/application/mms0.log": serverLog(1, DAY, [-1, "8.0.5"], [600, "8.0.6"]),
      "om-2/application/mms0.log": serverLog(2, DAY, [-1, "8.0.5"], [660, "8.0.6"]),
    }, []],
    ["a server that was forgotten", {
      "om-1/application/mms0.log": serverLog(1, DAY, [-1, "8.0.5"], [600, "8.0.6"]),
      "om-2/application/mms0.log": serverLog(2, DAY, [-1, "8.0.5"]),
    }, ["medium @600"]],
    ["a server that was upgraded five hours later", {
      "om-1/application/mms0.log": serverLog(1, DAY, [-1, "8.0.5"], [600, "8.0.6"]),
      "om-2/application/mms0.log": serverLog(2, DAY, [-1, "8.0.5"], [900, "8.0.6"]),
    }, ["low @600"]],
    ["a backup daemon of another version all the time", {
      "om-1/application/mms0.log": serverLog(1, DAY, [-1, "8.0.5"]),
      "om-2/daemon/daemon.log": serverLog(2, DAY, [-1, "8.0.4"]),
    }, ["medium always"]],
    ["a server that was taken away before the upgrade", {
      "om-1/application/mms0.log": serverLog(1, DAY, [-1, "8.0.5"], [600, "8.0.6"]),
      "om-2/application/mms0.log": serverLog(2, 500, [-1, "8.0.5"]),
    }, []],
  ];

for (const [name, files, told] of CASES) {
  Deno.test(`versionSkewFindings() tells ${told.length === 0 ? "nothing" : told.join()} of ${name}`, async () => {
    const { tally, span } = await scanCase(files);
    const shown = versionSkewFindings(tally, span).map(({ severity, isStanding, onsetMs }) =>
      `${severity} ${isStanding ? "always" : `@${Math.floor((onsetMs - START_MS) / 60_000)}`}`
    );
    assertEquals(shown, told);
  });
}

Deno.test("versionSkewFindings() names versions and servers, and shows the header lines", async () => {
  const { tally, span } = await scanCase({
    "om-1/application/mms0.20260411.log": serverLog(3, 10, [-1, "8.0.5"]),
    "om-1/application/mms0.log": serverLog(1, DAY, [600, "8.0.6"]),
    "om-2/application/mms0.log": serverLog(2, DAY, [-1, "8.0.5"]),
  });
  const [finding] = versionSkewFindings(tally, span);
  assertEquals([finding!.hosts, finding!.captures], [["om-1", "om-2"], { version: ["8.0.5", "8.0.6"] }]);
  assertMatch(finding!.explanation, /8\.0\.5 on om-2; 8\.0\.6 on om-1/);
  assertEquals(finding!.evidence.map(({ member }) => member), [
    "om-2/application/mms0.log",
    "om-1/application/mms0.log",
  ]);
});
