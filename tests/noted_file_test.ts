import { createHash } from "node:crypto";
import { checkNoted, hashedFile } from "../lib/noted_file.ts";
import { assertEquals } from "../lib/std/assert.ts";
import { fc } from "./helpers/property.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

Deno.test("hashedFile() hashes the noted part however the bytes arrive, and passes all of them on", async () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
  const property = fc.asyncProperty(bytes, fc.nat(199), fc.nat(200), fc.integer({ min: 1, max: 64 }), check);
  async function check(all: Uint8Array, from: number, length: number, width: number): Promise<void> {
    const part = all.subarray(from, from + length);
    const { file, digest } = hashedFile({
      name: "bundle.tar",
      noted: { sha256: "", sizeBytes: length, part: { name: "a", byteOffset: from } },
      async *open() {
        // As a reader of files does: a piece is overwritten when the next is asked for.
        const piece = new Uint8Array(width);
        for (let at = 0; at < all.length; at += width) {
          piece.set(all.subarray(at, at + width));
          yield piece.subarray(0, Math.min(width, all.length - at));
        }
      },
    });
    const passed: number[] = [];
    assertEquals(digest(), null, "not known yet");
    for await (const chunk of file.open()) passed.push(...chunk);
    assertEquals([passed, digest()], [[...all], { sha256: sha256(part), sizeBytes: part.length }]);
  }
  await fc.assert(property);
});

Deno.test("checkNoted() says what is not as it was noted, and nothing of what was not read to its end", () => {
  const noted = { sha256: "a".repeat(64), sizeBytes: 5 };
  const file = { name: "job.json", noted, async *open() {} };
  const messages = [
    null,
    noted,
    { ...noted, sha256: "b".repeat(64) },
    { sha256: "b".repeat(64), sizeBytes: 4 },
  ].map((digest) => checkNoted(file, digest, "job.json").map(({ message }) => message));
  const head = 'Cannot vouch for "job.json": ';
  const tail = "as in the manifest of its bundle";
  assertEquals(messages, [
    [],
    [],
    [`${head}its SHA-256 is ${"b".repeat(64)}, expected ${"a".repeat(64)} ${tail}`],
    [`${head}it has 4 bytes, expected 5 ${tail}`],
  ]);
});
