import { LineFilter } from "../../lib/analyze/line_filter.ts";
import { assertEquals } from "../../lib/std/assert.ts";

/** The numbers of the lines that are kept. */
function keptOf(filter: LineFilter, file: string, member: number, texts: readonly string[]): number[] {
  const lines = texts.map((text, index) => ({
    text,
    line: index + 1,
    byteOffset: 0,
    byteLength: text.length,
  }));
  return filter.take(file, member, lines).map(({ line }) => line);
}

Deno.test("LineFilter keeps what a later copy of a file has more, and lines that one copy holds twice", () => {
  const filter = new LineFilter();
  assertEquals(keptOf(filter, "startup", 0, ["start", "failed", "start"]), [1, 2, 3]);
  assertEquals(keptOf(filter, "startup", 1, ["start", "failed", "start"]), []);
  assertEquals(keptOf(filter, "startup", 1, ["failed", "start", "new"]), [1, 2, 3]);
});

Deno.test("LineFilter remembers all copies, whichever is longest", () => {
  const filter = new LineFilter();
  assertEquals(keptOf(filter, "startup", 0, ["failed", "failed"]), [1, 2]);
  assertEquals(keptOf(filter, "startup", 1, ["failed"]), []);
  assertEquals(keptOf(filter, "startup", 2, ["failed", "failed", "failed"]), [3]);
});

Deno.test("LineFilter keeps lines of other files apart", () => {
  const filter = new LineFilter();
  assertEquals(keptOf(filter, "startup", 0, ["failed"]), [1]);
  assertEquals(keptOf(filter, "daemon-startup", 1, ["failed"]), [1]);
});
