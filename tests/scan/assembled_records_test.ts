import { fc } from "../helpers/property.ts";
import { applicationLine } from "../helpers/log_builder.ts";
import type { KeptToken } from "../../lib/scan/template_hasher.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { scanText, type ScanTextOptions } from "./scan_text.ts";

const KEPT: readonly KeptToken[] = [
  { before: "error", token: "18" },
  { before: "", token: "99" },
  { before: "", token: "7" },
  { before: "", token: "#" },
  { before: "", token: ":5" },
];
/** Without any token of one byte. */
const LONG_KEPT = KEPT.filter(({ token }) => token.length > 1);
/** No template depends on more bytes of a record. */
const MAX_RECORD_BYTES = 65_536;
const encoder = new TextEncoder();

function assertSameScan(text: string | Uint8Array, options: ScanTextOptions = {}): void {
  for (const keptTokens of [[], KEPT, LONG_KEPT]) {
    const plain = scanText(text, { ...options, keptTokens, largeBytes: Infinity });
    assertEquals(scanText(text, { ...options, keptTokens, largeBytes: 0 }), plain);
  }
}

/** Every text with so many bytes before it: what is looked at 64 bytes at a time is cut everywhere. */
function everywhere(texts: readonly string[], count = 66): string {
  return texts.flatMap((text) => Array.from({ length: count }, (_, i) => "w".repeat(i) + text)).join("\n");
}

const MESSAGES = [
  "#",
  " #",
  " # ",
  "##",
  " ## ",
  " #\t#,#",
  " 7",
  " 7 8",
  "7#",
  " a@b",
  " @ # @",
  " error 18",
  ' error 18: (99) "99." 199',
  `${"7".repeat(130)} `,
  ` ${"x".repeat(130)}7`,
  "\r",
  " 7\r",
  " #\r",
  "a\rb\r\r",
  "\u00fc7 \u00fc",
  "\u0001 \u00019",
];
const CONTINUATIONS = [
  "\tat a.B.c(B.java:1)",
  "\tat a.B$7.c(B.java:1)",
  "\tat java.base/java.lang.Thread.run(Thread.java:1)",
  "\tat a.B",
  "\tat ",
  "\tat #",
  "\tat a@b c7",
  "\tat  7(",
  "Caused by: a.B7: 7",
  "Caused by: a.B:7 7",
  "Caused by: a.B:#",
  "Caused by: #: #",
  "a.B:",
  "a.B:5",
  "a.B:5: :5",
  ":@",
  ":7 #",
  "a #",
  "#",
  "\t... 12 more",
  "a.B: x\r",
  "7\r\r",
];

Deno.test("AssembledScan masks tokens wherever in a record they are", () => {
  const lines = everywhere(MESSAGES).split("\n");
  const records = lines.map((message) => applicationLine({ message }));
  assertSameScan(records.join("\n"));
  assertSameScan(`${records.join("\r\n")}\r\n`);
  assertSameScan(records.map((record) => record.replace("] - ", "] -")).join("\n"));
});

Deno.test("AssembledScan adds continuation lines wherever in a window they are", () => {
  const lines = everywhere(CONTINUATIONS, 65).split("\n").map((line) => line.replace(/^(w+)([\t])/, "$2$1"));
  assertSameScan(lines.flatMap((line) => [applicationLine(), line, CONTINUATIONS[0]]).join("\n"));
  const cut = CONTINUATIONS.map((line) => `${applicationLine()}\n\t${line}\n${line}`);
  for (const record of cut) assertSameScan(`${applicationLine()}\n`.repeat(3) + record);
});

Deno.test("AssembledScan goes by no more of a record than its first 64 KiB", () => {
  const start = applicationLine({ message: "" });
  const filler = "w ".repeat(MAX_RECORD_BYTES);
  for (const text of [...MESSAGES, ...CONTINUATIONS].filter((one) => one.length < 30)) {
    let member = "";
    for (let before = 0; before <= text.length + 1; before++) {
      const line = filler.slice(0, MAX_RECORD_BYTES - start.length - before);
      member += `${start}${line}${text} 7\n${start}${line.slice(200)}\n${line.slice(0, 199)}${text} 7\n`;
    }
    assertSameScan(member);
  }
});

/** Names with the same end, with that of another kind, and around the length that is remembered. */
const names = fc.oneof(
  fc.constantFrom("", "a", "main", "5f.rs0", "x-12345678", "y-12345678", "12345678"),
  fc.constantFrom("a", "b", "12345678").map((middle) => `${"p".repeat(16)}${middle}12345678`),
  fc.constantFrom("12345678", "1234567812345678").map((end) => `${"p".repeat(24)}${end}`),
  fc.tuple(
    fc.constantFrom("a", "b"),
    fc.constantFrom(15, 16, 17, 30, 31, 32, 33, 60),
    fc.constantFrom("c", "d"),
  )
    .map(([start, length, end]) => start + "-".repeat(length - 2) + end),
  fc.constantFrom("0", "1", "\u0001", " ", "]", "\u00fc").map((one) =>
    `0123456789abcdef${one}${"7".repeat(7)}`
  ),
  fc.constantFrom("a\u0001b", "a/b", "a<b>", "a] [b", "\u00fc", "a b", "x\u007fy"),
);
const heads = fc.record({
  time: fc.constantFrom(
    "2026-04-12T03:14:15.926+0000",
    "2026-04-12T03:14:59.000+0000",
    "2026-04-12T03:14:60.000+0000",
    "2026-04-12T03:14:\u00fc.926+0000",
    "2026-04-12T03:14:1a.926+0000",
    "2026-04-12T03:14:15,92/+0000",
    "2026-04-12T03:14:15.926+01:00",
  ),
  thread: names,
  context: fc.oneof(
    fc.constant(""),
    names.map((name) => `gid:${name} `),
    names.map((name) => `jobId:${name} gid:${name} `),
  ),
  level: fc.constantFrom(
    "INFO  ",
    "INFO ",
    "INFO   ",
    "WARN  ",
    "DEBUG ",
    "ERROR  ",
    "TRACE ",
    "INFO",
    "FATAL ",
  ),
  marker: fc.constantFrom("", "", "marker=x ", "marker=\u0001 ", "marker="),
  logger: fc.oneof(
    names,
    names.map((name) => `backup.jobs.${name}`),
    names.map((name) => `com.example.synthetic.longer.than.all.the.others.${name}`),
  ),
  caller: fc.constantFrom(
    " [Synthetic.java:run:7] - ",
    " [Synthetic.java:run:8] - ",
    ` [Synthetic.java:${"r".repeat(70)}:7] - `,
    " [Synthetic.java:<init>:7] - ",
    " [a/b:7] -",
    " [a] ",
    " [a]",
    " [",
    " - ",
    " -",
    " ",
  ),
  message: fc.constantFrom("done", "", "7 #", "\r", "] - x"),
}).map(applicationLine);

Deno.test("AssembledScan reads heads that it has seen, and such as look like them", () => {
  const members = fc.array(heads, { minLength: 1, maxLength: 8 }).chain((lines) =>
    fc.array(fc.constantFrom(...lines), { minLength: 1, maxLength: 40 })
  );
  fc.assert(
    fc.property(members, fc.constantFrom("\n", "\r\n"), fc.boolean(), (lines, end, isCut) => {
      const text = lines.join(end);
      assertSameScan(isCut ? text : text + end);
    }),
    { numRuns: 150 },
  );
});

Deno.test("AssembledScan tells places in the source apart that look alike", () => {
  const loggers = ["a", "b", "a"].map((middle) => `com.example.synthetic.of.another.${middle}.synthetic`);
  const callers = ["", "another.", "yet.another.", "", "another.one.of.those."].map((start) =>
    ` [${start}Synthetic.java:run:7] - `
  );
  const levels = ["INFO  ", "WARN  ", "INFO ", "ERROR "];
  const lines = levels.flatMap((level) =>
    callers.flatMap((caller) => loggers.map((logger) => applicationLine({ level, logger, caller })))
  );
  assertSameScan(lines.join("\n"));
});

Deno.test("AssembledScan knows places in the source of any length again", () => {
  const lines = Array.from({ length: 110 }, (_, i) => "p".repeat(i)).flatMap((caller) => [
    applicationLine({ level: "INFO  ", logger: "a.B", caller: ` [${caller}r] - ` }),
    applicationLine({ level: "WARN  ", logger: "a.B", caller: ` [${caller}r] - ` }),
    applicationLine({ level: "INFO  ", logger: "a.B", caller: ` [${caller}q] - ` }),
  ]);
  const jobs = lines.map((line) => line.replace(" a.B ", " backup.jobs.5f0000000000000000000001.rs0 "));
  assertSameScan([...lines, ...lines, ...jobs, ...jobs].join("\n"));
  const many = Array.from(
    { length: 9000 },
    (_, i) => applicationLine({ caller: ` [Synthetic.java:synthetic:${i % 5000}] - ` }),
  );
  assertSameScan(many.join("\n"));
});

Deno.test("AssembledScan reads every digit and sign of a time", () => {
  const time = "2026-04-12T03:14:15.926+0000";
  const lines = [...time].flatMap((_, at) =>
    [..."0569:/.,-+ TZ\u0001"].flatMap((char) => [time, time.slice(0, at) + char + time.slice(at + 1)])
  );
  assertSameScan(lines.map((one) => applicationLine({ time: one })).join("\n"));
  assertSameScan(`\0`.repeat(40) + "\n" + applicationLine());
});

Deno.test("AssembledScan does not go by what was in its memory before", () => {
  const noise = fc.array(fc.constantFrom(0, 7, 10, 13, 32, 35, 48, 64, 93), {
    minLength: 99,
    maxLength: 400,
  });
  const piece = fc.array(heads, { maxLength: 3 });
  fc.assert(
    fc.property(piece, noise, piece, (first, bytes, last) => {
      // Each write is scanned by itself, over what is left of the one before.
      const texts = [`${first.join("\n")}\n${String.fromCharCode(...bytes)}\n`, last.join("\n")];
      const widths = texts.map((text) => encoder.encode(text).length);
      assertSameScan(texts.join(""), { widths: [...widths, 1] });
    }),
    { numRuns: 80 },
  );
});
