import type { ScanOutput } from "../../lib/scan/column_block.ts";
import { scanHere } from "../../lib/scan/scan_here.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { accessLine, applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { OPTIONS, scanText } from "./scan_text.ts";

/** The least limit: what is decided on the first bytes must fit. */
const LIMIT = 65_536;
const START_MS = Date.UTC(2026, 3, 12, 3, 14, 15, 926);
const encoder = new TextEncoder();

function record(ms: number, message = "Synthetic done"): string {
  return `${applicationLine({ time: timeAfter(ms), message })}\n`;
}

Deno.test("MemberScanner skips a byte order mark and counts its bytes", () => {
  const bytes = encoder.encode(`\ufeff${record(0)}`);
  for (const widths of [[bytes.length], [1], [2, 1000]]) {
    const { summary, samples } = scanText(bytes, { widths });
    assertEquals([summary.records, summary.rejectedLines, summary.sizeBytes], [1, 0, bytes.length]);
    assertEquals([samples[0]?.line, samples[0]?.byteOffset], [1, 3]);
  }
});

Deno.test("MemberScanner says whether the last line is whole", () => {
  const cases = [["", true], ["a", false], ["a\n", true], [record(0).trimEnd(), false], [
    record(0),
    true,
  ]] as const;
  for (const [text, endsWhole] of cases) {
    assertEquals(scanText(text).summary.endsWhole, endsWhole, JSON.stringify(text));
  }
});

Deno.test("MemberScanner tells texts and names of a stretch before the rows that use them", () => {
  const agent = accessLine({ request: "GET /a?ah=h&at=1776000000000 HTTP/1.1" });
  const members = [["application", record(0, "watch 1")], ["http_access", `${agent}\n`]] as const;
  const outputs: ScanOutput[] = [];
  const client = scanHere({ ...OPTIONS, watchLiterals: ["watch"] }, (output) => outputs.push(output));
  for (const [member, [category, text]] of members.entries()) {
    client.begin(member, { path: "synthetic.log", host: "host", category });
    client.write(encoder.encode(text));
    client.end();
  }
  assertEquals(outputs.map(({ kind }) => kind), [
    ...["begin", "dictionary", "samples", "watched", "block", "end"],
    ...["begin", "dictionary", "requests", "block", "end"],
  ]);
});

Deno.test("MemberScanner gives an empty member a summary", () => {
  const { begin, summary } = scanText("");
  assertEquals(begin, { layout: "application", records: "application" });
  assertEquals([summary.lines, summary.records, summary.startMs, summary.endMs, summary.sizeBytes], [
    0,
    0,
    null,
    null,
    0,
  ]);
});

Deno.test("MemberScanner counts lines without times and gives them no span", () => {
  const text = "[main] INFO  com.example.Synthetic [start:244] - Synthetic start in: 13381 (ms)\nmore\n";
  const { begin, summary } = scanText(text);
  assertEquals(begin, { layout: "legacy", records: null });
  assertEquals([summary.lines, summary.records, summary.startMs, summary.endMs], [2, 2, null, null]);
  const other = scanText("just some text\n", { category: "other" });
  assertEquals(other.begin, { layout: null, records: null });
  assertEquals([other.summary.lines, other.summary.records, other.summary.rejectedLines], [1, 0, 0]);
});

Deno.test("MemberScanner reads bytes that are no UTF-8, and NUL bytes", () => {
  const bytes = encoder.encode(record(0, "a\0b \u00fc") + record(1));
  bytes[bytes.indexOf(0xc3)] = 0xff;
  const { summary, samples } = scanText(bytes);
  assertEquals([summary.records, summary.rejectedLines], [2, 0]);
  assert(samples[0]?.text.endsWith("a\0b \ufffd\ufffd"));
  assertEquals(samples[1]?.byteOffset, record(0).length - "Synthetic done".length + "a\0b xx".length);
});

Deno.test("MemberScanner cuts a line over the limit, and goes on with the next line at its place", () => {
  const long = `${record(1, "x".repeat(3 * LIMIT)).trimEnd()}\n`;
  const text = record(0) + long + "\tat a.B.c(B.java:1)\n" + record(2);
  const { summary, columns, samples } = scanText(text, { maxLineBytes: LIMIT });
  assertEquals(columns["timeMs"], [START_MS, START_MS + 1, START_MS + 2]);
  assertEquals([summary.lines, summary.rejectedLines, summary.sizeBytes], [4, 0, text.length]);
  assertEquals(samples.map(({ line, byteOffset, byteLength }) => [line, byteOffset, byteLength]), [
    [1, 0, record(0).length - 1],
    [2, record(0).length, LIMIT],
    [4, text.length - record(2).length, record(2).length - 1],
  ]);
  assertEquals(summary.longLines, {
    count: 1,
    first: { line: 2, byteOffset: record(0).length, byteLength: LIMIT, text: long.slice(0, 256) },
  });
});

Deno.test("MemberScanner cuts a continuation line over the limit out of its record", () => {
  const text = `${record(0)}first\n${"y".repeat(2 * LIMIT)}\nthird\n${record(1)}`;
  const { summary, columns, samples } = scanText(text, { maxLineBytes: LIMIT });
  assertEquals(columns["timeMs"], [START_MS, START_MS + 1]);
  assertEquals([summary.lines, summary.rejectedLines], [5, 0]);
  assertEquals([summary.longLines.count, summary.longLines.first?.line], [1, 3]);
  assertEquals(summary.longLines.first?.byteOffset, record(0).length + "first\n".length);
  assertEquals(samples.map(({ line }) => line), [1, 5]);
});

Deno.test("MemberScanner knows a line that fills the limit to the byte, with and without its line feed", () => {
  for (const [extra, isLong] of [[-1, false], [0, true], [1, true]] as const) {
    const line = "z".repeat(LIMIT + extra);
    const { summary } = scanText(`${line}\n${record(0)}`, { maxLineBytes: LIMIT });
    assertEquals([summary.lines, summary.records, summary.orphanLines], [2, 1, 1], String(extra));
    assertEquals(summary.longLines.count, isLong ? 1 : 0, String(extra));
  }
});

Deno.test("MemberScanner ends a record of many lines over the limit at a line, and loses no line", () => {
  const more = "\tat a.B.c(B.java:1)\n";
  const text = record(0) + more.repeat(10_000) + record(1);
  const { summary, columns, samples } = scanText(text, { maxLineBytes: LIMIT });
  assertEquals(columns["timeMs"], [START_MS, START_MS + 1]);
  assertEquals([summary.lines, summary.rejectedLines, summary.longLines.count], [10_002, 0, 0]);
  assertEquals((samples[0]!.byteLength + 1 - record(0).length) % more.length, 0);
  assert(samples[0]!.byteLength < LIMIT);
  assertEquals(samples[1]?.line, 10_002);
});

Deno.test("MemberScanner counts lines over the limit in access logs and in files that are no logs", () => {
  const long = "w".repeat(2 * LIMIT);
  const text = `${accessLine()}\n${long}\n${accessLine()}\n${long}\n`;
  const access = scanText(text, {
    category: "http_access",
    maxLineBytes: LIMIT,
  });
  assertEquals([access.summary.lines, access.summary.records, access.summary.rejectedLines], [4, 2, 2]);
  assertEquals([access.summary.longLines.count, access.summary.longLines.first?.line], [2, 2]);
  const other = scanText(`some\n${long}\ntext`, { category: "other", maxLineBytes: LIMIT });
  assertEquals([other.summary.lines, other.summary.longLines.count], [3, 1]);
});

Deno.test("MemberScanner decides the layout on whole lines, wherever the first bytes end", () => {
  const tail = ` "-" "agent/1 ${"a".repeat(600)}" 0.017`;
  const lines = `${accessLine({ tail })}\n`.repeat(150);
  const lineBytes = lines.indexOf("\n") + 1;
  // Some 64 KiB end right after "0." of a response time, which alone is none.
  for (let shift = 0; shift < 12; shift++) {
    const text = `${"#".repeat((65_536 + shift) % lineBytes)}\n${lines}`;
    const { summary, columns } = scanText(text, { category: "http_access", widths: [65_536] });
    assertEquals(summary.layout, "combined + latencyS", String(shift));
    assertEquals(new Set(columns["latencyMs"]), new Set([17]));
  }
});

Deno.test("MemberScanner reads a long file that begins with a blank line and holds no record", () => {
  const text = `\n${"no record\n".repeat(20_000)}`;
  for (const widths of [[text.length], [4096]]) {
    const { summary } = scanText(text, { widths });
    assertEquals([summary.lines, summary.orphanLines, summary.rejectedLines], [20_001, 20_000, 20_000]);
  }
});
