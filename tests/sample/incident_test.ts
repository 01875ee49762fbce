import { INCIDENT_KINDS, type IncidentKind } from "../../lib/sample/incident_kind.ts";
import { assert, assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { accessTime, linesOf, type ReadSample, readSample, recordsOf } from "./read_sample.ts";

const MINUTE_MS = 60_000;
const OPTIONS = { hosts: 3, days: 1, seed: 5, sizeBytes: 5_000_000 };
const KINDS = Object.keys(INCIDENT_KINDS) as IncidentKind[];

function windowOf({ truth }: ReadSample): { fromMs: number; toMs: number } {
  const { onset, end } = truth.incident;
  return { fromMs: Date.parse(onset ?? ""), toMs: Date.parse(end ?? "") };
}

function eventOf({ sample }: ReadSample, id: string | null): Readonly<Record<string, unknown>> {
  const event = sample.events.find((event) => event["id"] === id);
  assert(event !== undefined, `no event ${id}`);
  return event;
}

function createdMs(event: Readonly<Record<string, unknown>>): number {
  return Date.parse(String(event["created"]));
}

/** What the rules of a kind look for, or its new signature says; all such records are planted. */
const PLANTED: readonly [IncidentKind, ...RegExp[]][] = [
  [
    "appdb-outage",
    /MongoTimeoutException: Timed out (?:after (\d+) ms )?while waiting for a server that matches/,
    /MongoSocketOpenException: Exception opening socket\}, caused by \{java\.net\.SocketTimeoutException: [Cc]onnect timed out/,
    /Failed to refresh database properties/,
  ],
  [
    "appdb-auth",
    /Exception authenticating MongoCredential\{mechanism=([^,]{0,64}), userName='([^']{0,256})'/,
    /Command failed with error 18\b/,
  ],
  ["appdb-elections", /MongoNotPrimaryException/, /Command failed with error 10107\b/],
  ["backup-store", /Caused by: software\.amazon\.\S+S3Exception/],
  ["agent-key", /Refused a call of agent/],
];

for (const [kind, ...expressions] of PLANTED) {
  Deno.test(`sample ${kind} has what its rules look for from the onset on, on every host`, async () => {
    const read = await readSample({ ...OPTIONS, incident: kind });
    const { fromMs, toMs } = windowOf(read);
    assertEquals(read.truth.incident.hosts.length, OPTIONS.hosts);
    for (const host of read.truth.incident.hosts) {
      const records = recordsOf(read, `${host}/application/`);
      for (const expression of expressions) {
        const times = records.filter(({ text }) => expression.test(text)).map(({ timeMs }) => timeMs);
        assert(times.length >= 5, `${times.length} records with ${expression} on ${host}`);
        assert(times.every((timeMs) => timeMs >= fromMs && timeMs <= toMs), `${expression} on ${host}`);
      }
    }
  });
}

Deno.test("sample onset is the time of the first planted record", async () => {
  const read = await readSample({ ...OPTIONS, incident: "appdb-outage" });
  const times = recordsOf(read, "/application/").filter(({ text }) => text.includes("MongoTimeoutException"));
  assertEquals(Math.min(...times.map(({ timeMs }) => timeMs)), windowOf(read).fromMs);
});

for (const kind of KINDS.filter((kind) => kind !== "none" && kind !== "unexplained")) {
  Deno.test(`sample ${kind} has its cause before the onset, and decoys that are something else`, async () => {
    const read = await readSample({ ...OPTIONS, incident: kind });
    const { fromMs } = windowOf(read);
    const { causeEventId, decoyEventIds, confirmingEventIds, groupIds } = read.truth.incident;
    const cause = eventOf(read, causeEventId);
    const leadMs = fromMs - createdMs(cause);
    assert(leadMs > 0 && leadMs < 30 * MINUTE_MS, `the cause is ${leadMs} ms before the onset`);
    for (const id of decoyEventIds) {
      const decoy = eventOf(read, id);
      const same = decoy["eventTypeName"] === cause["eventTypeName"] && decoy["groupId"] === cause["groupId"];
      assert(!same || createdMs(decoy) < fromMs - 60 * MINUTE_MS, JSON.stringify(decoy));
    }
    for (const id of confirmingEventIds) assert(createdMs(eventOf(read, id)) > fromMs);
    if (groupIds.length > 0) assertEquals(groupIds, [String(cause["groupId"])]);
  });
}

for (const seed of [1, 2, 3, 4, 5]) {
  Deno.test(`sample unexplained has no change of the project near the onset but harmless ones (seed ${seed})`, async () => {
    const read = await readSample({ ...OPTIONS, sizeBytes: 1_000_000, seed, incident: "unexplained" });
    const { fromMs } = windowOf(read);
    assertEquals(read.truth.incident.causeEventId, null);
    const near = read.sample.events.filter((event) =>
      event["groupId"] === read.truth.incident.groupIds[0] &&
      Math.abs(createdMs(event) - fromMs) < 60 * MINUTE_MS
    );
    for (const event of near) {
      assertMatch(
        String(event["eventTypeName"]),
        /^(?:ALERT_CONFIG_ADDED_AUDIT|JOINED_GROUP|(?:OUT|IN)SIDE_\w+)$/,
      );
    }
  });
}

for (const kind of ["config-push", "unexplained"] as const) {
  Deno.test(`sample ${kind} has an error of its project that was there before and jumps`, async () => {
    const read = await readSample({ ...OPTIONS, sizeBytes: 20_000_000, incident: kind });
    const { fromMs, toMs } = windowOf(read);
    const errors = recordsOf(read, "/application/").filter(({ text }) =>
      text.includes(`gid:${read.truth.incident.groupIds[0]} WARN`) ||
      text.includes(`gid:${read.truth.incident.groupIds[0]} ERROR`)
    );
    const during = errors.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs).length;
    const rate = during / (toMs - fromMs);
    const usualRate = (errors.length - during) / (24 * 60 * MINUTE_MS - (toMs - fromMs));
    assert(errors.length - during > 10, "it was hardly there before");
    assert(rate > 15 * usualRate && rate < 60 * usualRate, `it jumps by ${rate / usualRate}`);
  });
}

Deno.test("sample appdb-outage makes requests fail with 500 only while it lasts", async () => {
  const read = await readSample({ ...OPTIONS, incident: "appdb-outage" });
  const { fromMs, toMs } = windowOf(read);
  const errors = linesOf(read, "/http_access/").filter((line) => / 500 \d+ "-"/.test(line)).map(accessTime);
  const during = errors.filter((timeMs) => timeMs >= fromMs - 1000 && timeMs < toMs);
  assert(during.length > 20);
  assert(errors.length - during.length < 10);
});

Deno.test("sample appdb-outage names the AppDB's members in the cause and in the messages", async () => {
  const read = await readSample({ ...OPTIONS, incident: "appdb-outage" });
  const diffs = JSON.stringify(eventOf(read, read.truth.incident.causeEventId)["diffs"]);
  const record = recordsOf(read, "/application/").find(({ text }) => text.includes("MongoTimeoutException"));
  const addresses = [...(record?.text ?? "").matchAll(/\{address=([^,}]{1,300}), type=UNKNOWN/g)].map((hit) =>
    hit[1]
  );
  assertEquals(addresses.length, 3);
  for (const address of addresses) assert(diffs.includes(`"${address}"`));
  assert(diffs.includes('"appdb"'));
  const down = eventOf(read, read.truth.incident.confirmingEventIds[0] ?? null);
  assertEquals(down["eventTypeName"], "BACKING_DATABASE_PROCESS_DOWN");
  assert(addresses.includes(`${down["hostname"]}:${down["port"]}`));
});

Deno.test("sample agent-key refuses all agents of the project and no other while it lasts", async () => {
  const read = await readSample({ ...OPTIONS, incident: "agent-key" });
  const { fromMs, toMs } = windowOf(read);
  const [gid] = read.truth.incident.groupIds;
  for (const line of linesOf(read, "/http_access/").filter((line) => line.includes("?ah="))) {
    const timeMs = accessTime(line);
    if (Math.abs(timeMs - fromMs) < 1000 || Math.abs(timeMs - toMs) < 1000) continue;
    const refused = timeMs > fromMs && timeMs < toMs && line.includes(`/v1/${gid}`);
    assertEquals(/" 401 \d+ "/.test(line), refused, line);
  }
});

Deno.test("sample restart-loop starts one server four to six times, each with two header lines", async () => {
  const read = await readSample({ ...OPTIONS, incident: "restart-loop" });
  const [host] = read.truth.incident.hosts;
  const lines = linesOf(read, `${host}/application/`);
  const headers = lines.flatMap((line, index) =>
    index > 0 && line.startsWith("[Starting Logging - ") ? [index] : []
  );
  assert(
    headers.length % 2 === 0 && headers.length >= 8 && headers.length <= 12,
    `${headers.length} header lines`,
  );
  for (const index of headers) assertMatch(lines[index + 1] ?? "", /^\S+ \[main\] INFO /);
  const times = headers.map((index) => Date.parse((lines[index + 1] ?? "").slice(0, 23) + "Z"));
  assert((times.at(-1) ?? 0) - (times[0] ?? 0) < 30 * MINUTE_MS);
  assertEquals(eventOf(read, read.truth.incident.causeEventId)["hostname"], host);
  assertEquals(
    linesOf(read, "/application/").filter((line) => line.startsWith("[Start")).length,
    headers.length + 3,
  );
});

Deno.test("sample silence stops one application log while everything else goes on", async () => {
  const read = await readSample({ ...OPTIONS, incident: "silence" });
  const { fromMs, toMs } = windowOf(read);
  const [silent] = read.truth.incident.hosts;
  assert(toMs - fromMs >= 30 * MINUTE_MS);
  for (const host of ["om-1.example.com", "om-2.example.com", "om-3.example.com"]) {
    const inside = (timeMs: number): boolean => timeMs >= fromMs && timeMs < toMs - 20;
    const records = recordsOf(read, `${host}/application/`).filter(({ timeMs }) => inside(timeMs)).length;
    const requests = linesOf(read, `${host}/http_access/`).filter((line) => inside(accessTime(line))).length;
    assertEquals(records === 0, host === silent);
    assert(requests > 10);
  }
});

/** Texts of the known issues; ordinary traffic must not trip over them. */
const KNOWN_ISSUES = [
  /Mongo\w+Exception|Command failed with error|E11000|WriteConflict|pooled item/,
  /SSL|PKIX|UnknownHost|HostNotFound|Connection refused|OutOfMemory|StackOverflow|garbage collector|Thread pool/,
  /No space left|[Pp]ermission denied|Address already in use|[Pp]re-?flight|OBSOLETE|Migration failed|Cron job failed/,
  /fire time is lagging|Failed to offer|duplicate key|rollup has changed|Error running alert|No AlertCheck/,
  /RESYNC|MISMATCH|[Aa]bort|CONCURRENT|blockfile|etryable|batch inserting|MongoSvc|No eligible|Excluding replica set/,
  /s3 object|quota|NoSuch|SlowDown|AccessDenied|Invalid config|unexpected error|EofException|Digest username|SMTP|LDAP/,
];

Deno.test("sample none has no text of a known issue, and no incident in its truth", async () => {
  const read = await readSample({ ...OPTIONS, incident: "none" });
  for (
    const { text } of ["/application/", "/daemon/", "/migration/"].flatMap((path) => recordsOf(read, path))
  ) {
    for (const expression of KNOWN_ISSUES) assert(!expression.test(text), text);
  }
  const { rule, onset, hosts, causeEventId, decoyEventIds } = read.truth.incident;
  assertEquals([rule, onset, hosts, causeEventId], [null, null, [], null]);
  assert(decoyEventIds.length > 0);
});

Deno.test("sample events are newest first, with unique ids and whole seconds", async () => {
  const { sample } = await readSample({ ...OPTIONS, incident: "none", days: 3 });
  const times = sample.events.map(createdMs);
  assertEquals(times, times.toSorted((left, right) => right - left));
  assertEquals(new Set(sample.events.map((event) => event["id"])).size, sample.events.length);
  for (const event of sample.events) {
    assertMatch(String(event["created"]), /^2026-04-0[678]T\d\d:\d\d:\d\dZ$/);
  }
});

Deno.test("sample events made over HTTP are in an access log, by the same client and in the same second", async () => {
  const read = await readSample({ ...OPTIONS, incident: "config-push" });
  const cause = eventOf(read, read.truth.incident.causeEventId);
  const twins = linesOf(read, "/http_access/").filter((line) =>
    accessTime(line) === createdMs(cause) && line.startsWith(`${cause["remoteAddress"]} - `) &&
    line.includes(`"PUT /api/public/v1.0/groups/${cause["groupId"]}/automationConfig HTTP/1.1" 200 `)
  );
  assertEquals(twins.length, 1);
});
