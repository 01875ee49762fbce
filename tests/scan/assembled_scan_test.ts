import { SLOT_BYTES } from "../../lib/scan/scan_memory.ts";
import type { KeptToken } from "../../lib/scan/template_hasher.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import {
  accessLine,
  accessLines,
  applicationLine,
  applicationLines,
  timeAfter,
} from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";
import { scanText, type ScanTextOptions } from "./scan_text.ts";

const HEADER = "[Starting Logging - App Version: 8.0.27.500.20260930T1200Z]";
const START_MS = Date.UTC(2026, 3, 12, 3, 14, 15, 926);
const KEPT: readonly KeptToken[] = [
  { before: "error", token: "18" },
  { before: "code", token: "E11000" },
  { before: "10.0.0.1", token: "27017" },
  { before: "", token: "99" },
  { before: "", token: "S3Exception:" },
];
const encoder = new TextEncoder();

/** Text that masking has something to do with, with tokens and spans of every length. */
const words = fc.oneof(
  fc.constantFrom(
    "error",
    "18",
    "18:",
    "99",
    "code",
    "E11000.",
    "10.0.0.1",
    "27017",
    "a@b",
    "#",
    "#",
    "##",
    "a#",
    "\u00fc",
    "\0",
  ),
  fc.integer({ min: 0, max: 150 }).map((length) => "x".repeat(length)),
  fc.integer({ min: 1, max: 150 }).map((length) => "7".repeat(length)),
);
const delimiter = fc.constantFrom(" ", " ", ",", "=", "(", "/", '"', "\t", "|", "  ", "\r", "\r\r");
const text = fc.array(fc.tuple(words, delimiter), { maxLength: 9 }).map((list) => list.flat().join(""));
const record = fc.record({
  ms: fc.integer({ min: 0, max: 2_000_000 }),
  thread: fc.constantFrom("main", "qtp1-2", "a] b"),
  context: fc.constantFrom("", "gid:5f0000000000000000000001 ", "jobId:7 gid:2 "),
  logger: fc.constantFrom("a.B", "backup.jobs.5f.rs0", "backup.jobs.", "backup.jobs.5f"),
  message: text,
}).map(({ ms, ...parts }) => applicationLine({ ...parts, time: timeAfter(ms) }));
const continuation = fc.oneof(
  fc.tuple(fc.constantFrom("", "\tat ", "Caused by: ", "\t... ", " at "), text).map(([start, rest]) =>
    start + rest
  ),
  fc.constantFrom(
    "\tat com.acme.Mongo$14.execute(Mongo.java:12)",
    "Caused by: com.acme.s3.S3Exception: error 18",
    "com.acme.E1: x",
    "\tat",
    "\ta",
    "",
    "\0\0",
  ),
);
const line = fc.oneof(
  { weight: 6, arbitrary: record },
  { weight: 4, arbitrary: applicationLines },
  { weight: 4, arbitrary: continuation },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      HEADER,
      `${HEADER}\r`,
      HEADER.slice(0, 33),
      HEADER.slice(0, 32),
      "2026-04-12T03:14:15.926Z [",
    ),
  },
);
/** Bytes that mean something, at a place between 0 and 1. */
const change = fc.tuple(
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  fc.constantFrom(0, 9, 10, 13, 32, 35, 44, 45, 46, 48, 57, 58, 64, 65, 91, 93, 128, 195, 255),
);

function membersOf(lines: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<Uint8Array> {
  const ends = fc.constantFrom("\n", "\n", "\n", "\r\n", "\n\n");
  return fc.tuple(
    fc.array(fc.tuple(lines, ends), { maxLength }),
    fc.constantFrom("", "an end", applicationLine({ message: "7" })),
    fc.oneof(fc.constant([]), fc.array(change, { maxLength: 6 })),
  ).map(([list, end, changes]) => {
    const bytes = encoder.encode(list.flat().join("") + end);
    for (const [place, byte] of changes) bytes[Math.floor(place * bytes.length)] = byte;
    return bytes;
  });
}

const optionSets = fc.constantFrom<ScanTextOptions>(
  {},
  { keptTokens: KEPT, watchLiterals: ["99", "xxxx"] },
  { maxLineBytes: 1, keptTokens: KEPT },
  { sinceMs: START_MS + 500_000, untilMs: START_MS + 1_500_000, keptTokens: KEPT },
);

function assertSameScan(bytes: Uint8Array | string, options: ScanTextOptions): void {
  const plain = scanText(bytes, { ...options, largeBytes: Infinity });
  assertEquals(scanText(bytes, { ...options, largeBytes: 0 }), plain);
  assertEquals(scanText(bytes, { ...options, isInSlots: true, widths: slotWidths(options.widths) }), plain);
}

/** As many bytes at a time as a slot has at most. */
function slotWidths(widths: readonly number[] = []): number[] {
  return widths.length > 0 ? [...widths] : [SLOT_BYTES];
}

Deno.test("AssembledScan says of an application log what the scanner in TypeScript says", () => {
  fc.assert(
    fc.property(membersOf(line, 30), optionSets, (bytes, options) => assertSameScan(bytes, options)),
    { numRuns: 150 },
  );
});

Deno.test("AssembledScan says the same wherever a member is cut", () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 9 });
  const long = fc.oneof(
    { weight: 4, arbitrary: line.map((one) => `${one}\n`.repeat(90)) },
    { weight: 1, arbitrary: fc.constantFrom("y".repeat(65_535), `${timeAfter(1)} [${"z".repeat(70_000)}`) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 65_300, max: 65_700 }).map((n) =>
        applicationLine({ message: "w ".repeat(n / 2) })
      ),
    },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 65_300, max: 65_700 }).map((n) =>
        `${applicationLine()}\n${" ".repeat(n)}7\n\tat x`
      ),
    },
  );
  fc.assert(
    fc.property(membersOf(long, 8), optionSets, cuts, (bytes, options, widths) => {
      assertSameScan(bytes, { ...options, widths });
    }),
    { numRuns: 60 },
  );
});

Deno.test("AssembledScan takes more rows, odd lines and names than fit at a time", () => {
  const numbered = (count: number, one: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => `${one(i)}\n`).join("");
  const many = numbered(
    9000,
    (i) => applicationLine({ thread: `t-${i}`, context: `gid:${i} `, message: `m ${i % 3}` }),
  );
  const odd = numbered(5000, () => "2026-04-12T03:14:15.926+0000 [main] NOTICE no record");
  const headers = numbered(2500, () => HEADER);
  const orphans = numbered(3000, (i) => `orphan ${i}`);
  assertSameScan(orphans + many + odd + headers + orphans + many, { keptTokens: KEPT });
});

Deno.test("AssembledScan takes more records of a slot than an area has rows", () => {
  const record = "2026-04-12T03:14:15.926Z [a] INFO b -\n";
  const slot = record.repeat(Math.floor(SLOT_BYTES / record.length));
  assertSameScan(slot + applicationLine({ thread: "b", message: "7" }) + "\n" + slot, {});
});

Deno.test("AssembledScan counts what is beyond the caps of dictionaries", () => {
  const name = (i: number) => i.toString(26).replace(/[0-9]/g, (digit) => "qrstuvwxyz"[Number(digit)]!);
  let many = "";
  for (let i = 0; i < 50_100; i++) {
    many += `${applicationLine({ context: `gid:${i} `, message: `no ${name(i)}.` })}\n`;
  }
  const scanned = scanText(many, { largeBytes: 0 });
  assertEquals(scanned.summary.overflow, 100);
  assertEquals(scanned.columns["template"]?.slice(-2), [0, 0]);
  assertSameScan(many, {});
});

/** Requests as agents, people and probes send them, many of them again and again. */
const requests = fc.record({
  seconds: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })),
  client: fc.constantFrom("192.0.2.1", "192.0.2.2", "2001:db8::1"),
  names: fc.constantFrom("- -", "- -", "- sam", "- sam smith", "x -"),
  zone: fc.constantFrom("+0000", "+0000", "-0330", "+0530", "-0000"),
  path: fc.constantFrom("/", "/a/5f0000000000000000000001", "/a/7", `/${"b".repeat(90)}`, "/\u00fc"),
  query: fc.constantFrom("", "?", "?ah=h1&av=1", "?ah=h2&av=2&at=", "?at=", "?x=1&at=17760000000001&at="),
  clock: fc.constantFrom("1776000000000", "1776000060000", "177600000000", "17760000000x0", ""),
  status: fc.constantFrom("200", "401", "503"),
  size: fc.constantFrom("512", "-", "999999999999999", "9999999999"),
  latency: fc.constantFrom("17", "0", "300", "70000", "-", "12.5", "123456789012345"),
  agent: fc.constantFrom("-", "kube-probe/1.33", "z".repeat(200), 'a\\"b', "\u00fc"),
  count: fc.constantFrom(1, 2, 3),
  end: fc.constantFrom("", "", "\r", " "),
});

function requestLines(layout: "none" | "combined" | "short"): fc.Arbitrary<string> {
  return requests.map(({ seconds, zone, path, query, clock, latency, agent, count, end, ...parts }) => {
    const at = new Date(START_MS + seconds * 1000).toISOString();
    const tails = { none: "", combined: ` "-" "${agent}" ${latency}`, short: ` ${latency}` };
    const line = accessLine({
      ...parts,
      time: `12/Apr/2026:${at.slice(11, 19)} ${zone}`,
      request: `GET ${path}${query}${query.endsWith("at=") ? clock : ""} HTTP/1.1`,
      tail: tails[layout],
    });
    return `${line}${end}\n`.repeat(count).slice(0, -1);
  });
}

Deno.test("AssembledScan says of an access log what the scanner in TypeScript says", () => {
  for (const layout of ["none", "combined", "short"] as const) {
    const usual = fc.oneof({ weight: 9, arbitrary: requestLines(layout) }, {
      weight: 1,
      arbitrary: accessLines,
    });
    fc.assert(
      fc.property(membersOf(usual, 40), optionSets, (bytes, options) => {
        const first = accessLine({ tail: { none: "", combined: ' "-" "x" 1', short: " 1" }[layout] });
        const member = new Uint8Array([...encoder.encode(`${first}\n`), ...bytes]);
        assertSameScan(member, { ...options, category: "http_access" });
      }),
      { numRuns: 60 },
    );
  }
});

Deno.test("AssembledScan tells clients and users apart that differ in zero bytes at their end", () => {
  const names = ["192.0.2.1", "192.0.2.1\0", "\0", "\0\0", "a", "a\0", "a\0\0"];
  const lines = names.flatMap((client) => names.map((user) => accessLine({ client, names: `- ${user}` })));
  assertSameScan([...lines, ...lines, ""].join("\n"), { category: "http_access" });
});

Deno.test("AssembledScan leaves access lines to TypeScript whose latencies are no whole milliseconds", () => {
  const lines = ["0.012", "1.5", "3"].map((seconds) => accessLine({ tail: ` "-" "x" ${seconds}` })).join(
    "\n",
  );
  for (const accessLayout of ['%h %l %u %t "%r" %s %b "%{Referer}i" "%{User-Agent}i" %T', "common", null]) {
    assertSameScan(`${lines}\n${lines}\n`, { category: "http_access", accessLayout });
  }
  const micros = Array.from({ length: 60 }, (_, i) => `${accessLine({ tail: ` "-" "x" ${2000 + i}` })}\n`);
  assertEquals(scanText(micros.join(""), { category: "http_access" }).columns["latencyMs"]?.[0], 2);
  assertSameScan(micros.join(""), { category: "http_access" });
});

Deno.test("AssembledScan takes more requests and clients than fit at a time", () => {
  let lines = "";
  for (let i = 0; i < 9000; i++) {
    lines += `${accessLine({ client: `c${i}`, names: `- u${i}`, tail: ` ${i}` })}\n`;
  }
  const scanned = scanText(lines, { category: "http_access", largeBytes: 0 });
  assertEquals([scanned.clients.length, scanned.users.length, scanned.columns["line"]?.length], [
    9001,
    9001,
    9000,
  ]);
  assertSameScan(lines, { category: "http_access" });
});
