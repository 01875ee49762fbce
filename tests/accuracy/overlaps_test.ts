/** Several known issues in the same records: all are told, and the one that explains the others names the incident. */
import type { Analysis } from "../../lib/analyze/analysis.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import {
  analyzeCase,
  background,
  fileOf,
  header,
  type LogLine,
  PROJECTS,
  record,
  type RecordParts,
  repeat,
  spread,
  traffic,
} from "../analyze/log_case.ts";

const HALF_DAY = 720;
const SETTINGS = {
  level: "ERROR",
  logger: "com.xgen.svc.core.SyntheticSettings",
  message: "Failed to refresh database properties",
};

/** A driver's timeout with the error of its only server, all made up. */
function timeout(nested: string): string[] {
  return [
    "com.mongodb.MongoTimeoutException: Timed out after 30000 ms while waiting for a server that matches WritableServerSelector. " +
    "Client view of cluster state is {type=REPLICA_SET, servers=[{address=appdb-1.example.com:27017, type=UNKNOWN, " +
    `state=CONNECTING, exception={${nested}}}]`,
    "\tat com.mongodb.Synthetic.wait(Synthetic.java:7)",
  ];
}

/** So many records in twenty minutes from minute 300 on. */
function from300(count: number, parts: Omit<RecordParts, "minute">): LogLine[] {
  return repeat(spread(300, 320, count), parts);
}

function analyze(
  lines: readonly LogLine[],
  isUp: (line: LogLine) => boolean = () => true,
): Promise<Analysis> {
  return analyzeCase({
    files: {
      "om-1/application/mms0.log": fileOf(header(-1), background(1, 0, HALF_DAY, 3).filter(isUp), lines),
      "om-1/http_access/mms0-access.log": fileOf(traffic(2, 0, HALF_DAY, 4).filter(isUp)),
    },
  });
}

const AUTH =
  "com.mongodb.MongoSecurityException: Exception authenticating MongoCredential{mechanism=SCRAM-SHA-256, userName='om', " +
  "source='admin'}}, caused by {com.mongodb.MongoCommandException: Command failed with error 18 (AuthenticationFailed)";
const OPENING = "com.mongodb.MongoSocketOpenException: Exception opening socket}, caused by {";
const WRITING = "com.mongodb.MongoSocketWriteException: Exception sending message}, caused by {";
const BOTH = ["appdb.properties-refresh-failed", "appdb.timeout"];

/** Rules of all findings; the first is that of the incident's title. */
const CASES: readonly (readonly [name: string, make: () => Promise<Analysis>, rules: readonly string[]])[] = [
  ...([
    [AUTH, "appdb.auth-failed"],
    [`${OPENING}java.net.ConnectException: Connection refused`, "appdb.connection-refused"],
    [`${OPENING}java.net.SocketTimeoutException: connect timed out`, "appdb.connect-timeout"],
    [`${OPENING}java.net.UnknownHostException: appdb-1.example.com`, "network.unknown-host"],
    [
      `${WRITING}javax.net.ssl.SSLHandshakeException: PKIX path building failed`,
      "tls.untrusted-certificate",
    ],
    [
      `${WRITING}java.security.cert.CertificateExpiredException: NotAfter: Sun Apr 12 04:59:59 UTC 2026`,
      "tls.certificate-expired",
    ],
  ] as const).map(([nested, rule]) =>
    [
      `a timeout because of ${rule}`,
      () => analyze(from300(40, { ...SETTINGS, more: timeout(nested) })),
      [rule, ...BOTH],
    ] as const
  ),
  [
    "garbage collection, a full heap and a crash",
    () =>
      analyze([
        ...from300(30, { level: "WARN", message: "High rate of garbage collector activity: 92 %" })
          .filter(({ minute }) => minute < 317),
        ...repeat(spread(312, 317.9, 8), {
          level: "ERROR",
          message: "Request failed",
          more: [
            "java.lang.OutOfMemoryError: Java heap space",
            "\tat java.util.Arrays.copyOf(Arrays.java:3)",
          ],
        }),
        header(321.5),
        record({ minute: 321.6, thread: "main", message: "Starting" }),
      ], ({ minute }) => minute < 318 || minute > 322),
    ["jvm.gc-pressure", "jvm.out-of-memory-heap", "log.restart-abrupt"],
  ],
  [
    "a full disk and what fails for it",
    () =>
      analyze([
        ...from300(60, {
          level: "ERROR",
          logger: "backup.SyntheticStore",
          message: "IOException while writing blocks",
          more: [
            "java.io.IOException: No space left on device",
            "\tat java.io.FileOutputStream.write(F.java:1)",
          ],
        }),
        ...from300(30, { level: "WARN", message: "Cron job failed: SyntheticCleaner" }),
      ]),
    ["host.disk-full", "backup.store-write-failed", "cron.job-failed"],
  ],
  [
    "an agent that gives up a snapshot",
    () =>
      analyze([
        ...from300(2, {
          gid: PROJECTS[0]!,
          message: "Abort triggered by error from db-1(10.1.2.3): cursor died",
        }),
        ...from300(12, { gid: PROJECTS[0]!, message: "Wtc cluster topology shard was aborted" }),
      ]),
    ["backup.agent-abort", "backup.snapshot-aborted"],
  ],
  [
    "an object store that denies writes",
    () =>
      analyze(from300(80, {
        level: "ERROR",
        logger: "com.xgen.svc.brs.SyntheticStore",
        message: "Failure batch inserting blocks",
        more: [
          "software.amazon.awssdk.services.s3.model.S3Exception: Access Denied (Service: S3, Status Code: 403)",
        ],
      })),
    ["s3.access-denied", "backup.store-write-failed"],
  ],
];

for (const [name, make, rules] of CASES) {
  Deno.test(`analyzeArchive() names an incident for ${rules[0]}: ${name}`, async () => {
    const { findings, incidents } = await make();
    assertEquals(findings.map(({ rule }) => rule).sort(), rules.toSorted());
    assertEquals(incidents.map(({ title, findings: { length } }) => [title, length]), [
      [findings.find(({ rule }) => rule === rules[0])!.title, rules.length],
    ]);
  });
}

Deno.test("analyzeArchive() names an incident for the known issue, not for the many requests that fail of it", async () => {
  const { incidents, findings } = await analyzeCase({
    files: {
      "om-1/application/mms0.log": fileOf(
        header(-1),
        background(1, 0, HALF_DAY, 3),
        from300(40, { ...SETTINGS, more: timeout(AUTH) }),
      ),
      "om-1/http_access/mms0-access.log": fileOf(
        traffic(2, 0, HALF_DAY, 20).map((line) =>
          line.minute >= 300 && line.minute < 320
            ? { ...line, text: line.text.replace('" 200 ', '" 500 ') }
            : line
        ),
      ),
    },
  });
  assert(findings.some(({ rule }) => rule === "access.errors-burst"));
  assertEquals(incidents.map(({ title }) => title), [
    findings.find(({ rule }) => rule === "appdb.auth-failed")!.title,
  ]);
});

async function realLines(): Promise<string> {
  try {
    return await Deno.readTextFile(new URL("../../../shared/domain/real-lines.txt", import.meta.url));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

const published = (await realLines()).split("\n").filter((line) => !line.startsWith("#")).join("\n");
const ignore = published === "";

Deno.test({
  name: `analyzeArchive() of the published records finds what the list of known issues says, and no more${
    ignore ? " (skipped: ../shared is not there)" : ""
  }`,
  ignore,
}, async () => {
  const { findings, totals } = await analyzeCase({ files: { "om-1/application/mms0.log": published } });
  assertEquals([totals.records, totals.rejectedLines], [20, 0]);
  assertEquals(findings.map(({ rule, onset }) => `${onset.slice(0, -1)} ${rule}`).sort(), [
    "2020-06-05T03:15:58.040 appdb.connect-timeout",
    "2020-06-05T03:15:58.040 appdb.properties-refresh-failed",
    "2020-06-05T03:15:58.040 appdb.timeout",
    "2020-06-05T03:15:58.040 coverage.missing",
    "2021-01-17T07:08:19.350 monitoring.rollup-race",
    "2021-06-14T18:08:26.123 backup.checkpoint-excluded",
    "2022-03-14T18:11:36.084 backup.block-missing",
    "2023-09-18T04:15:43.798 backup.targeting-mismatch",
    "2023-11-01T16:40:22.344 backup.block-upload-cut",
  ]);
});
