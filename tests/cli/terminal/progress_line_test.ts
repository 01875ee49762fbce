import { describeProgress, startProgress } from "../../../lib/cli/terminal/progress_line.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fakeIo } from "../fake_io.ts";

const CASES: [done: number, total: number | null, elapsedMs: number, text: string][] = [
  [412_000_000, 1_400_000_000, 2000, "412 MB of 1.4 GB, 29 %, 206 MB/s, 5 s left"],
  [0, 1000, 0, "0 B of 1.0 kB, 0 %, 0 B/s"],
  [1000, 1000, 1000, "1.0 kB of 1.0 kB, 100 %, 1.0 kB/s"],
  [2000, 1000, 1000, "2.0 kB of 1.0 kB, 100 %, 2.0 kB/s"],
  [5_000_000, null, 500, "5.0 MB, 10 MB/s"],
];

for (const [done, total, elapsedMs, text] of CASES) {
  Deno.test(`describeProgress() says ${text}`, () =>
    assertEquals(describeProgress(done, total, elapsedMs), text));
}

Deno.test("startProgress() rewrites one line at most five times a second and takes it away", () => {
  let nowMs = 0;
  const io = fakeIo({ terminal: true, now: () => nowMs });
  const progress = startProgress(io, { verb: "reading", totalBytes: 100, quiet: false });
  for (; nowMs < 1000; nowMs += 10) progress.update(nowMs / 10);
  progress.clear();
  const lines = io.printed.err.split("\r\x1b[2K");
  assertEquals([lines.length, lines[0], lines.at(-1)], [6, "", ""]);
  assertEquals(lines[1], "reading 20 B of 100 B, 20 %, 100 B/s, 1 s left");
});

for (
  const [why, terminal, quiet] of [["stderr is no terminal", false, false], [
    "it is quiet",
    true,
    true,
  ]] as const
) {
  Deno.test(`startProgress() prints nothing when ${why}`, () => {
    let nowMs = 0;
    const io = fakeIo({ terminal, now: () => nowMs += 1000 });
    const progress = startProgress(io, { verb: "reading", totalBytes: 100, quiet });
    progress.update(50);
    progress.clear();
    assertEquals(io.printed.err, "");
  });
}

Deno.test("startProgress() cuts the line to the width of the terminal", () => {
  let nowMs = 0;
  const wide = fakeIo({ terminal: true, now: () => nowMs += 1000 });
  const io = { ...wide, stderr: { ...wide.stderr, columns: () => 20 } };
  startProgress(io, { verb: "reading", totalBytes: 10_000_000, quiet: false }).update(5_000_000);
  assertEquals(wide.printed.err, "\r\x1b[2Kreading 5.0 MB of 1");
});
