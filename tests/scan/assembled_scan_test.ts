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
}

Deno.test("AssembledScan says of an application log what the scanner in TypeScript says", () => {
  fc.assert(
    fc.property(membersOf(line, 30), optionSets, (bytes, options) => assertSameScan(bytes, options)),
    { numRuns: 300 },
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

Deno.test("AssembledScan says of an access log what the scanner in TypeScript says", () => {
  const request = fc.oneof({ weight: 5, arbitrary: accessLines }, {
    weight: 1,
    arbitrary: fc.constant(accessLine()),
  });
  fc.assert(
    fc.property(membersOf(request, 30), optionSets, (bytes, options) => {
      assertSameScan(bytes, { ...options, category: "http_access" });
    }),
    { numRuns: 200 },
  );
});
