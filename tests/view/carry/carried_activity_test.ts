import type { Activity } from "../../../lib/analyze/activity/activity.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { carriedActivity } from "../../../lib/view/carry/carried_activity.ts";
import { fakeAccessActivity, fakeApplicationActivity } from "../../helpers/fake_activity.ts";
import { at } from "../../helpers/fake_finding.ts";

const HOSTS = new Set(["om-1.example"]);
const coarse = [
  fakeApplicationActivity("om-1.example"),
  fakeAccessActivity("om-1.example"),
  fakeAccessActivity("om-2.example"),
];
const fine: Activity = {
  ...fakeAccessActivity("om-1.example"),
  start: at(3),
  bucketMs: 60_000,
  records: new Array(60).fill(7),
};

function widths(start: string, end: string): (readonly [string, number])[] {
  const question = { startMs: Date.parse(start), endMs: Date.parse(end), hosts: HOSTS };
  return carriedActivity({ activity: coarse, activityDetail: [fine] }, question)
    .map(({ category, bucketMs }) => [category, bucketMs] as const);
}

Deno.test("carriedActivity() has fine buckets where they reach over all of the time", () => {
  assertEquals(widths(at(3), at(3, 30)), [["application", 300_000], ["http_access", 60_000]]);
  assertEquals(widths(at(3, 30), at(4)), [["application", 300_000], ["http_access", 60_000]]);
});

Deno.test("carriedActivity() has coarse buckets where the fine ones end too early", () => {
  assertEquals(widths(at(2, 59), at(3, 30)), [["application", 300_000], ["http_access", 300_000]]);
  assertEquals(widths(at(3), at(4, 1)), [["application", 300_000], ["http_access", 300_000]]);
});
