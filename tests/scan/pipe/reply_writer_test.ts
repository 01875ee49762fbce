import { BlockAreas } from "../../../lib/scan/block_areas.ts";
import { accessBlock, applicationBlock, newPlace } from "../../../lib/scan/block_columns.ts";
import type { ScanOutput } from "../../../lib/scan/column_block.ts";
import { ReplyReader } from "../../../lib/scan/pipe/reply_reader.ts";
import { ReplyWriter } from "../../../lib/scan/pipe/reply_writer.ts";
import { createScanMemory } from "../../../lib/scan/scan_memory.ts";
import { assertEquals, assertExists, assertThrows } from "../../../lib/std/assert.ts";

function openReplies(): { areas: BlockAreas; writer: ReplyWriter; read: (reply: Uint8Array) => unknown[] } {
  const areas = new BlockAreas(createScanMemory());
  return {
    areas,
    writer: new ReplyWriter(areas),
    read(reply) {
      const outputs: ScanOutput[] = [];
      const done = new ReplyReader(areas, (output) => outputs.push(output)).read(reply.slice());
      return [done, ...outputs];
    },
  };
}

const REQUEST = {
  timeMs: 5,
  line: 1,
  byteOffset: 0,
  byteLength: 3,
  text: "a\u{1f600}b",
  route: 1,
  client: 2,
  agent: 0,
  user: 0,
  status: 200,
  latencyMs: NaN,
};

Deno.test("ReplyReader gives what ReplyWriter was given, with NaN, null and texts of any length", () => {
  const { writer, read } = openReplies();
  const outputs: ScanOutput[] = [
    { kind: "begin", member: 3, layout: null, records: "access" },
    {
      kind: "samples",
      member: 3,
      texts: { numbers: Float64Array.of(1.5, -0, NaN), bytes: new Uint8Array(99_999).fill(65) },
    },
    { kind: "traced", member: 4, texts: { numbers: Float64Array.of(), bytes: Uint8Array.of(1, 2, 3) } },
    { kind: "requests", member: 4, samples: [REQUEST] },
    { kind: "begin", member: 5, layout: null, records: null },
    { kind: "requests", member: 5, samples: [REQUEST] },
    { kind: "traced", member: 5, texts: { numbers: Float64Array.of(), bytes: Uint8Array.of(4) } },
    { kind: "lines", member: 5, lines: [] },
  ];
  for (const output of outputs) writer.put(output);
  assertEquals(read(writer.take(17)), [17, ...outputs]);
  assertEquals(read(writer.take(18)), [18]);
});

for (const rows of [1, 8, 1021]) {
  Deno.test(`ReplyReader gives ${rows} rows that lie in no area`, () => {
    const { writer, read } = openReplies();
    for (const kind of ["application", "access"] as const) {
      const place = newPlace(kind, rows);
      const bytes = new Uint8Array(place.buffer);
      for (let at = 0; at < bytes.length; at++) bytes[at] = at * 7 % 101;
      const block = kind === "application" ? applicationBlock(place, rows) : accessBlock(place, rows);
      writer.put({ kind: "block", member: 2, block });
      assertEquals(read(writer.take(1)), [1, { kind: "block", member: 2, block }]);
    }
  });
}

Deno.test("ReplyReader gives rows in an area where they are, then gives the area back", () => {
  const { areas, writer } = openReplies();
  const area = areas.take();
  const block = applicationBlock(areas.placeIn(area, "application"), 700);
  block.line.fill(9);
  areas.handOver(block, area);
  writer.put({ kind: "block", member: 0, block });
  const lines: Uint32Array[] = [];
  const reader = new ReplyReader(areas, (output) => {
    assertEquals(areas.take(), area + 1);
    if (output.kind === "block") lines.push(output.block.line);
  });
  reader.read(writer.take(1).slice());
  assertExists(lines[0]);
  assertEquals([lines[0].length, lines[0].buffer === block.line.buffer], [700, true]);
  assertEquals(areas.take(), area);
});

Deno.test("ReplyReader throws the error that a scan failed with", () => {
  const { writer, read } = openReplies();
  writer.put({ kind: "begin", member: 3, layout: null, records: null });
  const error = assertThrows(() => read(writer.failure(new RangeError("no room: synthetic"))));
  assertEquals(error instanceof Error ? error.message : null, "no room: synthetic");
});
