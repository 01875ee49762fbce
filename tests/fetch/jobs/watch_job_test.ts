import { RemoteError } from "../../../lib/errors.ts";
import { readCollectionJob } from "../../../lib/fetch/jobs/collection_job_document.ts";
import { watchJob } from "../../../lib/fetch/jobs/watch_job.ts";
import { assertEquals, assertRejects } from "../../../lib/std/assert.ts";

const ID = "66f000000000000000000001";
const CUT = new RemoteError("Cannot get the job: the line was cut", {
  remedy: "Try again",
  isTransient: true,
});
const GONE = new RemoteError("Cannot get the job: it is gone", { remedy: "Collect again", status: 404 });

/** Watches a job with these statuses or failures, one after another; `seen` grows as it goes. */
async function watch(
  answers: readonly (string | RemoteError)[],
  seen: string[] = [],
  before: string | null = null,
): Promise<{ seen: string[]; waits: number[] }> {
  const left = [...answers];
  const waits: number[] = [];
  const getJob = () => {
    const answer = left.shift();
    if (answer === undefined) throw new Error("asked too often");
    if (answer instanceof RemoteError) return Promise.reject(answer);
    return Promise.resolve(readCollectionJob({ id: ID, status: answer }));
  };
  const options = before === null ? {} : { before: readCollectionJob({ id: ID, status: before }) };
  const delay = (ms: number) => Promise.resolve(void waits.push(ms));
  for await (const { status } of watchJob(getJob, delay, options)) seen.push(status);
  return { seen, waits };
}

Deno.test("watchJob() asks after 2 s, slows to 15 s, and ends at another status", async () => {
  const running = Array.from({ length: 8 }, () => "IN_PROGRESS");
  const { seen, waits } = await watch([...running, "SUCCESS"]);
  assertEquals(seen, [...running, "SUCCESS"]);
  assertEquals(waits, [2000, 3000, 4500, 6750, 10_125, 15_000, 15_000, 15_000]);
});

for (const status of ["SUCCESS", "FAILURE", "EXPIRED", "OF_A_NEWER_API"]) {
  Deno.test(`watchJob() gives a job that is ${status} once and waits for nothing`, async () => {
    assertEquals(await watch([status]), { seen: [status], waits: [] });
  });
}

Deno.test("watchJob() survives three failures in a row that may pass", async () => {
  const { seen } = await watch(["IN_PROGRESS", CUT, CUT, CUT, "IN_PROGRESS", CUT, CUT, CUT, "SUCCESS"]);
  assertEquals(seen, ["IN_PROGRESS", "IN_PROGRESS", "SUCCESS"]);
});

const FAILURES:
  readonly (readonly [name: string, answers: readonly (string | RemoteError)[], error: RemoteError])[] = [
    ["the fourth failure in a row", ["IN_PROGRESS", CUT, CUT, CUT, CUT], CUT],
    ["a failure that will not pass", ["IN_PROGRESS", GONE], GONE],
    ["a failure before the job was seen", [CUT], CUT],
  ];
for (const [name, answers, error] of FAILURES) {
  Deno.test(`watchJob() ends at ${name}`, async () => {
    const seen: string[] = [];
    assertEquals(await assertRejects(() => watch(answers, seen)), error);
    assertEquals(seen, answers.slice(0, 1).filter((answer) => answer === "IN_PROGRESS"));
  });
}

Deno.test("watchJob() after a retry does not take the status before it for the end, for half a minute", async () => {
  const late = ["FAILURE", "FAILURE", "IN_PROGRESS", "SUCCESS"];
  assertEquals((await watch(late, [], "FAILURE")).seen, late);
  const never = Array.from({ length: 6 }, () => "FAILURE");
  assertEquals(await watch(never, [], "FAILURE"), { seen: never, waits: [2000, 3000, 4500, 6750, 10_125] });
});
