import { type Diagnostic, UsageError } from "../../lib/errors.ts";
import { parseFilter } from "../../lib/query/parse_filter.ts";
import { queryCase } from "../../lib/query/query_case.ts";
import type { QueryOptions } from "../../lib/query/query_options.ts";
import type { QueryRow } from "../../lib/query/query_row.ts";
import { assert, assertEquals, assertThrows } from "../../lib/std/assert.ts";
import { fakeEvent } from "../helpers/fake_finding.ts";
import { accessLine, applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { type FakeCase, fakeCase, type FakeMember } from "./fake_case.ts";

const GID = "5f0000000000000000000001";
const START_MS = Date.UTC(2026, 3, 12, 3, 14, 15, 926);

function log(...lines: readonly (readonly [ms: number, message: string, level?: string])[]): string {
  return lines.map(([ms, message, level = "INFO  "]) =>
    applicationLine({ time: timeAfter(ms), message, level }) + "\n"
  ).join("");
}

/** What of a row tells which it is. */
function nameOf(row: QueryRow): string {
  if (row.kind === "event") return `event ${row.event.id}`;
  return (row.isMatch ? "" : "~") + row.text.replace(/^.* - /, "").replace(/\n.*/s, "…");
}

function names(reader: FakeCase, filter: string, options: QueryOptions = {}): string[] {
  return [...queryCase(reader, { filter: parseFilter(filter), ...options })].map(nameOf);
}

const TWO_HOSTS: readonly FakeMember[] = [
  { host: "om-1", text: log([0, "a0"], [20, "a20"], [10, "a10"], [3000, "a3000", "ERROR "]) },
  { host: "om-2", text: log([5, "b5"], [10, "b10"], [2500, "b2500", "WARN  "]) },
];

Deno.test("queryCase() merges hosts by time, also where a file is out of order", () => {
  assertEquals(names(fakeCase(TWO_HOSTS), ""), ["a0", "b5", "a10", "b10", "a20", "b2500", "a3000"]);
});

Deno.test("queryCase() orders equal times by input, path and place", () => {
  const reader = fakeCase([
    { text: log([0, "b/z"], [0, "b/z again"]), path: "z.log", input: "b" },
    { text: log([0, "b/y"]), path: "y.log", input: "b" },
    { text: log([0, "a/z"]), path: "z.log", input: "a" },
  ]);
  assertEquals(names(reader, ""), ["a/z", "b/y", "b/z", "b/z again"]);
});

Deno.test("queryCase() keeps records of several lines whole", () => {
  const trace = "boom\njava.lang.IllegalStateException: synthetic\n\tat a.B.c(B.java:1)";
  const rows = [
    ...queryCase(fakeCase([{ text: log([0, trace], [1, "next"]) }]), { filter: parseFilter("a.B.c") }),
  ];
  assertEquals(rows.map((row) => row.kind === "record" && [row.line, row.text.split("\n").length]), [[1, 3]]);
});

Deno.test("queryCase() keeps to since, until and around, both ends included", () => {
  const reader = fakeCase(TWO_HOSTS);
  assertEquals(names(reader, "", { since: START_MS + 10, until: START_MS + 20 }), ["a10", "b10", "a20"]);
  assertEquals(names(reader, "", { around: START_MS + 2500, aroundMs: 500 }), ["b2500", "a3000"]);
  assertEquals(names(reader, "", { around: START_MS - 59_990 }), ["a0", "b5", "a10", "b10"]);
});

Deno.test("queryCase() tells context once, before and after, also outside the time asked for", () => {
  const reader = fakeCase([{ text: log(...Array.from({ length: 12 }, (_, i) => [i, `m${i}`] as const)) }]);
  assertEquals(names(reader, "message:m3 or message:m5", { context: 1 }), ["~m2", "m3", "~m4", "m5", "~m6"]);
  assertEquals(names(reader, "", { since: START_MS + 8, until: START_MS + 8, context: 2 }), [
    "~m6",
    "~m7",
    "m8",
    "~m9",
    "~m10",
  ]);
  assertEquals(names(reader, "m0", { context: 100 }).length, 12);
});

Deno.test("queryCase() with corrected orders and cuts by the API's clock, and tells the host's own times", () => {
  const clocks = [{
    host: "om-1",
    offsetMs: 2990,
    uncertaintyMs: 1,
    basis: "event-twin",
    samples: 1,
  }] as const;
  const reader = fakeCase(TWO_HOSTS, { analysis: { clocks } });
  assertEquals(names(reader, "", { corrected: true }), ["a0", "a10", "a20", "b5", "a3000", "b10", "b2500"]);
  const [row] = queryCase(reader, { corrected: true, since: START_MS + 6, filter: parseFilter("host:om-1") });
  assertEquals([nameOf(row!), row!.timeMs, row!.time], [
    "a3000",
    START_MS + 3000,
    "2026-04-12T03:14:18.926Z",
  ]);
});

const EVENTS = [
  fakeEvent({
    id: "own",
    time: "2026-04-12T03:14:16.000Z",
    groupId: GID,
    summary: "Synthetic change",
    user: "sam",
  }),
  fakeEvent({
    id: "other",
    time: "2026-04-12T03:14:17.000Z",
    groupId: "5f00000000000000000000ff",
    type: "HOST_DOWN",
  }),
  fakeEvent({ id: "late", time: "2026-04-12T04:00:00.000Z", groupId: GID }),
];

const WITH_EVENTS:
  readonly (readonly [filter: string, options: QueryOptions, expected: readonly string[]])[] = [
    ["", {}, ["r0", "event own", "event other", "r2000", "event late"]],
    ["", { events: false }, ["r0", "r2000"]],
    ["", { until: START_MS + 2000 }, ["r0", "event own", "event other", "r2000"]],
    ["level:ERROR", {}, ["event own", "event other", "r2000", "event late"]],
    [`gid:${GID}`, {}, ["event own", "event late"]],
    ["user:sam level:ERROR", {}, ["event own"]],
    ["type:host_*", {}, ["event other"]],
    ["-type:*", {}, ["r0", "r2000"]],
    ['"Synthetic change"', {}, ["event own"]],
    ["r0", {}, ["r0"]],
    ["time<2026-04-12T03:14:17Z", {}, ["r0", "event own"]],
  ];

for (const [filter, options, expected] of WITH_EVENTS) {
  Deno.test(`queryCase() puts events into their places: ${JSON.stringify(filter)} ${JSON.stringify(options)}`, () => {
    const reader = fakeCase([{ text: log([0, "r0"], [2000, "r2000", "ERROR "]) }], {
      analysis: { events: EVENTS },
    });
    assertEquals(names(reader, filter, options), expected);
  });
}

Deno.test("queryCase() puts an event before the records of its millisecond", () => {
  const events = [fakeEvent({ id: "same", time: new Date(START_MS).toISOString() })];
  assertEquals(names(fakeCase([{ text: log([0, "r0"]) }], { analysis: { events } }), ""), [
    "event same",
    "r0",
  ]);
});

Deno.test("queryCase() keeps to a signature, and says when there is none", () => {
  const reader = fakeCase([{ text: log([0, "ping 1"], [1, "pong 1"], [2, "ping 2"]) }]);
  assertEquals(names(reader, "", { signature: "sig-1" }), ["ping 1", "ping 2"]);
  assertEquals(names(reader, "signature:sig-2"), ["pong 1"]);
  const error = assertThrows(() => names(reader, "", { signature: "sig-9" }), UsageError);
  assertEquals(error.message, 'Cannot query signature "sig-9": the case has none with this id');
});

Deno.test("queryCase() says when a finding or a cursor does not exist", () => {
  const reader = fakeCase(TWO_HOSTS);
  assertEquals(
    assertThrows(() => names(reader, "", { finding: "f9" }), UsageError).message,
    'Cannot query finding "f9": the case has none with this id',
  );
  for (const after of ["", "x", "1_2", "1_2_3_4", "1e5_0_0", "NaN_0_0"]) {
    assertThrows(() => names(reader, "", { after }), UsageError);
  }
});

Deno.test("queryCase() goes on after a cursor, also after an event", () => {
  const reader = fakeCase([{ text: log([0, "r0"], [2000, "r2000"]) }], { analysis: { events: EVENTS } });
  const all = [...queryCase(reader)];
  all.forEach((row, at) => {
    assertEquals([...queryCase(reader, { after: row.cursor })], all.slice(at + 1));
  });
  assertEquals(names(reader, "", { limit: 2 }), ["r0", "event own"]);
});

Deno.test("queryCase() reads only what a page needs", () => {
  const lines = Array.from(
    { length: 5000 },
    (_, i) => [i * 1000, `message ${i} ${"x".repeat(200)}`] as const,
  );
  const reader = fakeCase([{ text: log(...lines) }], { rowsInBlock: 100 });
  assertEquals([...queryCase(reader, { limit: 5 })].length, 5);
  assert(reader.asked.rows <= 4 && reader.asked.byteCount < 5000, JSON.stringify(reader.asked));
});

Deno.test("queryCase() reads no block outside the time asked for, and no text of what columns keep out", () => {
  const lines = Array.from(
    { length: 1000 },
    (_, i) => [i * 1000, `m${i}`, i === 500 ? "ERROR " : "INFO  "] as const,
  );
  const reader = fakeCase([{ text: log(...lines) }], { rowsInBlock: 10 });
  assertEquals(names(reader, "", { since: START_MS + 15_000, until: START_MS + 16_000 }), ["m15", "m16"]);
  assert(reader.asked.rows <= 4, JSON.stringify(reader.asked));
  reader.asked.byteCount = 0;
  assertEquals(names(reader, "level:ERROR"), ["m500"]);
  assert(reader.asked.byteCount < 200, JSON.stringify(reader.asked));
});

Deno.test("queryCase() without lines tells what columns say, and says so once", () => {
  const text = { available: false, reason: "the archive is not there", remedy: "--input" } as const;
  const job = applicationLine({
    time: timeAfter(5),
    context: `gid:${GID} `,
    level: "ERROR ",
    message: "x 17",
  });
  const reader = fakeCase([
    { text: `${job}\n${log([9, "other"])}` },
    { category: "http_access", text: `${accessLine({ names: "- sam", tail: ' "-" "s" 2.5' })}\n` },
  ], { text });
  const told: Diagnostic[] = [];
  const rows = [...queryCase(reader, { report: (diagnostic) => told.push(diagnostic) })];
  assertEquals(rows.map((row) => row.kind === "record" && [row.text, row.fields]), [
    ["", {
      client: "192.0.2.1",
      user: "sam",
      method: "GET",
      route: "/synthetic",
      status: 200,
      responseBytes: 512,
      latencyMs: 2500,
    }],
    ["", { level: "ERROR", thread: "main", gid: GID, logger: "com.example.Synthetic", message: "x #" }],
    ["", { level: "INFO", thread: "main", logger: "com.example.Synthetic", message: "other" }],
  ]);
  assertEquals(told.map(({ code, message }) => [code, message]), [[
    "query.no-text",
    "Cannot read the lines of records: the archive is not there; what columns say is told instead",
  ]]);
});

Deno.test("queryCase() without lines leaves out what only lines decide, and says so", () => {
  const text = { available: false, reason: "the archive is not there", remedy: "--input" } as const;
  const reader = fakeCase(TWO_HOSTS, { text });
  const told: string[] = [];
  const filter = parseFilter("level:ERROR or b5");
  const rows = [...queryCase(reader, { filter, report: ({ code }) => told.push(code) })];
  assertEquals([rows.length, told.sort()], [1, ["query.no-text", "query.not-searched"]]);
});

Deno.test("queryCase() of a case without records tells its events", () => {
  const reader = fakeCase([], { analysis: { events: EVENTS } });
  assertEquals(names(reader, ""), ["event own", "event other", "event late"]);
});

Deno.test("queryCase() leaves out rows of a log file that the case does not have", () => {
  const reader = fakeCase(TWO_HOSTS);
  const damaged = { ...reader, members: reader.members.slice(0, 1) };
  assertEquals(names(damaged, ""), ["a0", "a10", "a20", "a3000"]);
});

Deno.test("queryCase() reads the fields that were asked for in a file's own layout", () => {
  const lines = ["17", "2000000"].map((tail) => accessLine({ tail: ` "-" "synthetic/1" ${tail}` }));
  const reader = fakeCase([{ category: "http_access", text: lines.join("\n") }], {
    analysis: { options: { accessLayout: '%h %l %u [%t] "%r" %s %b "%i{Referer}" "%i{User-Agent}" %D' } },
  });
  const rows = [...queryCase(reader)];
  assertEquals(
    rows.map((row) => row.kind === "record" && row.fields),
    [17, 2_000_000].map((latencyMs) => ({
      client: "192.0.2.1",
      method: "GET",
      url: "/synthetic",
      route: "/synthetic",
      protocol: "HTTP/1.1",
      status: 200,
      responseBytes: 512,
      latencyMs,
      userAgent: "synthetic/1",
    })),
  );
});
