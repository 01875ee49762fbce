import { parseCollectionJob } from "../../lib/analyze/collection_job.ts";
import { UsageError } from "../../lib/errors.ts";
import { assertEquals, assertStringIncludes, assertThrows } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";
import { analyzeCase, background, fileOf, sourceOf, timeAt, traffic } from "./log_case.ts";

/** The example of the API's documentation, shortened; the last child has the word that stands for nothing. */
const JOB = {
  id: "66f000000000000000000001",
  status: "SUCCESS",
  sizeLimitHit: true,
  finishDate: "2026-05-11T08:02:30Z",
  servers: ["om-1.example.com", "om-2.example.com"],
  logTypes: ["APPLICATION", "HTTP_ACCESS"],
  childJobs: [
    child("om-1.example.com", "APPLICATION", { sizeLimitHit: true, uncompressedDiskspaceBytes: 5_242_880 }),
    child("om-2.example.com", "APPLICATION", { status: "FAILURE", errorMessage: "timed out" }),
    child("om-2.example.com", "HTTP_ACCESS", { errorMessage: "null" }),
  ],
};

function child(serverId: string, logCollectionType: string, more: object = {}): Record<string, unknown> {
  return { serverId, logCollectionType, status: "SUCCESS", sizeLimitHit: false, errorMessage: null, ...more };
}

Deno.test("parseCollectionJob() reads children, and takes the word null for nothing", () => {
  const job = parseCollectionJob(JSON.stringify(JOB), "job.json");
  assertEquals(job.children, [
    {
      host: "om-1.example.com",
      category: "application",
      status: "SUCCESS",
      errorMessage: null,
      sizeLimitHit: true,
    },
    {
      host: "om-2.example.com",
      category: "application",
      status: "FAILURE",
      errorMessage: "timed out",
      sizeLimitHit: false,
    },
    {
      host: "om-2.example.com",
      category: "http_access",
      status: "SUCCESS",
      errorMessage: null,
      sizeLimitHit: false,
    },
  ]);
  assertEquals([job.id, job.sizeLimitHit, job.fromMs, job.toMs], [JOB.id, true, null, null]);
});

Deno.test("parseCollectionJob() reads the document in an envelope, and a list of a single job", () => {
  const plain = parseCollectionJob(JSON.stringify(JOB), "job.json");
  assertEquals(parseCollectionJob(JSON.stringify({ status: 200, content: JOB }), "job.json"), plain);
  assertEquals(parseCollectionJob(JSON.stringify({ results: [JOB], totalCount: 1 }), "job.json"), plain);
});

for (
  const [name, text, why] of [
    [
      "a job of a project",
      { ...JOB, groupId: "5b478b3afc4625789ce616a3", resourceType: "PROCESS" },
      "of agents and mongod",
    ],
    ["a list of two jobs", { results: [JOB, JOB] }, "not the document"],
    ["an event page", { results: [] }, "not the document"],
    ["a number", 7, "not the document"],
  ] as const
) {
  Deno.test(`parseCollectionJob() refuses ${name}`, () => {
    const error = assertThrows(() => parseCollectionJob(JSON.stringify(text), "job.json"), UsageError);
    assertStringIncludes(error.message, why);
    assertStringIncludes(error.message, "job.json");
  });
}

Deno.test("parseCollectionJob() throws nothing but UsageError, whatever the document holds", () => {
  fc.assert(fc.property(fc.json(), (text) => {
    try {
      parseCollectionJob(text, "job.json");
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }));
});

async function findingsWith(job: unknown, options = {}): Promise<string[]> {
  const { findings } = await analyzeCase({
    files: {
      "om-1/application/mms0.log": fileOf(background(2, 0, 120, 2)),
      "om-1/http_access/mms0-access.log": fileOf(traffic(4, 0, 120, 2)),
    },
    jobs: [sourceOf("job.json", JSON.stringify(job))],
    ...options,
  });
  return findings.map(({ rule, severity, title }) => `${rule} ${severity} ${title}`);
}

const WHOLE = { status: "SUCCESS", childJobs: [child("om-1", "APPLICATION"), child("om-1", "HTTP_ACCESS")] };

Deno.test("coverage.missing names what the job did not bring; a whole job adds nothing", async () => {
  assertEquals(await findingsWith(WHOLE), []);
  const failed = child("om-1", "DAEMON", { status: "FAILURE", errorMessage: "timed out" });
  const absent = child("om-2", "APPLICATION");
  const job = { status: "SUCCESS", childJobs: [...WHOLE.childJobs, failed, absent] };
  assertEquals(await findingsWith(job), [
    "coverage.missing medium The collection job did not bring application of om-2, daemon of om-1",
  ]);
  assertEquals(await findingsWith(job, { hosts: ["om-1"] }), [
    "coverage.missing medium The collection job did not bring daemon of om-1",
  ]);
});

Deno.test("coverage.truncated names what the job cut at its size limit", async () => {
  const cut = child("om-1", "APPLICATION", { sizeLimitHit: true });
  assertEquals(await findingsWith({ ...WHOLE, sizeLimitHit: true, childJobs: [cut, WHOLE.childJobs[1]] }), [
    "coverage.truncated medium The collection job cut application of om-1 at its size limit",
  ]);
});

Deno.test("coverage.missing: the job asked for more time than the logs have, beyond an hour", async () => {
  const asked = (from: number, to: number) => ({
    ...WHOLE,
    logCollectionFromDate: timeAt(from),
    logCollectionToDate: timeAt(to),
  });
  assertEquals(await findingsWith(asked(-50, 170)), []);
  assertEquals((await findingsWith(asked(-50, 300))).map((text) => text.slice(0, 31)), [
    "coverage.missing low No log of ",
  ]);
  assertEquals((await findingsWith(asked(-500, 300))).length, 2);
  assertEquals(await findingsWith(asked(-500, 300), { since: timeAt(10) }), []);
});
