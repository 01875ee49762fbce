import { CUT_MARK, evidenceOf } from "../../lib/analyze/evidence.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

const MEMBER = {
  input: "om-logs.tar.gz",
  path: "om-1/application/mms0.log",
  host: "om-1",
  category: "application",
  family: "mms0",
  rolled: null,
} as const;

function evidenceFor(text: string, byteLength: number): ReturnType<typeof evidenceOf> {
  return evidenceOf({ line: 7, byteOffset: 512, byteLength, text }, MEMBER, Date.UTC(2026, 3, 12));
}

Deno.test("evidenceOf() names input, member, line, offset and time", () => {
  assertEquals(evidenceFor("short", 5), {
    input: "om-logs.tar.gz",
    member: "om-1/application/mms0.log",
    line: 7,
    byteOffset: 512,
    byteLength: 5,
    time: "2026-04-12T00:00:00.000Z",
    text: "short",
  });
  assertEquals(evidenceOf({ line: 1, byteOffset: 0, byteLength: 1, text: "x" }, MEMBER, null).time, null);
});

Deno.test("evidenceOf() keeps 8 KiB whole and cuts what is longer, with a mark", () => {
  assertEquals(evidenceFor("a".repeat(8192), 8192).text, "a".repeat(8192));
  assertEquals(evidenceFor("a".repeat(8193), 8193).text, "a".repeat(8192) + CUT_MARK);
});

Deno.test("evidenceOf() does not cut inside a character", () => {
  const { text } = evidenceFor("a" + "\u20ac".repeat(3000), 9001);
  assertEquals(text, "a" + "\u20ac".repeat(2730) + CUT_MARK);
  assert(!evidenceFor("a" + "\u{1f600}".repeat(3000), 12_001).text.includes("\uFFFD"));
});

Deno.test("evidenceOf() marks a text that the scan kept short", () => {
  assertEquals(evidenceFor("a".repeat(1024), 5000).text, "a".repeat(1024) + CUT_MARK);
});

Deno.test("evidenceOf() does not take replaced bytes for a cut", () => {
  assertEquals(evidenceFor("caf\uFFFD au lait", 12).text, "caf\uFFFD au lait");
});
