import { RemoteError, UsageError } from "../../../lib/errors.ts";
import {
  createJob,
  deleteJob,
  extendJob,
  getJob,
  latestJob,
  listJobs,
  retryJob,
} from "../../../lib/fetch/jobs/collection_jobs.ts";
import type { ApiRequest } from "../../../lib/fetch/http/api_session.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../../../lib/std/assert.ts";
import { fakeSession, linksTo, queryValue } from "../fake_session.ts";

const idOf = (n: number) => n.toString(16).padStart(24, "0");
const jobOf = (n: number, fields: Record<string, unknown> = {}) => ({
  id: idOf(n),
  status: "SUCCESS",
  creationDate: `2026-05-${String(n).padStart(2, "0")}T00:00:00Z`,
  ...fields,
});
const NOTHING = { status: "FAILURE", childJobs: [{ serverId: "om-1", status: "FAILURE" }] };
const asked = ({ method, path, body }: ApiRequest) => [method, path, ...(body === undefined ? [] : [body])];

Deno.test("listJobs() gives all pages, each job once, newest first", async () => {
  const session = fakeSession((_, n) => ({
    links: linksTo(n === 1 ? 2 : null),
    results: n === 1 ? [jobOf(2), jobOf(4)] : [jobOf(4), jobOf(1, { creationDate: null }), jobOf(3)],
  }));
  const jobs = await listJobs(session, { verbose: true });
  assertEquals(jobs.map(({ id }) => id), [4, 3, 2, 1].map(idOf));
  assertEquals(session.requests.map((request) => queryValue(request, "itemsPerPage")), ["500", "500"]);
  assertEquals(session.requests.map((request) => queryValue(request, "verbose")), ["true", "true"]);
});

Deno.test("listJobs() orders jobs of one second by id, the later id first", async () => {
  const creationDate = "2026-05-01T00:00:00Z";
  const session = fakeSession(() => ({ results: [7, 9, 8].map((n) => jobOf(n, { creationDate })) }));
  assertEquals((await listJobs(session)).map(({ id }) => id), [9, 8, 7].map(idOf));
  assertEquals(queryValue(session.requests[0] as ApiRequest, "verbose"), undefined);
});

Deno.test("listJobs() leaves out what is no job, and says so only when nothing else is there", async () => {
  const odd = [null, { id: idOf(1), status: null }, jobOf(2, { groupId: "5f" })];
  const session = fakeSession(() => ({ results: [...odd, jobOf(3)] }));
  assertEquals((await listJobs(session)).map(({ id }) => id), [idOf(3)]);
  const error = await assertRejects(() => listJobs(fakeSession(() => ({ results: odd }))), RemoteError);
  assertStringIncludes(error.message, "Cannot read a log collection job: the answer is not a JSON object");
});

Deno.test("listJobs() ends with an error at a list that has no end", async () => {
  const session = fakeSession((_, n) => ({ links: linksTo(n + 1), results: [jobOf(n)] }));
  await assertRejects(() => listJobs(session), RemoteError, "there are more than 100");
  assertEquals(session.requests.length, 100);
});

const LATEST: readonly (readonly [name: string, jobs: object[], job: number, newer: number[]])[] = [
  ["the newest", [jobOf(3), jobOf(2)], 3, []],
  ["the one before one that runs", [jobOf(3, { status: "IN_PROGRESS" }), jobOf(2)], 2, [3]],
  ["one that is about to expire", [jobOf(3, NOTHING), jobOf(2, { status: "MARKED_FOR_EXPIRY" })], 2, [3]],
  ["one that failed in part", [jobOf(3, { status: "EXPIRED" }), jobOf(2, { status: "FAILURE" })], 2, [3]],
  ["the newest when none can be downloaded", [jobOf(2, NOTHING), jobOf(3, { status: "EXPIRED" })], 3, []],
];
for (const [name, jobs, job, newer] of LATEST) {
  Deno.test(`latestJob() is ${name}`, async () => {
    const latest = await latestJob(fakeSession(() => ({ results: jobs })));
    assertEquals([latest.job.id, latest.newer.map(({ id }) => id)], [idOf(job), newer.map(idOf)]);
  });
}

Deno.test("latestJob() says so when there is no job", async () => {
  const error = await assertRejects(
    () => latestJob(fakeSession(() => ({ results: [] }))),
    RemoteError,
    "has none",
  );
  assertStringIncludes(error.remedy, "omlens collect");
});

Deno.test("getJob() asks for the children of one job", async () => {
  const session = fakeSession(() => jobOf(1));
  assertEquals((await getJob(session, idOf(1).toUpperCase())).id, idOf(1));
  assertEquals(session.requests.map(asked), [["GET", `/admin/omLogCollectionJobs/${idOf(1)}`]]);
  assertEquals(queryValue(session.requests[0] as ApiRequest, "verbose"), "true");
});

for (const id of ["", "latest", "66f00000000000000000000", "../../../admin/servers", `${idOf(1)}:download`]) {
  Deno.test(`the job id ${JSON.stringify(id)} is refused before asking`, async () => {
    const session = fakeSession(() => jobOf(1));
    for (const use of [getJob, retryJob, deleteJob]) {
      await assertRejects(() => use(session, id), UsageError, "Cannot use the job id");
    }
    assertEquals(session.requests, []);
  });
}

Deno.test("createJob() sends the body of the API and gives what Ops Manager answers", async () => {
  const session = fakeSession(() => jobOf(1, { status: "IN_PROGRESS" }));
  assertEquals((await createJob(session, { servers: ["om-1"] })).status, "IN_PROGRESS");
  assertEquals(session.requests.map(asked), [["POST", "/admin/omLogCollectionJobs", { servers: ["om-1"] }]]);
});

Deno.test("createJob() asks for the job when the answer is its id alone", async () => {
  const session = fakeSession((_, n) => n === 1 ? { id: idOf(1) } : jobOf(1));
  assertEquals((await createJob(session, {})).status, "SUCCESS");
  assertEquals(session.requests[1]?.path, `/admin/omLogCollectionJobs/${idOf(1)}`);
});

Deno.test("createJob() asks for nothing when the request cannot be right", async () => {
  const session = fakeSession(() => jobOf(1));
  await assertRejects(() => createJob(session, { logTypes: ["MONGODB"] }), UsageError);
  assertEquals(session.requests, []);
});

Deno.test("retryJob() and deleteJob() use the verbs and paths of the API", async () => {
  const session = fakeSession(() => jobOf(1));
  await retryJob(session, idOf(1));
  await deleteJob(session, idOf(1));
  const path = `/admin/omLogCollectionJobs/${idOf(1)}`;
  assertEquals(session.requests.map(asked), [["POST", `${path}:retry`], ["GET", path], ["DELETE", path]]);
});

const NOW_MS = Date.UTC(2026, 4, 10);

Deno.test("extendJob() sends the date in whole seconds up to 28 days after the creation", async () => {
  const session = fakeSession(() => jobOf(1));
  await extendJob(session, idOf(1), "2026-05-29T00:00:00Z", NOW_MS);
  const path = `/admin/omLogCollectionJobs/${idOf(1)}`;
  const body = { expirationDate: "2026-05-29T00:00:00Z" };
  assertEquals(session.requests.map(asked), [["GET", path], ["PATCH", path, body], ["GET", path]]);
});

for (
  const [date, why] of [
    ["2026-05-09T23:59:59Z", "in the past"],
    ["2026-05-10T00:00:00Z", "in the past"],
    ["2026-05-29T00:00:01Z", "more than 28 days"],
    ["next week", "Cannot use expiry"],
  ] as const
) {
  Deno.test(`extendJob() refuses ${date}`, async () => {
    const session = fakeSession(() => jobOf(1));
    await assertRejects(() => extendJob(session, idOf(1), date, NOW_MS), UsageError, why);
    assertEquals(session.requests.filter(({ method }) => method !== "GET"), []);
  });
}
