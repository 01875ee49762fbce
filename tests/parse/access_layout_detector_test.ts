import { AccessLayoutDetector } from "../../lib/parse/access_layout_detector.ts";
import { parseAccessLine } from "../../lib/parse/access_line.ts";
import { assert, assertEquals, assertExists } from "../../lib/std/assert.ts";

const HEAD = 'h - - [12/Apr/2026:03:14:15 +0000] "GET / HTTP/1.1" 200 1';
const COMBINED = `${HEAD} "-" "x/1"`;

/** Synthetic lines with another tail each, made from 0, 1, 2 … */
function lines(count: number, tail: (n: number) => string): string[] {
  return Array.from({ length: count }, (_, n) => tail(n));
}

const FILES: readonly [what: string, lines: string[], name: string | undefined, tail: readonly string[]][] = [
  ["common lines", lines(20, () => HEAD), "common", []],
  ["combined lines", lines(20, () => COMBINED), "combined", ["referer", "userAgent"]],
  ["milliseconds", lines(20, (n) => `${COMBINED} ${n}`), "combined + latencyMs", [
    "referer",
    "userAgent",
    "latencyMs",
  ]],
  ["seconds, some of them whole", lines(20, (n) => `${COMBINED} ${n / 8}`), "combined + latencyS", [
    "referer",
    "userAgent",
    "latencyS",
  ]],
  ["large whole numbers throughout", lines(60, (n) => `${COMBINED} ${3000 + n}`), "combined + latencyUs", [
    "referer",
    "userAgent",
    "latencyUs",
  ]],
  [
    "a project, sometimes none",
    lines(20, (n) => `${HEAD} ${n % 2 ? "-" : "5f0000000000000000000001"} ${n}`),
    "common + groupId + latencyMs",
    ["groupId", "latencyMs"],
  ],
  ["a lone user agent", lines(20, () => `${HEAD} "x/1"`), "common + userAgent", ["userAgent"]],
  ["a lone referer", lines(20, () => `${HEAD} "https://om/"`), "common + referer", ["referer"]],
  ["two numbers", lines(20, (n) => `${HEAD} ${n} ${n}`), "common + latencyMs + extra", [
    "latencyMs",
    "extra",
  ]],
  [
    "a number that is sometimes a word",
    lines(20, (n) => `${HEAD} ${n === 7 ? "HIT" : n}`),
    "common + extra",
    ["extra"],
  ],
  ["quoted numbers", lines(20, (n) => `${COMBINED} "0.00${n}"`), "combined + latencyS", [
    "referer",
    "userAgent",
    "latencyS",
  ]],
  [
    "old combined lines",
    lines(20, () => 'h - [12/Apr/2026:03:14:15 +0000] 200 1 "-" "x/1" 5'),
    "old-combined + latencyMs",
    ["latencyMs"],
  ],
  ["virtual hosts", lines(20, () => `om.x:443 ${COMBINED}`), "vhost-combined", ["referer", "userAgent"]],
  [
    "lines of another log among them",
    lines(40, (n) => n % 4 ? COMBINED : "[Starting Logging - x]"),
    "combined",
    ["referer", "userAgent"],
  ],
  ["no access log", lines(40, () => "something else"), undefined, []],
  ["nothing", [], undefined, []],
];

for (const [what, file, name, tail] of FILES) {
  Deno.test(`AccessLayoutDetector tells the layout of ${what}`, () => {
    const detector = new AccessLayoutDetector();
    for (const line of file) detector.add(line);
    const layout = detector.finish();
    assertEquals(layout?.name, name);
    assertEquals([...layout?.tail ?? []], [...tail]);
  });
}

Deno.test("AccessLayoutDetector locks once it is sure", () => {
  const detector = new AccessLayoutDetector();
  const early = lines(199, () => COMBINED).map((line) => detector.add(line));
  assert(early.every((layout) => layout === null));
  const locked = detector.add(COMBINED);
  assertEquals(locked?.name, "combined");
  for (const line of lines(2000, (n) => `${COMBINED} ${n}`)) assert(detector.add(line) === locked);
  assert(detector.finish() === locked);
});

Deno.test("AccessLayoutDetector gives up waiting in a file of other lines", () => {
  const detector = new AccessLayoutDetector();
  detector.add(HEAD);
  for (const line of lines(998, () => "x")) assert(detector.add(line) === null);
  assertEquals(detector.add("x")?.name, "common");
});

Deno.test("AccessLayoutDetector takes the pattern that the file declares", () => {
  const detector = new AccessLayoutDetector();
  const layout = detector.add("#logback.access pattern: [%t] %h %s %D\r");
  assertExists(layout);
  assertEquals(parseAccessLine("[12/Apr/2026:03:14:15 +0000] h 200 9", layout)?.latencyMs, 9);
});

Deno.test("AccessLayoutDetector looks at the lines when the declared pattern is not known", () => {
  const detector = new AccessLayoutDetector();
  assertEquals(detector.add("#logback.access pattern: %zork"), null);
  detector.add(COMBINED);
  assertEquals(detector.finish()?.name, "combined");
});
