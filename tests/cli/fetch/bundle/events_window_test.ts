import { eventsWindow } from "../../../../lib/cli/fetch/bundle/events_window.ts";
import { readCollectionJob } from "../../../../lib/fetch/jobs/collection_job_document.ts";
import { assertEquals } from "../../../../lib/std/assert.ts";

const NOW = "2026-04-20T00:00:00Z";
const DATES = {
  creationDate: "2026-04-10T00:00:00Z",
  finishDate: "2026-04-10T00:10:00Z",
  logCollectionFromDate: "2026-04-08T00:00:00Z",
};
const NONE = { sinceMs: null, untilMs: null };

const CASES: readonly [
  what: string,
  job: object,
  asked: typeof NONE | object,
  since: string,
  until: string,
][] = [
  ["begins a day before the logs", DATES, NONE, "2026-04-07T00:00:00Z", "2026-04-10T01:10:00Z"],
  [
    "takes a week of logs where the job does not say",
    { ...DATES, logCollectionFromDate: null },
    NONE,
    "2026-04-02T00:00:00Z",
    "2026-04-10T01:10:00Z",
  ],
  [
    "counts from the creation of a job without an end",
    { ...DATES, finishDate: null },
    NONE,
    "2026-04-07T00:00:00Z",
    "2026-04-10T01:00:00Z",
  ],
  [
    "does not go beyond now",
    { ...DATES, finishDate: "2026-04-19T23:30:00.500Z" },
    NONE,
    "2026-04-07T00:00:00Z",
    NOW,
  ],
  ["is counted from now where a job has no dates", {}, NONE, "2026-04-12T00:00:00Z", NOW],
  [
    "is what was asked for, in whole seconds",
    DATES,
    { sinceMs: Date.parse("2026-04-01T00:00:00.900Z"), untilMs: Date.parse("2026-04-30T00:00:00Z") },
    "2026-04-01T00:00:00Z",
    "2026-04-30T00:00:00Z",
  ],
];

for (const [what, dates, asked, since, until] of CASES) {
  Deno.test(`eventsWindow() ${what}`, () => {
    const job = readCollectionJob({ id: "66f000000000000000000001", status: "SUCCESS", ...dates });
    assertEquals(eventsWindow(job, { ...NONE, ...asked }, Date.parse(NOW)), { since, until });
  });
}
