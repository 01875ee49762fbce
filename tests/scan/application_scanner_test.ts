import { parseApplicationRecord, recordStartMs } from "../../lib/parse/application_record.ts";
import { parseHeaderLine } from "../../lib/parse/header_line.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import {
  applicationLine,
  applicationLines,
  type ApplicationParts,
  timeAfter,
} from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";
import { scanText } from "./scan_text.ts";

const HEADER = "[Starting Logging - App Version: 8.0.27.500.20260930T1200Z]";
const START_MS = Date.UTC(2026, 3, 12, 3, 14, 15, 926);
const encoder = new TextEncoder();

/** A member read line by line with the expressions, the slow and plain way. */
class ReferenceScan {
  readonly records: { timeMs: number; line: number; byteOffset: number; byteLength: number }[] = [];
  readonly threads: string[] = [];
  readonly headers: { line: number; byteOffset: number }[] = [];
  rejected = 0;
  orphans = 0;
  #owner: "record" | "reject" | "none" = "none";

  add(text: string, line: number, byteOffset: number): void {
    const byteLength = encoder.encode(text).length;
    const timeMs = recordStartMs(text);
    if (timeMs !== undefined) {
      const record = parseApplicationRecord(text);
      this.#owner = record === null ? "reject" : "record";
      if (record === null) this.rejected++;
      else {
        this.records.push({ timeMs, line, byteOffset, byteLength });
        this.threads.push(record.thread);
      }
    } else if (parseHeaderLine(text) !== null) {
      this.headers.push({ line, byteOffset });
      this.#owner = "none";
    } else if (this.#owner === "record") {
      const record = this.records.at(-1)!;
      record.byteLength = byteOffset + byteLength - record.byteOffset;
    } else if (this.#owner === "none" && /[^\0- ]/.test(text)) {
      this.rejected++;
      this.orphans++;
    }
  }
}

function referenceScan(text: string): ReferenceScan {
  const reference = new ReferenceScan();
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  let byteOffset = 0;
  for (const [at, line] of lines.entries()) {
    reference.add(line, at + 1, byteOffset);
    byteOffset += encoder.encode(line).length + 1;
  }
  return reference;
}

const lines = fc.oneof(
  { weight: 4, arbitrary: applicationLines },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "\tat a.B.c(B.java:1)",
      "",
      "\r",
      " \0 ",
      "more 17",
      "{",
      HEADER,
      `${HEADER}\r`,
    ),
  },
);
const members = fc.tuple(fc.array(lines, { maxLength: 25 }), fc.constantFrom("", "\n", "\r\n", "\n\n"))
  .map(([list, end]) => list.join("\n") + end);

Deno.test("ApplicationScanner gives every line to a record, a reject, a header or nobody, as the expressions do", () => {
  fc.assert(
    fc.property(members, (text) => {
      const expected = referenceScan(text);
      const { summary, columns, samples, threads } = scanText(text);
      const { records, rejected, orphans } = expected;
      for (const name of ["timeMs", "line", "byteOffset", "byteLength"] as const) {
        assertEquals(columns[name] ?? [], records.map((record) => record[name]), name);
      }
      assertEquals((columns["thread"] ?? []).map((id) => threads[id]), expected.threads);
      assertEquals(summary.lines, text.split("\n").length - (/(?:^|\n)$/.test(text) ? 1 : 0));
      assertEquals([summary.records, summary.rejectedLines, summary.orphanLines], [
        records.length,
        rejected,
        orphans,
      ]);
      assertEquals(summary.headers.map(({ line, byteOffset }) => ({ line, byteOffset })), expected.headers);
      assertEquals(summary.sizeBytes, encoder.encode(text).length);
      for (const { timeMs, line, byteOffset, byteLength } of samples) {
        const record = records.find((one) => one.line === line);
        assertEquals({ timeMs, line, byteOffset, byteLength }, record);
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("ApplicationScanner says where a text is to the byte", () => {
  fc.assert(
    fc.property(members, (text) => {
      const bytes = encoder.encode(text);
      const { summary, samples } = scanText(bytes);
      const around = summary.headers.flatMap((header) => [header, ...header.before, ...header.after]);
      const last = summary.lastRecord === null ? [] : [summary.lastRecord];
      for (const place of [...samples, ...summary.rejects, ...around, ...last]) {
        const slice = bytes.subarray(place.byteOffset, place.byteOffset + place.byteLength);
        const whole = new TextDecoder("utf-8", { ignoreBOM: true }).decode(slice);
        // What stands beside something else is kept up to 1024 bytes.
        assertEquals(whole.slice(0, place.text.length), place.text);
        if (slice.length <= 1024) assertEquals(whole, place.text);
        assertEquals(
          bytes.subarray(0, place.byteOffset).filter((byte) => byte === 10).length,
          place.line - 1,
        );
      }
    }),
    { numRuns: 300 },
  );
});

/** Template ids of records that differ in some parts. */
function templatesOf(...records: (Partial<ApplicationParts> | string)[]): number[] {
  const text = records.map((one) => typeof one === "string" ? applicationLine() + one : applicationLine(one));
  return scanText(text.join("\n")).columns["template"] ?? [];
}

Deno.test("ApplicationScanner makes one template of what only threads, contexts, callers and values tell apart", () => {
  assertEquals(
    templatesOf(
      { message: "took 17 ms" },
      { message: "took 3000 ms", thread: "other-7", context: "gid:5f ", time: timeAfter(1000) },
      { message: "took 8 ms", caller: " [Synthetic.java:run:8] - " },
      { message: "took 8 ms", caller: " [Other.java.stop:9] - " },
      { message: "took 8 ms", caller: " - " },
      { message: "took 8 ms\r" },
    ),
    [1, 1, 1, 1, 1, 1],
  );
});

Deno.test("ApplicationScanner keeps levels, loggers and texts apart", () => {
  const parts: Partial<ApplicationParts>[] = [
    {},
    { level: "WARN  " },
    { level: "ERROR " },
    { logger: "com.example.Other" },
    { message: "Synthetic begun" },
    { message: "" },
  ];
  assertEquals(templatesOf(...parts), [1, 2, 3, 4, 5, 6]);
});

Deno.test("ApplicationScanner takes continuation lines into the template", () => {
  const frame = "\n\tat a.B.run(B.java:7)";
  assertEquals(
    templatesOf(
      "",
      frame,
      "\n\tat a.B.run(B.java:8)",
      "\n\tat a.B.stop(B.java:7)",
      frame + frame,
      "\na.B: x 1",
      "\na.B: x 2",
    ),
    [1, 2, 2, 3, 4, 5, 5],
  );
});

Deno.test("ApplicationScanner makes one template whatever ends the lines", () => {
  assertEquals(templatesOf("\na.B: x\n\tat a.B.c(B.java:1)", "\r\na.B: x\r\n\tat a.B.c(B.java:1)\r"), [1, 1]);
});

Deno.test("ApplicationScanner looks at the first 64 KiB of a record for its template", () => {
  const long = "\n\tmore".repeat(11_000);
  assertEquals(templatesOf(`${long}\none`, `${long}\nother\nlines`, `\none${long}`), [1, 1, 2]);
});

Deno.test("ApplicationScanner keeps tokens that rules name", () => {
  const messages = ["error 18", "error 189", "error 18: no", "error 190"];
  const text = messages.map((message) => applicationLine({ message })).join("\n");
  const keptTokens = [{ before: "error", token: "18" }];
  assertEquals(scanText(text, { keptTokens }).columns["template"], [1, 2, 3, 2]);
  assertEquals(scanText(text).columns["template"], [1, 1, 2, 1]);
});

Deno.test("ApplicationScanner makes one template of all backup jobs, with the job as scope", () => {
  const jobs = ["5f01.rs-0", "5f01.rs.1", "5f02.config-csrs", "5f01.rs-0"];
  const scanned = scanText(jobs.map((job) => applicationLine({ logger: `backup.jobs.${job}` })).join("\n"));
  assertEquals(scanned.columns["template"], [1, 1, 1, 1]);
  assertEquals(scanned.columns["scope"], [1, 2, 3, 1]);
  assertEquals(scanned.scopes, ["", "5f01/rs-0", "5f01/rs.1", "5f02/config-csrs"]);
});

Deno.test("ApplicationScanner tells a project from a job of the same spelling", () => {
  const records = [
    applicationLine({ context: "gid:5f01.rs0 " }),
    applicationLine({ logger: "backup.jobs.5f01.rs0" }),
    applicationLine({ context: "gid:5f01 jobId:1 " }),
    applicationLine(),
  ];
  const scanned = scanText(records.join("\n"));
  assertEquals(scanned.columns["scope"], [1, 2, 3, 0]);
  assertEquals(scanned.scopes, ["", "5f01.rs0", "5f01/rs0", "5f01"]);
});

Deno.test("ApplicationScanner keeps the records around a header line", () => {
  const records = Array.from(
    { length: 14 },
    (_, i) => applicationLine({ message: `record-${i}`, time: timeAfter(i) }),
  );
  const text = [...records.slice(0, 7), HEADER, HEADER, ...records.slice(7), HEADER].join("\n");
  const messages = (samples: readonly { text: string }[]) =>
    samples.map((one) => one.text.split("record-")[1]);
  const { headers, lastRecord } = scanText(text).summary;
  assertEquals(headers.map(({ line }) => line), [8, 9, 17]);
  assertEquals(headers.map(({ before }) => messages(before)), [
    ["2", "3", "4", "5", "6"],
    ["2", "3", "4", "5", "6"],
    ["9", "10", "11", "12", "13"],
  ]);
  assertEquals(headers.map(({ after }) => messages(after)), [[], ["7", "8", "9", "10", "11"], []]);
  assertEquals(lastRecord?.text, records[13]);
});

Deno.test("ApplicationScanner keeps the records around a silence of five minutes", () => {
  const times = [0, 299_999, 599_999, 599_000, 5_000_000];
  const text = times.map((ms) => applicationLine({ time: timeAfter(ms) })).join("\n");
  const pairs = scanText(text).summary.gaps.map((
    { before, after },
  ) => [before.timeMs, after.timeMs, before.line]);
  assertEquals(pairs, [[START_MS + 299_999, START_MS + 599_999, 2], [
    START_MS + 599_000,
    START_MS + 5_000_000,
    4,
  ]]);
});

Deno.test("ApplicationScanner leaves out records outside the window, with their continuation lines", () => {
  const text = [0, 1, 2, 3].map((ms) =>
    `${applicationLine({ time: timeAfter(ms), message: `m${ms}` })}\n\tmore\n`
  ).join("");
  const { summary, columns, samples } = scanText(text, { sinceMs: START_MS + 1, untilMs: START_MS + 2 });
  assertEquals(columns["timeMs"], [START_MS + 1, START_MS + 2]);
  assertEquals([summary.lines, summary.records, summary.rejectedLines], [8, 2, 0]);
  assertEquals([summary.startMs, summary.endMs], [START_MS + 1, START_MS + 2]);
  assertEquals(samples.map(({ line }) => line), [3, 5]);
});

Deno.test("ApplicationScanner rejects a record of another layout, not what continues it", () => {
  const text =
    `${applicationLine()}\n2026-04-12T03:14:15.926+0000 [main] NOTICE x\n\tmore\n${applicationLine()}\n`;
  const { summary } = scanText(text);
  assertEquals([summary.lines, summary.records, summary.rejectedLines, summary.orphanLines], [4, 2, 1, 0]);
  assertEquals(summary.rejects.map(({ line, text }) => [line, text]), [[
    2,
    "2026-04-12T03:14:15.926+0000 [main] NOTICE x",
  ]]);
});

Deno.test("ApplicationScanner gives records of one time different keys, and one record the same key", () => {
  const one = applicationLine();
  const { columns } = scanText(
    [one, one, applicationLine({ thread: "t" }), applicationLine({ level: "WARN  " })].join("\n"),
  );
  const [first, second, third, fourth] = columns["key"] ?? [];
  assertEquals(first, second);
  assert(new Set([first, third, fourth]).size === 3);
});
