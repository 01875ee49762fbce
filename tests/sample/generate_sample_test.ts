import { createHash } from "node:crypto";
import { UsageError } from "../../lib/errors.ts";
import { generateSample, type SampleOptions } from "../../lib/sample/generate_sample.ts";
import { assert, assertEquals, assertMatch, assertNotEquals, assertThrows } from "../../lib/std/assert.ts";
import { linesOf, readSample, recordsOf } from "./read_sample.ts";

// The expressions of the format description, not of the generator.
const START = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[.,]\d{3}(?:[+-]\d{2}:?\d{2}|Z) \[/;
const FULL =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[.,]\d{3}(?:[+-]\d{2}:?\d{2}|Z)) \[(.{0,256}?)\] ((?:[A-Za-z]\w*:\S+ )*)(TRACE|DEBUG|INFO|WARN|ERROR) +(?:marker=(\S+) )?(\S+) \[([^\]]*?)(?::(\d+))?\] - ?(.*)$/;
const HEADER = /^\[Starting Logging - App Version: (\d+(?:\.\d+)+)\.(\d+)\.(\d{8}T\d{4}Z)\]$/;
const CALLER = /^(\w[\w$]*\.java)[.:]([\w$<>]+)$/;
const CLASS =
  /^(\t*)(Caused by: |Suppressed: |Wrapped by: )?((?:[A-Za-z_$][\w$]*\.)+[A-Za-z_$][\w$]*)(?:: (.*))?$/;
const FRAME =
  /^\s+at ((?:[\w.$-]*(?:@[\w.+-]+)?\/)*)([\w.$<>-]+)\.([\w$<>-]+)\(([^)]*)\)(?: ~?\[([^\]]*)\])?$/;
const MORE = /^\s+\.\.\. (\d+) (?:more|common frames omitted)$/;
const ACCESS =
  /^(\S+) (\S+) (.{0,200}?) \[([^\]]{1,64})\] "((?:[^"\\]|\\.)*)" (\d{3}|-) (\d+|-)(?: "((?:[^"\\]|\\.)*)")?(?: "((?:[^"\\]|\\.)*)")?(.*)$/;

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

Deno.test("generateSample() gives the same bytes, events, job and truth for the same options", async () => {
  const [first, second] = [
    await readSample({ incident: "appdb-auth" }),
    await readSample({ incident: "appdb-auth" }),
  ];
  assertEquals(sha256(first.archive), sha256(second.archive));
  assertEquals(first.sample.events, second.sample.events);
  assertEquals(first.sample.job, second.sample.job);
  assertEquals(first.truth, second.truth);
});

Deno.test("generateSample() gives another sample for another seed", async () => {
  const [first, second] = [
    await readSample({ incident: "none" }),
    await readSample({ incident: "none", seed: 2 }),
  ];
  assertNotEquals(sha256(first.archive), sha256(second.archive));
  assertNotEquals(first.sample.events, second.sample.events);
});

const SIZES: readonly Pick<SampleOptions, "hosts" | "days" | "sizeBytes">[] = [
  { hosts: 1, days: 1, sizeBytes: 2_000_000 },
  { hosts: 3, days: 4, sizeBytes: 2_000_000 },
  { hosts: 12, days: 7, sizeBytes: 2_000_000 },
  { hosts: 3, days: 2, sizeBytes: 20_000_000 },
];

for (const size of SIZES) {
  Deno.test(`generateSample() keeps to ${size.sizeBytes} bytes on ${size.hosts} hosts, ${size.days} days`, async () => {
    const read = await readSample({ ...size, incident: "appdb-outage" });
    const texts = [...read.members].filter(([path]) => path !== "README-SYNTHETIC.txt").map(([, text]) =>
      text
    );
    const bytes = texts.reduce((sum, text) => sum + text.length, 0);
    assertEquals(read.truth.totals.all.bytes, bytes);
    assert(Math.abs(bytes / size.sizeBytes - 1) < 0.1, `${bytes} bytes`);
  });
}

Deno.test("generateSample() lays the archive out as Ops Manager does", async () => {
  const read = await readSample({ incident: "none", days: 3 });
  const expected = ["om-1", "om-2"].flatMap((host) => [
    `${host}.example.com/application/mms0.20260406.log.gz`,
    `${host}.example.com/application/mms0.20260407.log`,
    `${host}.example.com/application/mms0.log`,
    `${host}.example.com/http_access/mms0-access.20260406.log`,
    `${host}.example.com/http_access/mms0-access.20260407.log`,
    `${host}.example.com/http_access/mms0-access.log`,
    `${host}.example.com/migration/mms-migration.log`,
  ]);
  const daemon = ["daemon-hosted.20260406.log.gz", "daemon-hosted.20260407.log.gz", "daemon-hosted.log"];
  assertEquals([...read.members.keys()], [
    "README-SYNTHETIC.txt",
    ...expected,
    ...daemon.map((name) => `om-2.example.com/daemon/${name}`),
  ]);
  assertEquals(read.sample.archiveName, "om-logs_20260409T000000Z.tar.gz");
});

Deno.test("generateSample() writes application, migration and daemon logs that the published expressions match", async () => {
  const read = await readSample({ incident: "appdb-auth", hosts: 1, days: 2 });
  let records = 0;
  const lines = ["/application/", "/migration/", "/daemon/"].flatMap((folder) => linesOf(read, folder));
  for (const line of lines) {
    if (!START.test(line)) {
      assert([HEADER, CLASS, FRAME, MORE].some((expression) => expression.test(line)), line);
      continue;
    }
    const match = FULL.exec(line);
    assert(match !== null, line);
    assertMatch(match[7] ?? "", CALLER);
    records++;
  }
  const access = linesOf(read, "/http_access/").length;
  assertEquals(read.truth.totals.all, {
    records: records + access,
    lines: lines.length + access,
    bytes: read.truth.totals.all.bytes,
  });
});

Deno.test("generateSample() writes access logs in the combined layout with milliseconds at the end", async () => {
  const lines = linesOf(await readSample({ incident: "none" }), "/http_access/");
  for (const line of lines) assertMatch(ACCESS.exec(line)?.[10] ?? "", /^ \d+$/, line);
  assert(lines.length > 1000);
});

Deno.test("generateSample() logs about two thirds of the records for a project, and a few with a stack trace", async () => {
  const records = recordsOf(await readSample({ incident: "none", sizeBytes: 8_000_000 }), "/application/");
  const share = (test: (text: string) => boolean): number =>
    records.filter(({ text }) => test(text)).length / records.length;
  const ofProjects = share((text) => text.includes("] gid:"));
  const withTrace = share((text) => text.includes("\n\tat "));
  assert(ofProjects > 0.58 && ofProjects < 0.7, `${ofProjects} of the records are of a project`);
  assert(withTrace > 0.015 && withTrace < 0.03, `${withTrace} of the records have a trace`);
});

const DAYS = [["mms0.20260406.log.gz", "2026-04-06"], ["mms0.log", "2026-04-07"]] as const;

for (const [name, day] of DAYS) {
  Deno.test(`generateSample() writes the records of ${day} into ${name}`, async () => {
    const read = await readSample({ incident: "none", hosts: 1, days: 2 });
    const times = recordsOf(read, `/application/${name}`).map(({ timeMs }) => timeMs);
    assert(times.length > 1000);
    // A record may be late by some milliseconds, also over midnight.
    assert(times.every((timeMs) => Math.abs(timeMs - Date.parse(`${day}T12:00:00Z`)) <= 43_200_020));
  });
}

Deno.test("generateSample() pairs every authenticated API call with a 401 of the same client and URL", async () => {
  const lines = linesOf(
    await readSample({ incident: "none", sizeBytes: 8_000_000 }),
    "om-1.example.com/http_access/",
  );
  const calls = lines.flatMap((line, index) => line.includes(" - deployer [") ? [index] : []);
  assert(calls.length > 20);
  for (const index of calls) {
    const refused = ACCESS.exec(lines[index - 1] ?? "");
    const answered = ACCESS.exec(lines[index] ?? "");
    assertEquals([refused?.[1], refused?.[3], refused?.[5]], [answered?.[1], "-", answered?.[5]]);
    assertEquals(refused?.[6], "401");
  }
});

Deno.test("generateSample() uses reserved names and addresses only, and says that it is synthetic", async () => {
  const read = await readSample({ incident: "agent-key" });
  assert(read.members.get("README-SYNTHETIC.txt")?.includes("synthetic"));
  assertEquals([read.truth.synthetic, read.sample.job["synthetic"]], [true, true]);
  for (const line of linesOf(read, "/http_access/")) {
    assertMatch(line, /^(?:10|192\.0\.2|198\.51\.100)\.[\d.]+ - /);
  }
  for (const event of read.sample.events) {
    if ("username" in event) assertMatch(String(event["username"]), /^\w+@example\.com$/);
  }
});

Deno.test("generateSample() describes what it collected in the job document", async () => {
  const { sample } = await readSample({ incident: "none", hosts: 2 });
  const children = sample.job["childJobs"];
  assert(Array.isArray(children));
  assertEquals(children.map((child) => `${child.serverId} ${child.logCollectionType} ${child.status}`), [
    "om-1.example.com APPLICATION SUCCESS",
    "om-1.example.com HTTP_ACCESS SUCCESS",
    "om-1.example.com MIGRATION SUCCESS",
    "om-2.example.com APPLICATION SUCCESS",
    "om-2.example.com HTTP_ACCESS SUCCESS",
    "om-2.example.com MIGRATION SUCCESS",
    "om-2.example.com DAEMON SUCCESS",
  ]);
});

const REFUSED: readonly [Partial<SampleOptions>, string][] = [
  [{ hosts: 0 }, "hosts is 0"],
  [{ days: 1.5 }, "days is 1.5"],
  [{ sizeBytes: 1000 }, "size is 1000"],
  [{ seed: -1 }, "seed is -1"],
  [{ start: "yesterday" }, 'start "yesterday"'],
];

for (const [options, message] of REFUSED) {
  Deno.test(`generateSample() refuses ${JSON.stringify(options)}`, () => {
    const base: SampleOptions = { hosts: 1, days: 1, seed: 1, sizeBytes: 2_000_000, incident: "none" };
    assertThrows(() => generateSample({ ...base, ...options }), UsageError, message);
  });
}

Deno.test("generateSample() stops when the archive is cancelled half read", async () => {
  const sample = generateSample({ hosts: 2, days: 1, seed: 1, sizeBytes: 50_000_000, incident: "none" });
  const reader = sample.archive.getReader();
  const { value } = await reader.read();
  assertEquals(value?.subarray(0, 10), new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]));
  await reader.cancel();
  assertEquals(await Promise.race([sample.truth, Promise.resolve("pending")]), "pending");
});
