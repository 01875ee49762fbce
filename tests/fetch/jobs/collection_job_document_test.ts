import {
  type CollectionJobDocument,
  downloadProblem,
  latestExpirationMs,
  readCollectionJob,
} from "../../../lib/fetch/jobs/collection_job_document.ts";
import { RemoteError } from "../../../lib/errors.ts";
import { assertEquals, assertStringIncludes, assertThrows } from "../../../lib/std/assert.ts";

const ID = "66f000000000000000000001";
const CHILD = { serverId: "om-1", logCollectionType: "APPLICATION", status: "SUCCESS" };

function job(fields: Record<string, unknown> = {}): CollectionJobDocument {
  return readCollectionJob({ id: ID, status: "SUCCESS", ...fields });
}

Deno.test("readCollectionJob() reads every field of the documented form", () => {
  const raw = {
    id: ID.toUpperCase(),
    status: "SUCCESS",
    creationDate: "2026-05-11T08:00:00Z",
    expirationDate: "2026-05-18T08:00:00Z",
    finishDate: "2026-05-11T08:02:30Z",
    servers: ["om-1", "om-2"],
    logTypes: ["APPLICATION"],
    logCollectionFromDate: "2026-05-10T00:00:00Z",
    logCollectionToDate: "2026-05-11T00:00:00Z",
    sizeLimitHit: true,
    uncompressedSizeTotalBytes: 5_242_880,
    childJobs: [{ ...CHILD, sizeLimitHit: true, uncompressedDiskspaceBytes: 5_242_880, errorMessage: null }],
  };
  assertEquals(readCollectionJob({ ...raw, links: [{ rel: "self", href: "https://central.invalid" }] }), {
    id: ID,
    status: "SUCCESS",
    creationDate: "2026-05-11T08:00:00Z",
    expirationDate: "2026-05-18T08:00:00Z",
    finishDate: "2026-05-11T08:02:30Z",
    servers: ["om-1", "om-2"],
    logTypes: ["APPLICATION"],
    fromDate: "2026-05-10T00:00:00Z",
    toDate: "2026-05-11T00:00:00Z",
    sizeLimitHit: true,
    uncompressedSizeTotalBytes: 5_242_880,
    childJobs: [{ ...CHILD, errorMessage: null, sizeLimitHit: true, uncompressedDiskspaceBytes: 5_242_880 }],
    raw,
  });
});

Deno.test("readCollectionJob() takes what is absent or of another type for not given", () => {
  const { raw: _, ...read } = job({
    finishDate: 5,
    servers: "om-1",
    logTypes: [1, "DAEMON"],
    childJobs: [null, 7],
  });
  assertEquals(read, {
    id: ID,
    status: "SUCCESS",
    creationDate: null,
    expirationDate: null,
    finishDate: null,
    servers: [],
    logTypes: ["DAEMON"],
    fromDate: null,
    toDate: null,
    sizeLimitHit: false,
    uncompressedSizeTotalBytes: null,
    childJobs: [],
  });
});

Deno.test('readCollectionJob() accepts both spellings of the size and the error message "null"', () => {
  const [child, other] = job({
    childJobs: [
      { ...CHILD, uncompressedDiskSpaceBytes: 7, errorMessage: "null" },
      { ...CHILD, uncompressedDiskspaceBytes: 8, uncompressedDiskSpaceBytes: 9, errorMessage: "timed out" },
    ],
  }).childJobs;
  assertEquals([child?.uncompressedDiskspaceBytes, child?.errorMessage], [7, null]);
  assertEquals([other?.uncompressedDiskspaceBytes, other?.errorMessage], [8, "timed out"]);
});

Deno.test("readCollectionJob() refuses a project-level job and says what it is", () => {
  const error = assertThrows(() => job({ groupId: ID, redacted: true }), RemoteError, "a project's job");
  assertStringIncludes(error.remedy, "omlens fetch jobs");
});

for (
  const value of [null, [], "x", {}, { id: ID }, { id: "../../etc", status: "SUCCESS" }, {
    id: ID,
    status: 1,
  }]
) {
  Deno.test(`readCollectionJob() refuses ${JSON.stringify(value)}`, () => {
    assertThrows(() => readCollectionJob(value), RemoteError, "Cannot read a log collection job");
  });
}

const failed = { ...CHILD, status: "FAILURE", uncompressedDiskspaceBytes: 0 };
const PROBLEMS: readonly (readonly [fields: Record<string, unknown>, why: string | null])[] = [
  [{ status: "SUCCESS" }, null],
  [{ status: "MARKED_FOR_EXPIRY" }, null],
  [{ status: "OF_A_NEWER_API" }, null],
  [{ status: "IN_PROGRESS" }, "it is still being collected"],
  [{ status: "EXPIRED" }, "it has expired"],
  [{ status: "FAILURE" }, null],
  [{ status: "FAILURE", childJobs: [failed, CHILD] }, null],
  [{ status: "FAILURE", childJobs: [{ ...failed, uncompressedDiskspaceBytes: 5 }] }, null],
  [{ status: "FAILURE", childJobs: [failed], uncompressedSizeTotalBytes: 5 }, null],
  [{ status: "FAILURE", childJobs: [failed, failed] }, "there is nothing in it"],
];
for (const [fields, why] of PROBLEMS) {
  Deno.test(`downloadProblem() of ${JSON.stringify(fields)} is ${why}`, () => {
    const problem = downloadProblem(job(fields));
    if (why === null) return assertEquals(problem, null);
    assertStringIncludes(problem?.message ?? "", `Cannot download the archive of job ${ID}: `);
    assertStringIncludes(problem?.message ?? "", why);
    assertEquals(problem?.isTransient, fields["status"] === "IN_PROGRESS");
  });
}

Deno.test("latestExpirationMs() is 28 days after the creation, or unknown", () => {
  assertEquals(latestExpirationMs(job({ creationDate: "2026-05-01T00:00:00Z" })), Date.UTC(2026, 4, 29));
  assertEquals(latestExpirationMs(job({ creationDate: "soon" })), null);
  assertEquals(latestExpirationMs(job()), null);
});
