import { assertEquals } from "../../lib/std/assert.ts";
import { accessLine, applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";
import { scanText, type ScanTextOptions } from "./scan_text.ts";

const LIMIT = 65_536;
const HEADER = "[Starting Logging - App Version: 8.0.27.500.20260930T1200Z]";
const START_MS = Date.UTC(2026, 3, 12, 3, 14, 15, 926);

const records = fc.record({
  ms: fc.integer({ min: 0, max: 2_000_000 }),
  message: fc.constantFrom("Synthetic done", "took 17 ms", "", "x".repeat(3000), "\u00fc \u{1f600}"),
  logger: fc.constantFrom("a.B", "backup.jobs.5f.rs0"),
  count: fc.constantFrom(1, 1, 3, 400),
}).map(({ ms, message, logger, count }) =>
  `${applicationLine({ time: timeAfter(ms), message, logger })}\n`.repeat(count)
);
const agentRequests = fc.record({
  seconds: fc.integer({ min: 0, max: 3000 }),
  agent: fc.constantFrom("h1", "h2", "h3"),
  status: fc.constantFrom("200", "200", "401"),
  tail: fc.constantFrom("", ' "-" "agent/1" 17', ' "-" "agent/1" 2000'),
  count: fc.constantFrom(1, 1, 2, 400),
}).map(({ seconds, agent, status, tail, count }) => {
  const ms = START_MS + seconds * 1000;
  const time = `12/Apr/2026:${new Date(ms).toISOString().slice(11, 19)} +0000`;
  const request = `GET /a/${seconds % 3}?ah=${agent}&at=${ms} HTTP/1.1`;
  return `${accessLine({ time, request, status, tail })}\n`.repeat(count);
});
/** Stretches of a member, some of them larger than the limit. */
const stretch = fc.oneof(
  { weight: 5, arbitrary: records },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "\tat a.B.c(B.java:1)\n",
      "\tat a.B.c(B.java:1)\n".repeat(5000),
      "\n",
      "\n".repeat(70_000),
      "\r\n",
      "\0\0\n",
      `${HEADER}\n`,
      `${HEADER}\r\n${HEADER}\n`,
      `${"y".repeat(LIMIT - 1)}\n`,
      `${"y".repeat(LIMIT)}\n`,
      `${"y".repeat(LIMIT * 2 + 17)}\n`,
      `${applicationLine({ message: "z".repeat(LIMIT) })}\n`,
      "2026-04-12T03:14:15.926+0000 [main] NOTICE no record\n",
      "2026-04-12T03:14:15.926+0000 [",
      "2026-04-12T03:14:15.926+00\n",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      `${accessLine()}\n`,
      `${accessLine({ tail: " 17" })}\n`.repeat(900),
      "garbage\n",
    ),
  },
);
const accessStretch = fc.oneof(
  { weight: 8, arbitrary: agentRequests },
  {
    weight: 1,
    arbitrary: fc.constantFrom("garbage\n", "\n", `${"y".repeat(LIMIT * 2)}\n`, `${accessLine()}\r\n`),
  },
);
const members = fc.tuple(
  fc.constantFrom("", "", "\ufeff"),
  fc.oneof(fc.array(stretch, { maxLength: 12 }), fc.array(accessStretch, { maxLength: 12 })),
  fc.constantFrom("", "end without a line feed", HEADER),
).map(([start, list, end]) => new TextEncoder().encode(start + list.join("") + end));
const widths = fc.oneof(
  fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 20 }),
  fc.constantFrom([7, 100], [25, 26, 27, 64], [4096], [LIMIT - 1], [LIMIT], [LIMIT + 1], [
    LIMIT,
    1,
    LIMIT,
    200_000,
  ]),
);

Deno.test("MemberScanner says the same however the bytes are cut", () => {
  fc.assert(
    fc.property(
      members,
      widths,
      fc.constantFrom<ScanTextOptions>(
        { maxLineBytes: 1, watchLiterals: ["took", "\tat a.B"] },
        { maxLineBytes: LIMIT + 5000, watchLiterals: ["Synthetic", "zzz"] },
        { maxLineBytes: 1, category: "http_access" },
        { maxLineBytes: 1, category: "other" },
        { maxLineBytes: LIMIT, sinceMs: START_MS + 500_000, untilMs: START_MS + 1_500_000 },
      ),
      (bytes, cuts, options) => {
        assertEquals(scanText(bytes, { ...options, widths: cuts }), scanText(bytes, options));
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("MemberScanner says the same byte by byte", () => {
  const text = "\ufeff\n" + applicationLine() + "\r\n\tat a.B.c(B.java:1)\n" + "q".repeat(LIMIT + 9) + "\n" +
    `${HEADER}\n${applicationLine({ time: timeAfter(400_000) })}\n${"\n".repeat(900)}${applicationLine()}`;
  for (const category of ["application", "http_access", "other"] as const) {
    const options: ScanTextOptions = { maxLineBytes: 1, category };
    assertEquals(scanText(text, { ...options, widths: [1] }), scanText(text, options), category);
  }
});

Deno.test("MemberScanner cuts a record over the limit at one place, wherever a write splits its start", () => {
  const before = `${applicationLine()}\n`.repeat(700);
  const text = `${before}${applicationLine({ time: timeAfter(1), message: "large" })}\n${
    "\tmore\n".repeat(20_000)
  }`;
  const options: ScanTextOptions = { maxLineBytes: 1 };
  const expected = scanText(text, options);
  assertEquals(expected.samples.at(-1)?.byteOffset, before.length);
  for (let split = 0; split < 34; split++) {
    assertEquals(
      scanText(text, { ...options, widths: [before.length + split, text.length] }),
      expected,
      String(split),
    );
  }
});

Deno.test("MemberScanner counts every line and every byte, over the limit or not", () => {
  fc.assert(
    fc.property(members, widths, (bytes, cuts) => {
      const lineFeeds = bytes.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
      // A byte order mark alone, which decodes to nothing, is no line.
      const isOpen = bytes.length > 0 && bytes.at(-1) !== 10 && new TextDecoder().decode(bytes) !== "";
      const { summary } = scanText(bytes, { maxLineBytes: 1, widths: cuts });
      assertEquals([summary.lines, summary.sizeBytes], [lineFeeds + (isOpen ? 1 : 0), bytes.length]);
    }),
    { numRuns: 40 },
  );
});
