import { zstdDecompressSync } from "node:zlib";
import { startWorker } from "../../../lib/scan/start_worker.ts";
import { TEXT_BLOCK_BYTES, TextBlockWriter } from "../../../lib/case/text/text_block_writer.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../../lib/std/assert.ts";
import { rechunk } from "../../helpers/read_all.ts";
import { bytesOf, concat } from "../../helpers/tar_builder.ts";
import { filesIn, withFolder } from "../../helpers/temporary_folder.ts";

const MIB = TEXT_BLOCK_BYTES;
const WORKER = new URL("../../../lib/case/text/text_worker.ts", import.meta.url);
const STARTS: Readonly<Record<string, () => Worker | null>> = {
  "in a worker": () => startWorker(WORKER),
  "in this thread": () => null,
};

/** Synthetic lines of 64 bytes. */
function lines(bytes: number, text = "synthetic"): Uint8Array {
  return bytesOf(`${text.padEnd(63)}\n`.repeat(bytes / 64));
}

interface Block {
  readonly member: number;
  readonly number: number;
  readonly firstLine: number;
  readonly text: Uint8Array;
}

function blocksOf(writer: TextBlockWriter): Block[] {
  const blocks: Block[] = [];
  writer.forEach(({ member, number, firstLine }, bytes) => {
    blocks.push({ member, number, firstLine, text: new Uint8Array(zstdDecompressSync(bytes)) });
  });
  return blocks;
}

const long = concat(bytesOf("x".repeat(100)), lines(10 * MIB), bytesOf("no end"));
const MEMBERS = new Map([
  [3, lines(MIB)],
  [4, bytesOf("a\nb")],
  [7, long],
  [8, bytesOf("c")],
  [9, concat(lines(4 * MIB), bytesOf("d\n"))],
]);

for (const [where, start] of Object.entries(STARTS)) {
  Deno.test(`TextBlockWriter cuts members into blocks of a MiB and counts their lines, ${where}, however bytes come`, async () => {
    for (const width of [77_777, MIB, 20 * MIB]) {
      await withFolder(async (root) => {
        const writer = new TextBlockWriter(`${root}/text`, start);
        for (const [member, bytes] of MEMBERS) {
          for await (const chunk of rechunk(bytes, width)) await writer.write(member, chunk);
        }
        await writer.end();
        const blocks = blocksOf(writer);
        const perMiB = MIB / 64;
        assertEquals(blocks.map(({ member, number, firstLine }) => [member, number, firstLine]), [
          [3, 0, 1],
          [4, 0, 1],
          // The first line is 100 bytes longer, so that the other blocks begin in a line.
          ...Array.from({ length: 11 }, (_, i) => [7, i, 1 + i * perMiB - (i === 0 ? 0 : 2)]),
          [8, 0, 1],
          ...Array.from({ length: 5 }, (_, i) => [9, i, 1 + i * perMiB]),
        ]);
        for (const [member, bytes] of MEMBERS) {
          const own = blocks.filter((block) => block.member === member).map(({ text }) => text);
          assert(own.slice(0, -1).every(({ length }) => length === MIB));
          assertEquals(indexOfDifference(concat(...own), bytes), -1);
        }
        writer.abort();
        assertEquals(await filesIn(root), []);
      });
    }
  });

  Deno.test(`TextBlockWriter says that its file cannot be written, ${where}`, async () => {
    await withFolder(async (root) => {
      const writer = new TextBlockWriter(`${root}/not-there/text`, start);
      await assertRejects(
        async () => {
          for (let i = 0; i < 40; i++) await writer.write(0, lines(MIB));
          await writer.end();
        },
        Error,
        "No such file",
      );
      writer.abort();
    });
  });
}

function indexOfDifference(a: Uint8Array, b: Uint8Array): number {
  return a.length === b.length ? a.findIndex((byte, at) => byte !== b[at]) : Math.min(a.length, b.length);
}

Deno.test("TextBlockWriter starts no worker for less than a batch, and writes no file for nothing", () =>
  withFolder(async (root) => {
    let started = 0;
    const start = () => (started++, null);
    const small = new TextBlockWriter(`${root}/small`, start);
    await small.write(0, lines(3 * MIB));
    await small.end();
    assertEquals([started, blocksOf(small).length], [0, 3]);
    small.abort();
    const empty = new TextBlockWriter(`${root}/empty`, start);
    await empty.end();
    assertEquals([blocksOf(empty), await filesIn(root)], [[], []]);
    const large = new TextBlockWriter(`${root}/large`, start);
    await large.write(0, lines(9 * MIB));
    assertEquals(started, 1);
    large.abort();
  }));

Deno.test("TextBlockWriter passes members of few bytes on in time, too", () =>
  withFolder(async (root) => {
    let started = 0;
    const writer = new TextBlockWriter(`${root}/text`, () => (started++, null));
    for (let member = 0; member < 3000; member++) await writer.write(member, bytesOf(`line\nof ${member}`));
    await writer.end();
    const blocks = blocksOf(writer);
    assertEquals([started, blocks.length, new Set(blocks.map(({ firstLine }) => firstLine))], [
      1,
      3000,
      new Set([1]),
    ]);
    assertEquals(new TextDecoder().decode(blocks[2999]!.text), "line\nof 2999");
    writer.abort();
  }));

Deno.test("TextBlockWriter holds back whoever writes faster than a worker compresses", () =>
  withFolder(async (root) => {
    // It never says that anything is done.
    const source = "self.onmessage = () => {};";
    const idle = () =>
      new Worker(`data:application/javascript,${encodeURIComponent(source)}`, { type: "module" });
    const writer = new TextBlockWriter(`${root}/text`, idle);
    let writtenBytes = 0;
    (async () => {
      for (; writtenBytes < 100 * MIB; writtenBytes += MIB) await writer.write(0, lines(MIB));
    })();
    // What can go on without the worker has gone on when timers run.
    await new Promise((resolve) => setTimeout(resolve, 0));
    assertEquals(writtenBytes, 8 * MIB);
    writer.abort();
  }));

Deno.test("TextBlockWriter gives nothing before its end was told", () =>
  withFolder(async (root) => {
    const writer = new TextBlockWriter(`${root}/text`, () => null);
    await writer.write(0, lines(MIB));
    assertThrows(() => blocksOf(writer), TypeError, "end() was not called");
    writer.abort();
  }));

Deno.test("TextBlockWriter tells what a worker that cannot be loaded says", () =>
  withFolder(async (root) => {
    const broken = () =>
      new Worker("data:application/javascript,throw new Error('synthetic')", { type: "module" });
    const writer = new TextBlockWriter(`${root}/text`, broken);
    await assertRejects(
      async () => {
        await writer.write(0, lines(5 * MIB));
        await writer.end();
      },
      Error,
      "synthetic",
    );
    writer.abort();
  }));
