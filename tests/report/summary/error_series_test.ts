import { errorSeries } from "../../../lib/report/summary/error_series.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fakeAccessActivity, fakeApplicationActivity } from "../../helpers/fake_activity.ts";
import { emptyAnalysis, fakeAnalysis } from "../../helpers/fake_analysis.ts";

function total(analysis: ReturnType<typeof fakeAnalysis>): number {
  return errorSeries(analysis).flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0);
}

Deno.test("errorSeries() counts records of level ERROR and answers with 5xx of every host", () => {
  const rows = [fakeApplicationActivity("om-1"), fakeApplicationActivity("om-2"), fakeAccessActivity("om-1")];
  // Four buckets of 40 ERROR records for each of two hosts, and four of 150 answers.
  assertEquals(total(fakeAnalysis({ activity: rows })), 4 * (40 + 40 + 150));
});

Deno.test("errorSeries() of an analysis without activity counts its answers with 5xx", () => {
  assertEquals(total(fakeAnalysis({ activity: [] })), 4 * 150);
  assertEquals(total(emptyAnalysis()), 0);
});
