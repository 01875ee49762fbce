/** What {@linkcode analyzeArchive} does with what is damaged, wrong or no log at all. */
import type { AnalyzeOptions } from "../lib/analyze_options.ts";
import { InputError, UsageError } from "../lib/errors.ts";
import type { AnalyzeInput } from "../lib/read_inputs.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "../lib/std/assert.ts";
import { analyze, ARCHIVE, EVENTS, fileInput, FILES, tarGz } from "./analyze/half_day.ts";
import { sourceOf, timeAt } from "./analyze/log_case.ts";
import { gzip, tarEntry, tarOf } from "./helpers/tar_builder.ts";

Deno.test("analyzeArchive() reads what is there of a cut archive, and says that it is cut", async () => {
  const cut = await analyze({}, fileInput("a.tar.gz", ARCHIVE.subarray(0, ARCHIVE.length * 0.6)));
  assertEquals(cut.inputs.map(({ complete }) => complete), [false]);
  assert(cut.totals.records > 1000);
  assert(cut.diagnostics.some(({ severity }) => severity === "error"));
  const rules = cut.findings.map(({ rule }) => rule);
  assert(rules.includes("coverage.truncated"), rules.join());
  assert(!rules.includes("log.silence"), "what was cut off is no silence");
});

Deno.test("analyzeArchive() reports bad lines and events, and goes on", async () => {
  const files = { "om-1/application/mms0.log": "a tail of a record\n" + FILES["om-1/application/mms0.log"]! };
  const events = [sourceOf("events.json", JSON.stringify([...EVENTS, { id: "x" }, 7]))];
  const analysis = await analyze({ events }, fileInput("a.tar.gz", tarGz(Object.entries(files))));
  assertEquals(analysis.findings.filter(({ rule }) => rule === "signature.burst").length, 1);
  assertEquals(analysis.events.length, 3);
  const codes = analysis.diagnostics.map(({ code }) => code);
  assert(codes.includes("log.starts-inside-record"), codes.join());
  assert(analysis.diagnostics.some(({ input }) => input === "events.json"), codes.join());
});

const NO_INPUT: readonly [name: string, bytes: Uint8Array][] = [
  ["empty.tar.gz", new Uint8Array(0)],
  ["noise.bin", Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) >>> 3 & 255)],
  ["photos.tar.gz", gzip(tarOf(tarEntry({ name: "photo.jpg" }, "no log at all")))],
];
for (const [name, bytes] of NO_INPUT) {
  Deno.test(`analyzeArchive() refuses ${name} with an InputError that names it`, async () => {
    const error = await assertRejects(
      () => analyze({}, fileInput(name, bytes)),
      InputError,
      `Cannot read ${name}`,
    );
    assertEquals(error.input, name);
    assertMatch(error.remedy, /om-logs/);
  });
}

const WRONG: readonly [name: string, options: AnalyzeOptions, message: string][] = [
  ["a time", { since: "noon" }, "Cannot read time"],
  ["a rule file", { rules: [{ file: "mine.yaml", text: "rules: 7" }] }, "Cannot load rules: mine.yaml"],
  ["an access layout", { accessLayout: "%h %{" }, ""],
];
for (const [name, options, message] of WRONG) {
  Deno.test(`analyzeArchive() refuses ${name} that is none with a UsageError`, async () => {
    await assertRejects(() => analyze(options), UsageError, message);
  });
}

Deno.test("analyzeArchive() cannot count back from the end of a stream", async () => {
  const stream: AnalyzeInput = { name: "-", kind: "stream", files: [sourceOf("-", ARCHIVE)] };
  await assertRejects(() => analyze({ since: "-1h" }, stream), UsageError, "standard input");
  assertEquals((await analyze({ since: timeAt(0) }, stream)).inputs[0]?.kind, "stream");
});

Deno.test("analyzeArchive() stops with the reason of its signal", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  await assertRejects(
    () =>
      analyze(
        { signal: controller.signal, onProgress: () => controller.abort(reason) },
        fileInput("a", ARCHIVE, 4096),
      ),
    Error,
    "enough",
  );
});
