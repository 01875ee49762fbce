import { ACCESS_LAYOUTS } from "../../lib/parse/access_layout.ts";
import type { Category } from "../../lib/parse/member_origin.ts";
import { UsageError } from "../../lib/errors.ts";
import { detectLayout } from "../../lib/scan/detect_layout.ts";
import { assert, assertEquals, assertMatch, assertThrows } from "../../lib/std/assert.ts";
import { parseAccessLine } from "../../lib/parse/access_line.ts";
import { accessLine, applicationLine } from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";

const HEADER = "[Starting Logging - App Version: 8.0.27.500.20260930T1200Z]";
const LEGACY = "[main] INFO  com.example.Synthetic [start:244] - Synthetic start in: 13381 (ms)";
const CATEGORIES: readonly Category[] = ["application", "http_access", "migration", "daemon", "other"];

/** The layout in one word: kind, and name where there is one. */
function layoutOf(text: string, category: Category, accessPattern: string | null = null): string {
  const detected = detectLayout(text, category, accessPattern);
  if (detected.kind === "application") return "application";
  return detected.kind === "access" ? `access ${detected.layout.name}` : `plain ${detected.name}`;
}

function repeat(count: number, line: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => `${line(at)}\n`).join("");
}

const BY_CONTENT: (readonly [name: string, text: string, layout: string])[] = [
  ["application records", `${applicationLine()}\n`, "application"],
  ["a record cut by the end of what is there", applicationLine(), "application"],
  [
    "orphans before the first record",
    `${"\tat a.B.c(B.java:1)\n".repeat(300)}${applicationLine()}\n`,
    "application",
  ],
  ["common access log", `${accessLine()}\n`, "access common"],
  ["access log below a header line", `${HEADER}\n${accessLine()}\n`, "access common"],
  ["combined access log", accessLine({ tail: ' "-" "agent/1 (a; b)"' }), "access combined"],
  ["combined with milliseconds", accessLine({ tail: ' "-" "agent/1" 17' }), "access combined + latencyMs"],
  ["nginx with request time", accessLine({ tail: ' "-" "agent/1" 0.017' }), "access combined + latencyS"],
  [
    "Apache with microseconds",
    repeat(60, (at) => accessLine({ tail: ` "-" "agent/1" ${21_000 + at}` })),
    "access combined + latencyUs",
  ],
  [
    "Apache vhost_combined",
    `om.example.com:8080 ${accessLine({ tail: ' "-" "agent/1"' })}`,
    "access vhost-combined",
  ],
  [
    "old combined of logback",
    '192.0.2.1 - [12/Apr/2026:03:14:15 +0000] 200 512 "-" "agent/1"',
    "access old-combined",
  ],
  [
    "a declared pattern",
    `#logback.access pattern: %h %l %u [%t] "%r" %s %b %D\n${accessLine({ tail: " 17" })}\n`,
    "access custom",
  ],
  ["mostly requests", `${accessLine()}\n${accessLine()}\n${applicationLine()}\n`, "access common"],
  ["as many requests as records", `${accessLine()}\n${applicationLine()}\n`, "application"],
  [
    "a request among records, below text with quotes",
    `"x"\n${repeat(3, () => applicationLine({ message: '"y"' }))}${accessLine()}\n`,
    "application",
  ],
  [
    "one more request than records, which come first",
    `${repeat(5, () => applicationLine())}${repeat(6, () => accessLine())}`,
    "access common",
  ],
  ["mostly records", `${accessLine()}\n${applicationLine()}\n${applicationLine()}\n`, "application"],
  ["Windows line ends", `${accessLine()}\r\n${accessLine()}\r\n`, "access common"],
];

for (const [name, text, layout] of BY_CONTENT) {
  Deno.test(`detectLayout() knows ${name}, whatever the folder says`, () => {
    for (const category of CATEGORIES) assertEquals(layoutOf(text, category), layout, category);
  });
}

const BY_FOLDER: (readonly [name: string, text: string, layouts: Record<string, string>])[] = [
  ["an empty file", "", { application: "application", http_access: "access common", other: "plain null" }],
  ["blank lines", "\n \n\n", {
    application: "application",
    http_access: "access common",
    other: "plain null",
  }],
  ["a header line alone", HEADER, {
    application: "application",
    http_access: "access common",
    other: "application",
  }],
  [
    "binary content",
    "\0\x01\u{fffd}PNG\r\n\x1a\0\0\n\u{fffd}",
    { application: "application", http_access: "access common", other: "plain null" },
  ],
  ["text of no format", "just\nsome text\n", {
    migration: "application",
    daemon: "application",
    other: "plain null",
  }],
  ["early versions' records", LEGACY, {
    application: "plain legacy",
    other: "plain legacy",
    http_access: "access common",
  }],
  ["a start's output", "Starting pre-flight checks\n", {
    other: "plain startup",
    application: "application",
  }],
];

for (const [name, text, layouts] of BY_FOLDER) {
  Deno.test(`detectLayout() reads ${name} as the folder says`, () => {
    for (const [category, layout] of Object.entries(layouts)) {
      assertEquals(layoutOf(text, category as Category), layout, category);
    }
  });
}

Deno.test("detectLayout() takes the pattern that is given for files of requests, and for no others", () => {
  const pattern = '%h %l %u [%t] "%r" %s %b %D';
  assertEquals(layoutOf(accessLine({ tail: " 17" }), "http_access", pattern), "access custom");
  assertEquals(layoutOf(accessLine({ tail: " 17" }), "other", pattern), "access custom");
  assertEquals(layoutOf("", "http_access", pattern), "access custom");
  assertEquals(layoutOf(applicationLine(), "application", pattern), "application");
  assertEquals(layoutOf("just some text", "other", pattern), "plain null");
});

Deno.test("detectLayout() may leave lines without a quote out when it looks for requests", () => {
  for (const { pattern } of ACCESS_LAYOUTS) assertMatch(pattern, /"/);
});

Deno.test("detectLayout() refuses a pattern with an unknown word", () => {
  assertThrows(() => detectLayout("", "http_access", "%Q"), UsageError, "%Q");
});

Deno.test("detectLayout() looks at no more than the start of the file and of each line", () => {
  const far = `${"\n".repeat(1000)}${accessLine()}`;
  assertEquals(layoutOf(far, "other"), "plain null");
  assertEquals(layoutOf(`${"x".repeat(60_000)}\n${applicationLine()}`, "other"), "application");
});

Deno.test("detectLayout() looks at the rest of a file that begins with records when a request may be there", () => {
  const records = repeat(20, () => applicationLine());
  assertEquals(layoutOf(`${records}${repeat(21, () => accessLine())}`, "application"), "access common");
  const declared = `${records}#logback.access pattern: %h %D [%t]\n${
    repeat(21, () => "h 1 [12/Apr/2026:03:14:15 +0000]\n")
  }`;
  assertEquals(layoutOf(declared, "application"), "access custom");
});

Deno.test("detectLayout() passes over no request, whatever stands in it", () => {
  const piece = fc.constantFrom(
    "h:1 ",
    "h ",
    "- ",
    '"',
    '" ',
    "\\",
    "[t] ",
    "[12/Apr/2026:03:14:15 +0000] ",
    '"GET / HTTP/1.1" ',
    "200 ",
    "- ",
    "5",
    ' "-" "a/1"',
    "] ",
    "x",
  );
  let requests = 0;
  const line = fc.oneof(
    fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join("")),
    fc.tuple(piece, piece).map(([first, last]) => first + accessLine() + last),
    fc.tuple(piece, piece).map(([first, last]) =>
      `h - ${first}[12/Apr/2026:03:14:15 +0000] 200 5 "-" "a"${last}`
    ),
  );
  fc.assert(
    fc.property(line, (text) => {
      if (!text.includes('"') || parseAccessLine(text) === null) return;
      requests++;
      assertMatch(layoutOf(text, "other"), /^access/);
    }),
    { numRuns: 2000 },
  );
  assert(requests > 100);
});
