import { openCase } from "../../../lib/case/open_case.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { applicationLine } from "../../helpers/log_builder.ts";
import { gzip, noise, tarEntry, tarOf } from "../../helpers/tar_builder.ts";
import { withFolder } from "../../helpers/temporary_folder.ts";
import { makeCase } from "../make_case.ts";

/** Synthetic, 2.6 MiB without a record: short lines, empty ones, and some that are longer than what becomes text. */
const WIDTHS = Array.from(noise(20_000, 5), (width, i) => i % 4999 === 0 ? 70_000 : i % 3 === 0 ? 0 : width);
const LINES = WIDTHS.map((width, i) => `${i}:`.padEnd(width, "\u00e9"));
const NOTES = LINES.join("\n");
const LOG = applicationLine() + "\n";
const archive = tarOf(
  tarEntry({ name: "notes.txt" }, NOTES),
  tarEntry({ name: "om-1/application/mms0.log" }, LOG),
);

for (const embed of [false, true]) {
  Deno.test(`LineFinder finds lines of a member without records, in any order${embed ? ", embedded" : ""}`, async () => {
    await withFolder(async (folder) => {
      const { path } = await makeCase(folder, { "a.tgz": { kind: "file", content: gzip(archive) } }, {
        embed,
      });
      const reader = openCase(path);
      const wanted = Array.from(noise(60, 9), (byte, i) => Math.floor((byte + i / 60) / 257 * LINES.length));
      for (const at of [0, LINES.length - 1, ...wanted, 1, 4999, 4998, 9998]) {
        const expected = LINES.slice(at, at + 3).map((line) => new TextEncoder().encode(line));
        const lines = reader.lines(0, at + 1, at + 3);
        assertEquals(
          lines.map(({ line, byteLength }) => [line, byteLength]),
          expected.map((bytes, i) => [
            at + 1 + i,
            bytes.length,
          ]),
        );
        for (const [i, { text }] of lines.entries()) {
          const whole = LINES[at + i]!;
          assert(
            whole.startsWith(text) && (text === whole || new TextEncoder().encode(text).length > 65_000),
          );
        }
      }
      assertEquals(reader.lines(0, LINES.length + 1, LINES.length + 9), []);
      assertEquals(reader.lines(0, -5, 1).map(({ line }) => line), [1]);
      assertEquals(reader.lines(0, 1, 20_000).length, 10_000);
      reader.close();
    });
  });
}

Deno.test("LineFinder cuts a line of 64 KiB between characters", async () => {
  await withFolder(async (folder) => {
    const { path } = await makeCase(folder, { "a.tgz": { kind: "file", content: gzip(archive) } });
    const reader = openCase(path);
    const [line] = reader.lines(0, 1, 1);
    // Two bytes of "0:", then characters of two bytes each.
    assertEquals(line!.text, "0:" + "\u00e9".repeat((65_536 - 2) / 2));
    const [other] = reader.lines(0, 10_000 - 1, 10_000 - 1);
    assertEquals(other!.text, "9998:" + "\u00e9".repeat(Math.floor((65_536 - 5) / 2)));
    reader.close();
  });
});
