import { UsageError } from "../../../lib/errors.ts";
import { type JobRequest, jobRequestBody } from "../../../lib/fetch/jobs/job_request.ts";
import { assertEquals, assertThrows } from "../../../lib/std/assert.ts";

Deno.test("jobRequestBody() uses the names of the API and whole seconds in UTC", () => {
  const request: JobRequest = {
    servers: ["om-1", "om-1"],
    logTypes: ["HTTP_ACCESS", "DAEMON"],
    sizeRequestedPerFileBytes: 1024,
    fromDate: "2026-05-01T02:00:00.999+02:00",
    toDate: "2026-05-08T00:00:00Z",
  };
  assertEquals(jobRequestBody(request), {
    servers: ["om-1"],
    logTypes: ["HTTP_ACCESS", "DAEMON"],
    sizeRequestedPerFileBytes: 1024,
    logCollectionFromDate: "2026-05-01T00:00:00Z",
    logCollectionToDate: "2026-05-08T00:00:00Z",
  });
});

Deno.test("jobRequestBody() leaves out what is not asked for", () => {
  assertEquals(jobRequestBody({ servers: [], logTypes: [] }), {});
});

const [FROM, TO] = ["2026-05-01T00:00:00Z", "2026-05-08T00:00:00Z"];
Deno.test("jobRequestBody() allows a span of exactly 7 days", () => {
  const body = { logCollectionFromDate: FROM, logCollectionToDate: TO };
  assertEquals(jobRequestBody({ fromDate: FROM, toDate: TO }), body);
});

const REFUSED: readonly (readonly [request: JobRequest, why: string])[] = [
  [{ fromDate: FROM }, "only one end"],
  [{ toDate: TO }, "only one end"],
  [{ fromDate: TO, toDate: FROM }, "is empty"],
  [{ fromDate: FROM, toDate: FROM }, "is empty"],
  [{ fromDate: FROM, toDate: "2026-05-08T00:00:01Z" }, "longer than 7 days"],
  [{ fromDate: "2026-05-01", toDate: TO }, "Cannot use fromDate"],
  [{ fromDate: "2026-05-01T00:00:00", toDate: TO }, "Cannot use fromDate"],
  [{ fromDate: "2026-13-01T00:00:00Z", toDate: TO }, "Cannot use fromDate"],
  [{ sizeRequestedPerFileBytes: 0 }, "0 bytes"],
  [{ sizeRequestedPerFileBytes: -1 }, "-1 bytes"],
  [{ sizeRequestedPerFileBytes: 1.5 }, "1.5 bytes"],
  [{ sizeRequestedPerFileBytes: NaN }, "NaN bytes"],
  [{ logTypes: ["APPLICATION", "MONGODB"] }, '"MONGODB" is no log type'],
  [{ servers: [""] }, "no name"],
];
for (const [request, why] of REFUSED) {
  Deno.test(`jobRequestBody() refuses ${JSON.stringify(request)}`, () => {
    assertThrows(() => jobRequestBody(request), UsageError, why);
  });
}
