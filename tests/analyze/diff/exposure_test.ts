import { clockTime, coveredLogs, hoursOfDay, logTime } from "../../../lib/analyze/diff/covered_log.ts";
import { compareExposures } from "../../../lib/analyze/diff/exposure.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { diffCase, hour, logOf } from "./diff_case.ts";

const HOUR_MS = 3_600_000;

Deno.test("coveredLogs() leaves out what is missing or cut, not what was silent", () => {
  const gap = (from: number, to: number, kind: "silent" | "missing" | "cut") => ({
    start: hour(from),
    end: hour(to),
    kind,
  });
  const gaps = [gap(1, 2, "silent"), gap(3, 5, "missing"), gap(4, 6, "cut"), gap(9, 10, "cut")];
  const logs = coveredLogs([
    logOf("a", "application", { start: hour(0), end: hour(10), gaps }),
    logOf("a", "http_access", { start: hour(8), end: hour(12) }),
    logOf("b", "daemon", { start: null, end: null }),
  ]);
  assertEquals(logTime(logs), (3 + 3 + 4) * HOUR_MS);
  assertEquals(clockTime(logs), (3 + 6) * HOUR_MS);
});

Deno.test("hoursOfDay() goes around midnight, and a log of many days covers them all", () => {
  const hoursOf = (
    from: number,
    to: number,
  ) => [...hoursOfDay(coveredLogs([logOf("a", "daemon", { start: hour(from), end: hour(to) })]))];
  assertEquals(hoursOf(22.5, 25.5), [22, 23, 0, 1]);
  assertEquals(hoursOf(3, 300).length, 24);
});

Deno.test("compareExposures() gives all ways to count the chances, from least to most", () => {
  // Twice the hosts for half of the time: as many host hours, half of the clock.
  const before = diffCase({ hosts: ["a"], hours: [0, 24] });
  const after = diffCase({ hosts: ["a", "b"], hours: [24, 36] });
  const exposures = compareExposures(before, after);
  assertEquals(exposures.rangeOf({ hosts: [], categories: [] }), { least: 0.5, most: 1 });
  assertEquals(exposures.rangeOf({ hosts: ["b"], categories: [] }), null);
  assertEquals(exposures.rangeOf({ hosts: [], categories: ["daemon"] }), null);
});

Deno.test("compareExposures() compares fleets as wholes where no host is in both", () => {
  const exposures = compareExposures(diffCase({ hosts: ["pod-1"] }), diffCase({ hosts: ["pod-2", "pod-3"] }));
  assertEquals(exposures.commonHosts, null);
  assertEquals(exposures.rangeOf({ hosts: ["pod-2"], categories: [] }), { least: 1, most: 2 });
});
