import type { Category } from "../../lib/parse/member_origin.ts";
import { queryCase } from "../../lib/query/query_case.ts";
import type { RecordRow } from "../../lib/query/query_row.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fakeCase } from "./fake_case.ts";

const GID = "5f0000000000000000000001";

/** Synthetic lines, and every field that a row of them has. */
const FIELDS: readonly (readonly [text: string, category: Category, fields: RecordRow["fields"]])[] = [
  [
    `2026-04-12T03:14:15.926+0000 [JettyHttpPool-7] gid:${GID} jobId:j1 planId:p1 ERROR marker=AUDIT com.acme.A ` +
    "[A.java:run:42] - Failed\njava.lang.IllegalStateException: a\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException: b",
    "application",
    {
      level: "ERROR",
      thread: "JettyHttpPool-7",
      gid: GID,
      jobId: "j1",
      planId: "p1",
      marker: "AUDIT",
      logger: "com.acme.A",
      caller: { file: "A.java", method: "run", line: 42 },
      message: "Failed",
      exception: "java.lang.IllegalStateException < java.io.IOException",
    },
  ],
  [
    `2026-04-12T03:14:15.926+0000 [main] INFO  backup.jobs.${GID}.rs-0 [?:?] - `,
    "daemon",
    { level: "INFO", thread: "main", gid: GID, logger: `backup.jobs.${GID}.rs-0`, message: "" },
  ],
  [
    '192.0.2.1 - sam [12/Apr/2026:03:14:15 +0000] "POST /api/5?x=1 HTTP/1.1" 201 17 "http://r/" "ua \\"1\\"" 12',
    "http_access",
    {
      client: "192.0.2.1",
      user: "sam",
      method: "POST",
      url: "/api/5?x=1",
      route: "/api/{n}",
      protocol: "HTTP/1.1",
      status: 201,
      responseBytes: 17,
      latencyMs: 12,
      referer: "http://r/",
      userAgent: 'ua "1"',
    },
  ],
  ['192.0.2.1 - - [12/Apr/2026:03:14:15 +0000] "-" - -', "http_access", { client: "192.0.2.1" }],
];

for (const [text, category, fields] of FIELDS) {
  Deno.test(`queryCase() tells the fields that a record has, and no others: ${text.slice(0, 60)}`, () => {
    const [row] = queryCase(fakeCase([{ text: `${text}\n`, category }]));
    assertEquals(row?.kind === "record" && { text: row.text, fields: row.fields }, { text, fields });
  });
}
