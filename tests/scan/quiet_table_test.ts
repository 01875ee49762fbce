import { QuietTable } from "../../lib/scan/quiet_table.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

/** Quiet times of so many templates: of template 3 from 301 to 302, for scope 303, and so on. */
function timesOf(templates: number): { quietMs: Float64Array; scopes: Int32Array } {
  return {
    quietMs: Float64Array.from({ length: 2 * templates }, (_, i) => 100 * (i >> 1) + i % 2 + 1),
    scopes: Int32Array.from({ length: templates }, (_, i) => 100 * i + 3),
  };
}

/** Templates that have quiet times in the memory, where these are at the right place. */
function templatesIn(memory: ArrayBuffer): number[] {
  const [times, scopes] = [new Float64Array(memory), new Int32Array(memory)];
  return Array.from({ length: QuietTable.BYTES / 32 }, (_, i) => i).filter((i) =>
    times[4 * i] === 100 * i + 1 && times[4 * i + 1] === 100 * i + 2 && scopes[8 * i + 4] === 100 * i + 3
  );
}

Deno.test("QuietTable holds the times of the last host, and nothing of the one before", () => {
  const memory = new ArrayBuffer(QuietTable.BYTES);
  const table = new QuietTable(memory, 0);
  table.fill(timesOf(200));
  assertEquals(templatesIn(memory).length, 200);
  table.set(300, timesOf(301));
  assertEquals(templatesIn(memory).slice(199), [199, 300]);
  table.fill(timesOf(3));
  assertEquals(templatesIn(memory), [0, 1, 2]);
  assert(new Float64Array(memory, 3 * 32).every((time, i) => i % 4 > 1 || time === 0));
});

Deno.test("QuietTable leaves out templates that it has no room for", () => {
  const memory = new ArrayBuffer(QuietTable.BYTES + 64);
  const table = new QuietTable(memory, 0);
  table.fill(timesOf(20_000));
  table.set(QuietTable.BYTES / 32, timesOf(20_000));
  assertEquals(templatesIn(memory).length, QuietTable.BYTES / 32);
  assert(new Uint8Array(memory, QuietTable.BYTES).every((byte) => byte === 0));
});
