import { analyzeArchive } from "../../../lib/analyze_archive.ts";
import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { gzip, tarEntry, tarOf } from "../../helpers/tar_builder.ts";
import { analyzeCase, background, fileOf, type LogLine, sourceOf, traffic } from "../log_case.ts";
import { stageLines } from "./snapshot_log.ts";

const HOUR = 60;
const DAY = 24 * HOUR;
const HOSTS = ["om-1", "om-2", "om-3"];

/** Snapshots every six hours of two days, whose stages the hosts log in turn; the last stage of one is given. */
function stagesByHost(stopped: Readonly<Record<number, number>> = {}): LogLine[][] {
  const lines = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((number) =>
    stageLines({ minute: 30 + 6 * HOUR * number, number, lastStage: stopped[number] ?? 12 })
  );
  // Ends and beginnings are with the first host: of the others, only stages between are lost.
  const hostOf = (stage: number, i: number) => stage < 7 || stage === 12 ? 0 : i % 3;
  return HOSTS.map((_, host) => lines.filter(({ stage }, i) => hostOf(stage, i) === host));
}

/** A log a day. */
function dailyLogs(lines: readonly (readonly LogLine[])[]): Record<string, string> {
  return Object.fromEntries(HOSTS.flatMap((host, i) =>
    [0, 1].map((day) => [
      `${host}/application/mms0${day === 0 ? ".20260412" : ""}.log`,
      fileOf(
        background(2 * i + day + 1, DAY * day, DAY * (day + 1), 1),
        lines[i]!.filter(({ minute }) => Math.floor(minute / DAY) === day),
      ),
    ])
  ));
}

function archiveOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  return gzip(tarOf(...Object.entries(files).map(([name, body]) => tarEntry({ name }, body))));
}

function analyzeBytes(bytes: Uint8Array): Promise<Analysis> {
  return analyzeArchive([{ name: "logs.tar.gz", kind: "file", files: [sourceOf("logs.tar.gz", bytes)] }], {
    useWorker: false,
  });
}

/** Findings about snapshots, why they were not judged, and outcomes other than `complete`. */
function judged({ findings, diagnostics, backups }: Analysis): readonly string[] {
  return [
    ...findings.filter(({ rule }) => rule.startsWith("backup.")).map(({ rule }) => rule),
    ...diagnostics.filter(({ code }) => code === "backup.not-judged").map(({ message }) =>
      message.replace(/.*?( at times .*?)? stopped.*: their later stages may be in /, "not judged$1: ")
    ),
    ...backups.filter(({ outcome }) => outcome !== "complete").map(({ outcome }) => outcome),
  ];
}

/** A snapshot that stopped in the middle, which another one follows. */
const STOPPED = { 3: 9 };
const IN_PART = "not judged at times of which logs are damaged: what is lost of damaged logs";
const DAMAGED = "not judged: what damage to the input took";

Deno.test("missingLogs() has snapshots of a whole archive judged", async () => {
  const whole = archiveOf(dailyLogs(stagesByHost(STOPPED)));
  assertEquals(judged(await analyzeBytes(whole)), ["backup.snapshot-stuck", "superseded"]);
});

Deno.test("missingLogs() has no snapshot judged where the archive is cut or damaged, wherever that is", async () => {
  const whole = archiveOf(dailyLogs(stagesByHost(STOPPED)));
  for (const share of [0.45, 0.7, 0.9, 0.99]) {
    const analysis = await analyzeBytes(whole.subarray(0, Math.floor(share * whole.length)));
    const [why, ...outcomes] = judged(analysis);
    assertEquals(why, DAMAGED, `cut at ${share}`);
    assertEquals(outcomes.filter((outcome) => outcome !== "unknown"), [], `cut at ${share}`);
  }
  const flipped = whole.with(whole.length - 5, whole.at(-5)! ^ 1);
  assertEquals(judged(await analyzeBytes(flipped)), [DAMAGED, "unknown"]);
});

Deno.test("missingLogs() has snapshots judged but of the time of a damaged file", async () => {
  const name = "om-3/application/mms0.20260412.log";
  const packed = (text: string) => gzip(text).subarray(0, -9);
  const early = dailyLogs(stagesByHost(STOPPED));
  const { [name]: day1, ...others } = early;
  const cutEarly = await analyzeBytes(archiveOf({ [`${name}.gz`]: packed(day1!), ...others }));
  assertEquals(judged(cutEarly), [IN_PART, "unknown"]);
  const unread = await analyzeBytes(archiveOf({ [`${name}.gz`]: gzip(day1!).subarray(0, 20), ...others }));
  assertEquals(judged(unread), [IN_PART, "unknown"]);
  const late = dailyLogs(stagesByHost({ 5: 9 }));
  const cutBefore = await analyzeBytes(
    archiveOf({ ...late, [name]: "", [`${name}.gz`]: packed(late[name]!) }),
  );
  assertEquals(judged(cutBefore), ["backup.snapshot-stuck", IN_PART, "superseded"]);
});

Deno.test("missingLogs() has no snapshot judged where a host's requests are there and its records are not", async () => {
  const { ["om-3/application/mms0.log"]: _1, ["om-3/application/mms0.20260412.log"]: _2, ...rest } =
    dailyLogs(
      stagesByHost(STOPPED),
    );
  const requests = fileOf(traffic(9, 0, 2 * DAY, 1));
  const analysis = await analyzeCase({ files: { ...rest, "om-3/http_access/mms0-access.log": requests } });
  assertEquals(judged(analysis), [
    "not judged: logs that are not there or not whole (application of om-3)",
    "unknown",
  ]);
  assertEquals(judged(await analyzeCase({ files: rest })), ["backup.snapshot-stuck", "superseded"]);
});

function jobOf(
  children: readonly (readonly [host: string, type: string, more?: object])[],
  more: object = {},
): string {
  const childJobs = children.map(([serverId, logCollectionType, own = {}]) => ({
    serverId,
    logCollectionType,
    status: "SUCCESS",
    sizeLimitHit: false,
    ...own,
  }));
  return JSON.stringify({ id: "1", status: "SUCCESS", sizeLimitHit: false, childJobs, ...more });
}

const ALL = HOSTS.map((host) => [host, "APPLICATION"] as const);
const JOBS: readonly (readonly [what: string, job: string, names: string | null])[] = [
  ["brought all", jobOf(ALL), null],
  ["did not bring an access log", jobOf([...ALL, ["om-1", "HTTP_ACCESS", { status: "FAILURE" }]]), null],
  ["names a host that is not there", jobOf([...ALL, ["om-4", "APPLICATION"]]), "application of om-4"],
  [
    "failed with a daemon's log",
    jobOf([...ALL, ["om-3", "DAEMON", { status: "FAILURE" }]]),
    "daemon of om-3",
  ],
  [
    "cut a log at its size limit",
    jobOf([...ALL.slice(1), ["om-1", "APPLICATION", { sizeLimitHit: true }]]),
    "application of om-1",
  ],
  [
    "cut it does not say what",
    jobOf([], { sizeLimitHit: true }),
    "logs that reached the size limit of the job",
  ],
  [
    "did not bring many",
    jobOf(["a", "b", "c", "d", "e"].map((host) => [host, "APPLICATION"])),
    "application of a, application of b, application of c and 2 more",
  ],
];

for (const [what, job, names] of JOBS) {
  Deno.test(`missingLogs() asks the collection job: it ${what}`, async () => {
    const analysis = await analyzeCase({
      files: dailyLogs(stagesByHost(STOPPED)),
      jobs: [sourceOf("job.json", job)],
    });
    assertEquals(
      judged(analysis),
      names === null
        ? ["backup.snapshot-stuck", "superseded"]
        : [`not judged: logs that are not there or not whole (${names})`, "unknown"],
    );
  });
}

Deno.test("missingLogs() says nothing where nothing is told of snapshots", async () => {
  const whole = archiveOf(dailyLogs([[], [], []]));
  const { diagnostics } = await analyzeBytes(whole.subarray(0, whole.length >> 1));
  assertStringIncludes(diagnostics.map(({ code }) => code).join(), "gzip.truncated");
  assertEquals(diagnostics.filter(({ code }) => code === "backup.not-judged"), []);
});
