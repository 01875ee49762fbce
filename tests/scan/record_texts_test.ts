import { recordsIn, RecordTextsWriter, wantedTexts } from "../../lib/scan/record_texts.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const encoder = new TextEncoder();
const number = fc.integer({ min: 0, max: 0xffffffff });
const record = fc.record({
  timeMs: fc.integer({ min: -1e15, max: 1e15 }),
  byteOffset: fc.integer({ min: 0, max: 2 ** 50 }),
  byteLength: number,
  line: number,
  template: number,
  scope: number,
  text: fc.oneof(fc.string({ unit: "binary" }), fc.constant("x".repeat(9000))),
});

Deno.test("RecordTextsWriter gives back every record with its text, and starts over", () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 90 }), fc.integer({ min: 0, max: 90 }), (records, cut) => {
      const writer = new RecordTextsWriter();
      for (const part of [records.slice(0, cut), records.slice(cut)]) {
        for (const { text, ...row } of part) writer.add(row, encoder.encode(text));
        assertEquals(writer.length, part.length);
        const actual = recordsIn(writer.take(), 7);
        assertEquals(
          actual.map((kept) => ({
            timeMs: kept.timeMs,
            byteOffset: kept.byteOffset,
            byteLength: kept.byteLength,
            line: kept.line,
            template: kept.template,
            scope: kept.scope,
            text: kept.text,
            member: kept.member,
          })),
          part.map((row) => ({
            ...row,
            text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(encoder.encode(row.text)),
            member: 7,
          })),
        );
      }
    }),
  );
});

Deno.test("wantedTexts() keeps the records that are wanted as they are, and no memory of the others", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(record, fc.boolean()), { maxLength: 40 }), (drawn) => {
      const rows = drawn.map(([row, isWanted], at) => ({ ...row, byteOffset: at, isWanted }));
      const writers = [new RecordTextsWriter(), new RecordTextsWriter()] as const;
      for (const { text, isWanted, ...row } of rows) {
        writers[0].add(row, encoder.encode(text));
        if (isWanted) writers[1].add(row, encoder.encode(text));
      }
      const { numbers, bytes } = wantedTexts(writers[0].take(), (byteOffset) => rows[byteOffset]!.isWanted);
      assertEquals({ numbers, bytes }, writers[1].take());
      assertEquals([numbers, bytes].map(({ buffer, byteLength }) => buffer.byteLength - byteLength), [0, 0]);
    }),
  );
});
