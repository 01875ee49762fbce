import { describeJob, describeJobs } from "../../../../lib/cli/fetch/jobs/describe_job.ts";
import { readCollectionJob } from "../../../../lib/fetch/jobs/collection_job_document.ts";
import { visibleText } from "../../../../lib/report/visible_text.ts";
import { assert, assertEquals } from "../../../../lib/std/assert.ts";

const plain = (text: string) => text;

/** Synthetic. */
const JOB = {
  id: "66f000000000000000000001",
  status: "SUCCESS",
  creationDate: "2026-05-11T08:00:00Z",
  expirationDate: "2026-05-18T08:00:00Z",
  finishDate: "2026-05-11T08:02:30Z",
  servers: ["om-1.example.com", "om-2.example.com"],
  logTypes: ["APPLICATION", "HTTP_ACCESS"],
  logCollectionFromDate: "2026-05-10T08:00:00Z",
  logCollectionToDate: "2026-05-11T08:00:00Z",
  uncompressedSizeTotalBytes: 5_242_880,
  sizeLimitHit: true,
  childJobs: [
    {
      serverId: "om-1.example.com",
      logCollectionType: "APPLICATION",
      status: "SUCCESS",
      sizeLimitHit: true,
      uncompressedDiskspaceBytes: 5_242_880,
      errorMessage: "null",
    },
    {
      serverId: "om-2.example.com",
      logCollectionType: "HTTP_ACCESS",
      status: "FAILURE",
      uncompressedDiskspaceBytes: 0,
      errorMessage: "timed out",
    },
  ],
};
const BARE = { id: "66f000000000000000000002", status: "IN_PROGRESS", creationDate: "soon" };

for (
  const [columns, heading] of [
    [162, "ID STATUS CREATED EXPIRES LOG TYPES SERVERS SIZE PROBLEM"],
    [161, "ID STATUS CREATED EXPIRES SERVERS SIZE PROBLEM"],
    [108, "ID STATUS CREATED SIZE PROBLEM"],
    [107, "ID STATUS CREATED PROBLEM"],
    [20, "ID STATUS CREATED PROBLEM"],
  ] as const
) {
  Deno.test(`describeJobs() leaves out what does not fit into ${columns} columns`, () => {
    const [first] = describeJobs([JOB, BARE].map(readCollectionJob), plain, columns).split("\n");
    assertEquals(first?.replace(/ +/g, " "), heading);
  });
}

Deno.test("describeJobs() has one line a job, with what failed", () => {
  assertEquals(
    describeJobs([JOB, BARE].map(readCollectionJob), plain),
    [
      "ID                        STATUS       CREATED            EXPIRES            LOG TYPES                 SERVERS  SIZE    PROBLEM",
      "66f000000000000000000001  SUCCESS      2026-05-11 08:00Z  2026-05-18 08:00Z  application, http_access  2        5.2 MB  1 of 2 parts failed; cut at the size limit",
      "66f000000000000000000002  IN_PROGRESS  soon               -                  all                       all      -",
      "",
    ].join("\n"),
  );
});

Deno.test("describeJob() says all of a job and of each child", () => {
  assertEquals(
    describeJob(readCollectionJob(JOB), plain),
    [
      "job        66f000000000000000000001",
      "status     SUCCESS",
      "created    2026-05-11 08:00Z",
      "finished   2026-05-11 08:02Z",
      "expires    2026-05-18 08:00Z",
      "log types  application, http_access",
      "window     2026-05-10 08:00Z to 2026-05-11 08:00Z",
      "unpacked   5.2 MB",
      "problem    1 of 2 parts failed; cut at the size limit",
      "servers    om-1.example.com, om-2.example.com",
      "",
      "SERVER            LOG TYPE     STATUS   SIZE    PROBLEM",
      "om-1.example.com  application  SUCCESS  5.2 MB  cut at the size limit",
      "om-2.example.com  http_access  FAILURE  0 B     timed out",
      "",
    ].join("\n"),
  );
});

Deno.test("describeJob() lets nothing of a hostile server reach the terminal raw, and not without end", () => {
  const evil = "\x1b]0;owned\x07\u202e\r\n";
  const text = describeJob(
    readCollectionJob({
      ...JOB,
      status: evil,
      servers: [evil],
      creationDate: evil,
      childJobs: [{ serverId: evil, status: "x".repeat(1e6), errorMessage: evil, logCollectionType: evil }],
    }),
    plain,
  );
  assertEquals(visibleText(text, "\n"), text);
  assert(text.length < 10_000);
});

Deno.test("describeJobs() can be styled without moving a column", () => {
  const bold = describeJobs([readCollectionJob(JOB)], (text) => `<b>${text}</b>`);
  const [heading, row] = bold.split("\n");
  assertEquals(heading?.slice(0, 5), "<b>ID");
  assertEquals(heading?.slice(3).indexOf("STATUS"), row?.indexOf("SUCCESS"));
});
