import { TarStream, type TarStreamInput } from "../../lib/std/tar.ts";
import { assert, assertEquals, assertRejects } from "../../lib/std/assert.ts";

const ascii = new TextEncoder();

function file(path: string, text: string, size = text.length): TarStreamInput {
  const readable = new Blob([text]).stream();
  return {
    type: "file",
    path,
    size,
    readable,
    options: { mtime: 0o15165000000, uname: "mms", gname: "mms" },
  };
}

async function pack(...inputs: TarStreamInput[]): Promise<Uint8Array> {
  const stream = ReadableStream.from(inputs).pipeThrough(new TarStream());
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function field(tar: Uint8Array, offset: number, length: number): string {
  return new TextDecoder().decode(tar.subarray(offset, offset + length)).replace(/[\0 ]+$/, "");
}

Deno.test("TarStream writes a ustar header, the content padded to a block, and an end", async () => {
  const tar = await pack(file("host/application/mms0.log", "hello\n"));
  assertEquals(field(tar, 0, 100), "host/application/mms0.log");
  assertEquals(parseInt(field(tar, 100, 8), 8), 0o644);
  assertEquals(parseInt(field(tar, 124, 12), 8), 6);
  assertEquals(parseInt(field(tar, 136, 12), 8), 0o15165000000);
  assertEquals(field(tar, 156, 1), "0");
  assertEquals(field(tar, 257, 5), "ustar");
  assertEquals(field(tar, 265, 32), "mms");
  const summed = tar.slice(0, 512).fill(32, 148, 156).reduce((sum, byte) => sum + byte, 0);
  assertEquals(parseInt(field(tar, 148, 8), 8), summed);
  assertEquals(tar.subarray(512, 518), ascii.encode("hello\n"));
  assert(tar.length >= 2048 && tar.length % 512 === 0);
  assert(tar.subarray(518).every((byte) => byte === 0));
});

Deno.test("TarStream writes entries in order, directories too", async () => {
  const tar = await pack(
    { type: "directory", path: "host/", options: { mtime: 0 } },
    file("host/a", ""),
    file("b", "x"),
  );
  const names = [0, 512, 1024].map((offset) => field(tar, offset, 100));
  assertEquals(names, ["host/", "host/a", "b"]);
  assertEquals([156, 668].map((offset) => field(tar, offset, 1)), ["5", "0"]);
});

Deno.test("TarStream refuses content of another size than it was told", async () => {
  await assertRejects(() => pack(file("short.log", "abc", 4)), Error);
  await assertRejects(() => pack(file("long.log", "abc", 2)), Error);
});

Deno.test("TarStream stops its source when it is cancelled", async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1 << 16)),
    cancel: () => {
      cancelled = true;
    },
  });
  const input: TarStreamInput = { type: "file", path: "endless", size: 2 ** 32, readable: endless };
  const tar = new TarStream();
  const piped = ReadableStream.from([input]).pipeTo(tar.writable).catch((error: unknown) => error);
  const reader = tar.readable.getReader();
  await reader.read();
  await reader.cancel("enough");
  assertEquals(await piped, "enough");
  assert(cancelled);
});
