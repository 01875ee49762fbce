import { ByteWindow } from "../../lib/archive/byte_window.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

Deno.test("ByteWindow borrows a chunk that arrives when it is empty", () => {
  const window = new ByteWindow();
  const chunk = Uint8Array.of(1, 2, 3);
  window.write(chunk);
  assert(window.bytes === chunk);
});

Deno.test("ByteWindow.hold() saves what is left before the chunk is overwritten", () => {
  const window = new ByteWindow();
  const chunk = Uint8Array.of(1, 2, 3);
  window.write(chunk);
  window.consume(1);
  window.hold();
  chunk.fill(9);
  window.write(chunk);
  assertEquals(window.take(5).slice(), Uint8Array.of(2, 3, 9, 9, 9));
});

Deno.test("ByteWindow.rewind() goes back as far as bytes are retained", () => {
  const window = new ByteWindow();
  window.retainBytes = 3;
  window.write(Uint8Array.of(1, 2, 3, 4, 5));
  window.consume(5);
  window.hold();
  window.write(Uint8Array.of(6));
  window.rewind(3);
  assertEquals(window.position, 2);
  assertEquals(window.take(window.length).slice(), Uint8Array.of(3, 4, 5, 6));
});

Deno.test("ByteWindow gives back the bytes written to it, however they are written, used, held and retained", () => {
  const step = fc.record({ write: fc.nat(70), use: fc.nat(90), hold: fc.boolean() });
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), fc.nat(40), (steps, retainBytes) => {
    const window = new ByteWindow();
    window.retainBytes = retainBytes;
    const buffer = new Uint8Array(70);
    let written = 0;
    let used = 0;
    for (const { write, use, hold } of steps) {
      // The buffer of the last chunk is used again, as its owner may do after hold().
      window.hold();
      window.write(buffer.subarray(0, write).map(() => written++ & 0xff));
      if (hold) window.hold();
      const count = Math.min(use, window.length);
      for (const byte of window.take(count)) assertEquals(byte, used++ & 0xff);
      assertEquals([window.position, window.length], [used, written - used]);
    }
  }));
});

Deno.test("ByteWindow stays linear when chunks of one byte pile up", () => {
  const window = new ByteWindow();
  const byte = Uint8Array.of(7);
  let buffers = 0;
  let last = window.bytes;
  for (let i = 0; i < 200_000; i++) {
    window.write(byte);
    window.hold();
    if (window.bytes !== last) buffers++;
    last = window.bytes;
  }
  assertEquals(window.length, 200_000);
  assert(buffers < 20, `${buffers} buffers were made`);
});
