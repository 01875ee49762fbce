import { createHash } from "node:crypto";
import { createGzip } from "node:zlib";
import { readArchive } from "../../lib/archive/read_archive.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { codes, readAll, type ReadAllOptions, type ReadResult, showMembers } from "../helpers/read_all.ts";
import { bytesOf, concat, gzip, tarEntry, tarHeader, tarOf } from "../helpers/tar_builder.ts";

const MIB = 2 ** 20;

/** Reads with some limits, and checks what always holds when one is reached. */
async function readLimited(bytes: Uint8Array, limits: ReadAllOptions["limits"] = {}): Promise<ReadResult> {
  const result = await readAll(bytes, { name: "a.log", limits });
  assert(!result.summary.complete);
  assertEquals(result.summary.sha256, createHash("sha256").update(bytes).digest("hex"));
  assertEquals(result.summary.inputBytes, bytes.length);
  return result;
}

const ARCHIVE = tarOf(
  tarEntry({ name: "a" }, "12345"),
  tarEntry({ name: "b" }, "67890"),
  tarEntry({ name: "c" }, "z"),
);

for (const [form, bytes] of Object.entries({ "a tar": ARCHIVE, "a tar.gz": gzip(ARCHIVE) })) {
  Deno.test(`readArchive() stops ${form} at the byte of maxBytes`, async () => {
    const result = await readLimited(bytes, { maxBytes: 7 });
    assertEquals(showMembers(result), ["a: 12345", "b: 67 (cut)"]);
    assertEquals(codes(result), ["limit.bytes"]);
  });

  Deno.test(`readArchive() stops ${form} after maxMembers`, async () => {
    const result = await readLimited(bytes, { maxMembers: 2 });
    assertEquals(showMembers(result), ["a: 12345", "b: 67890"]);
    assertEquals(codes(result), ["limit.members"]);
  });
}

Deno.test("readArchive() says nothing when a limit is just kept", async () => {
  const { diagnostics, summary } = await readAll(gzip(ARCHIVE), {
    limits: { maxBytes: 11, maxMembers: 3, maxDepth: 2 },
  });
  assertEquals(diagnostics, []);
  assert(summary.complete);
});

Deno.test("readArchive() goes on reading the source of a plain log over maxBytes, for its hash", async () => {
  const bytes = bytesOf("line\n".repeat(100_000));
  const result = await readAll(bytes, { name: "a.log", limits: { maxBytes: 12 }, width: 1000 });
  assertEquals(showMembers(result), ["a.log: line\nline\nli (cut)"]);
  assertEquals(result.summary.inputBytes, bytes.length);
});

Deno.test("readArchive() counts what is passed over too, so that it ends", async () => {
  const passedOver = tarEntry({ typeflag: "D" }, new Uint8Array(66 * MIB));
  const result = await readLimited(gzip(tarOf(passedOver, tarEntry({ name: "b" }, "1")), 0), {
    maxBytes: 10,
  });
  assertEquals(codes(result), ["limit.bytes", "tar.truncated"]);
  assertEquals(result.members, []);
});

Deno.test("readArchive() opens containers up to maxDepth, and reads what is beside them", async () => {
  const inner = tarOf(tarEntry({ name: "x" }, gzip("deep")));
  const bytes = gzip(tarOf(tarEntry({ name: "i.tgz" }, gzip(inner)), tarEntry({ name: "b" }, "1")));
  const result = await readLimited(bytes, { maxDepth: 4 });
  assertEquals(showMembers(result), ["b: 1"]);
  assertEquals(result.diagnostics.map(({ code, member }) => [code, member]), [["limit.depth", "i.tgz!/x"]]);
  assertEquals(showMembers(await readAll(bytes, { limits: { maxDepth: 5 } })), ["i.tgz!/x: deep", "b: 1"]);
});

Deno.test("readArchive() ends a gzip that holds itself", async () => {
  let bytes = gzip("core");
  for (let i = 0; i < 50; i++) bytes = gzip(bytes);
  assertEquals(codes(await readLimited(bytes)), ["limit.depth"]);
});

/** Gzip of zeros, made without holding them. */
async function gzipOfZeros(length: number, head: Uint8Array = new Uint8Array(0)): Promise<Uint8Array> {
  const stream = createGzip({ level: 6 });
  const chunks: Uint8Array[] = [];
  stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const done = Promise.withResolvers<void>();
  stream.on("end", done.resolve);
  const zeros = new Uint8Array(MIB);
  stream.write(head);
  for (let left = length; left > 0; left -= MIB) stream.write(zeros.subarray(0, Math.min(left, MIB)));
  stream.end();
  await done.promise;
  return concat(...chunks);
}

/** Reads without keeping what comes out: codes of diagnostics, and how many bytes came. */
async function drain(bytes: Uint8Array): Promise<{ codes: string[]; bytes: number; cut: number }> {
  async function* open(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(bytes);
  }
  const seen = { codes: [] as string[], bytes: 0, cut: 0 };
  for await (const part of readArchive({ name: "bomb", open }, { input: "bomb" })) {
    if (part.kind === "bytes") seen.bytes += part.bytes.length;
    if (part.kind === "end" && !part.complete) seen.cut++;
    if (part.kind === "diagnostic") seen.codes.push(part.diagnostic.code);
  }
  return seen;
}

Deno.test("readArchive() stops a bomb of zeros soon after 64 MiB", async () => {
  const bomb = await gzipOfZeros(200 * MIB, tarHeader({ name: "zeros", size: 200 * MIB }));
  const seen = await drain(bomb);
  assertEquals(seen.codes, ["limit.ratio", "tar.truncated"]);
  assertEquals(seen.cut, 1);
  assert(seen.bytes > 62 * MIB && seen.bytes < 65 * MIB, `${seen.bytes} bytes came out`);
});

Deno.test("readArchive() stops bombs that each stay below what is judged", async () => {
  const bomb = tarEntry({ name: "zeros.gz" }, await gzipOfZeros(40 * MIB));
  const seen = await drain(tarOf(bomb, bomb, bomb, bomb, tarEntry({ name: "b" }, "1")));
  assertEquals(seen.codes.filter((code) => code.startsWith("limit")), [
    "limit.ratio",
    "limit.ratio",
    "limit.ratio",
  ]);
  assert(seen.bytes < 65 * MIB, `${seen.bytes} bytes came out`);
});

Deno.test("readArchive() stops a bomb in a bomb", async () => {
  const bomb = await gzipOfZeros(100 * MIB);
  const seen = await drain(gzip(tarOf(tarEntry({ name: "bomb.gz" }, bomb))));
  assertEquals(seen.codes, ["limit.ratio"]);
});

Deno.test("readArchive() lets logs that compress well pass", async () => {
  const bytes = gzip(bytesOf("2026-04-12T03:14:15.926+0000 synthetic line\n".repeat(100_000)));
  const { summary } = await readAll(bytes);
  assert(summary.uncompressedBytes > 100 * bytes.length);
  assert(summary.complete);
});
