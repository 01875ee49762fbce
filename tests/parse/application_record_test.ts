import {
  parseApplicationRecord,
  parseLegacyRecord,
  recordStartMs,
} from "../../lib/parse/application_record.ts";
import { assert, assertEquals, assertExists } from "../../lib/std/assert.ts";
import { anyCharacter, fc } from "../helpers/property.ts";

/** A synthetic record with one part replaced. */
function line(parts: { head?: string; level?: string; rest?: string } = {}): string {
  const { head = "[main] ", level = "INFO  ", rest = "com.acme.Synthetic [Synthetic.java:run:7] - done" } =
    parts;
  return `2026-04-12T03:14:15.926+0000 ${head}${level}${rest}`;
}

Deno.test("parseApplicationRecord() reads every field of the default layout", () => {
  const gid = "5f0000000000000000000001";
  const head = `[JettyHttpPool-7] gid:${gid} jobId:j1 planId:p-2 traceId:t `;
  const record = parseApplicationRecord(line({ head, rest: "marker=AUDIT a.B [B.java.<init>:42] - text" }));
  assertExists(record);
  const { context, ...fields } = record;
  assertEquals([...context], [["gid", gid], ["jobId", "j1"], ["planId", "p-2"], ["traceId", "t"]]);
  assertEquals(fields, {
    timeMs: Date.UTC(2026, 3, 12, 3, 14, 15, 926),
    level: "INFO",
    thread: "JettyHttpPool-7",
    gid,
    jobId: "j1",
    planId: "p-2",
    marker: "AUDIT",
    logger: "a.B",
    caller: { file: "B.java", method: "<init>", line: 42 },
    message: "text",
    text: "text",
    exception: null,
  });
});

const THREADS = [
  "main",
  "a b",
  "pool [x]",
  "x] y",
  "cluster-ClusterId{value='1', description='null'}-h:27017",
  "",
  "[]",
];

for (const thread of THREADS) {
  Deno.test(`parseApplicationRecord() reads the thread ${JSON.stringify(thread)}`, () => {
    const record = parseApplicationRecord(line({ head: `[${thread}] ` }));
    assertEquals([record?.thread, record?.message], [thread, "done"]);
  });
}

const CALLERS: readonly [text: string, caller: unknown][] = [
  [" [A.java.run:7]", { file: "A.java", method: "run", line: 7 }],
  [" [A.java:run:7]", { file: "A.java", method: "run", line: 7 }],
  [" [A.java:lambda$run$0:7]", { file: "A.java", method: "lambda$run$0", line: 7 }],
  [" [App.kt:invoke:7]", { file: "App.kt", method: "invoke", line: 7 }],
  [" [A.java:run:?]", { file: "A.java", method: "run", line: null }],
  [" [run:7]", { file: null, method: "run", line: 7 }],
  [" [?:?]", null],
  [" []", null],
  ["", null],
];

for (const [text, caller] of CALLERS) {
  Deno.test(`parseApplicationRecord() reads the caller ${JSON.stringify(text)}`, () => {
    const record = parseApplicationRecord(line({ rest: `a.B${text} - done` }));
    assertEquals<unknown>([record?.caller, record?.logger, record?.message], [caller, "a.B", "done"]);
  });
}

const MESSAGES: readonly [rest: string, message: string, text: string][] = [
  ["a.B [B.java:c:1] - ", "", ""],
  ["a.B [B.java:c:1] -", "", ""],
  ["a.B [B.java:c:1] -  two", " two", " two"],
  ["a.B [B.java:c:1] - a - b [c] - d", "a - b [c] - d", "a - b [c] - d"],
  ["a.B [B.java:c:1] - \n\tmore\n", "", "\n\tmore"],
  ["a.B [B.java:c:1] - one\r\ntwo\r\n\r\nthree\r\n", "one", "one\ntwo\n\nthree"],
  ["a.B [B.java:c:1] - one\n", "one", "one"],
];

for (const [rest, message, text] of MESSAGES) {
  Deno.test(`parseApplicationRecord() keeps message and text of ${JSON.stringify(rest)}`, () => {
    const record = parseApplicationRecord(line({ rest }));
    assertEquals([record?.message, record?.text], [message, text]);
  });
}

const NO_RECORDS = [
  "",
  "\tat a.B.c(B.java:1)",
  "[Starting Logging - App Version: 4.2.12.56844.20200408T2127Z]",
  line({ level: "NOTICE " }),
  line({ rest: "a.B" }),
  line({ head: `[${"x".repeat(300)}] ` }),
  line().replace("-04-12", "-04-31"),
  line().slice(5),
];

for (const text of NO_RECORDS) {
  Deno.test(`parseApplicationRecord() takes no record for ${JSON.stringify(text.slice(0, 60))}`, () => {
    assertEquals(parseApplicationRecord(text), null);
  });
}

Deno.test("recordStartMs() tells the time also of a record whose rest is unknown", () => {
  assertEquals(recordStartMs(line({ level: "NOTICE " })), Date.UTC(2026, 3, 12, 3, 14, 15, 926));
  assertEquals(recordStartMs(" " + line()), undefined);
  assertEquals(recordStartMs("2026-04-12T03:14:15+0000 [main] "), undefined);
});

Deno.test("parseApplicationRecord() reads the exception of a multi-line record", () => {
  const trace =
    "\njava.lang.IllegalStateException: x\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException\n\t... 1 more";
  const exception = parseApplicationRecord(line() + trace)?.exception;
  assertEquals([exception?.class, exception?.cause?.class], [
    "java.lang.IllegalStateException",
    "java.io.IOException",
  ]);
});

Deno.test("parseLegacyRecord() reads both spellings of the caller", () => {
  assertEquals(parseLegacyRecord("[main] INFO  com.acme.ServerMain [start:244] - Started in: 1 (ms)\r"), {
    level: "INFO",
    thread: "main",
    logger: "com.acme.ServerMain",
    caller: { file: null, method: "start", line: 244 },
    message: "Started in: 1 (ms)",
  });
  assertEquals(parseLegacyRecord("[main] WARN ServerMain:202 - Starting...")?.caller.line, 202);
  assertEquals(parseLegacyRecord(line()), null);
});

Deno.test("parseApplicationRecord() gives back the fields a line was made of", () => {
  const word = fc.stringMatching(/^[A-Za-z][\w$.-]{0,20}$/);
  const fields = fc.record({
    timeMs: fc.integer({ min: 0, max: 4e12 }),
    thread: fc.stringMatching(/^[\w {}='.:\][-]{0,40}$/).filter((name) => !/\] [A-Z]/.test(name)),
    gid: fc.option(fc.stringMatching(/^[0-9a-f]{24}$/)),
    level: fc.constantFrom("TRACE", "DEBUG", "INFO", "WARN", "ERROR"),
    marker: fc.option(word),
    logger: word,
    file: word,
    method: fc.constantFrom("run", "<init>", "lambda$a$0"),
    line: fc.nat(),
    message: fc.stringMatching(/^[^\n\r]{0,80}$/u),
  });
  fc.assert(fc.property(fields, (want) => {
    const time = new Date(want.timeMs).toISOString().replace("Z", "+0000");
    const context = want.gid === null ? "" : `gid:${want.gid} `;
    const marker = want.marker === null ? "" : `marker=${want.marker} `;
    const got = parseApplicationRecord(
      `${time} [${want.thread}] ${context}${want.level.padEnd(5)} ${marker}${want.logger} ` +
        `[${want.file}.java:${want.method}:${want.line}] - ${want.message}`,
    );
    assertExists(got);
    const { timeMs, thread, gid, level, logger, message, caller } = got;
    assertEquals<unknown>({ timeMs, thread, gid, level, marker: got.marker, logger, message, ...caller }, {
      ...want,
      file: `${want.file}.java`,
    });
  }));
});

Deno.test("parseApplicationRecord() never throws, and its text ends as the record does", () => {
  fc.assert(fc.property(fc.string({ unit: anyCharacter }), (tail) => {
    const record = parseApplicationRecord(line({ rest: "a.B [B.java:c:1] - " }) + tail);
    assert(record !== null);
    parseApplicationRecord(tail);
    parseLegacyRecord(tail);
  }));
});
