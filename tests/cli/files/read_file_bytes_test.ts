import { readFileBytes } from "../../../lib/cli/files/read_file_bytes.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";

const MIB = 2 ** 20;

async function withFile(bytes: Uint8Array, work: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    await work(path);
  } finally {
    await Deno.remove(path);
  }
}

function counted(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = at * 7 + (at >> 8) + (at >> 16);
  return bytes;
}

for (const length of [0, 1, MIB / 2 - 1, MIB / 2, MIB / 2 + 1, 3 * MIB + 17]) {
  Deno.test(`readFileBytes() gives all ${length} bytes in order`, async () => {
    const bytes = counted(length);
    await withFile(bytes, async (path) => {
      const read = new Uint8Array(length);
      let at = 0;
      for await (const piece of readFileBytes(path, Deno)) {
        read.set(piece, at);
        at += piece.length;
      }
      assertEquals(at, length);
      assertEquals(read.findIndex((byte, i) => byte !== bytes[i]), -1);
    });
  });
}

Deno.test("readFileBytes() closes the file of somebody who stops early", async () => {
  await withFile(counted(2 * MIB), async (path) => {
    for await (const piece of readFileBytes(path, Deno)) {
      assertEquals(piece[1], 7);
      break;
    }
  });
});

Deno.test("readFileBytes() lets others work between two pieces", async () => {
  await withFile(counted(2 * MIB), async (path) => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    for await (const _ of readFileBytes(path, Deno)) {
      for (const startMs = performance.now(); performance.now() - startMs < 3;);
    }
    clearInterval(timer);
    assert(turns >= 4, `others had ${turns} turns`);
  });
});
