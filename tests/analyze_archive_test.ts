import type { AnalyzeOptions } from "../lib/analyze_options.ts";
import type { Analysis } from "../lib/analyze/analysis.ts";
import type { AnalyzeInput } from "../lib/read_inputs.ts";
import { analysisSchema } from "../lib/report/analysis_schema.ts";
import { assert, assertEquals } from "../lib/std/assert.ts";
import { analyze, ARCHIVE, fileInput, FILES, PROJECT, tarGz } from "./analyze/half_day.ts";
import { background, fileOf, repeat, sourceOf, spread, timeAt } from "./analyze/log_case.ts";
import { createValidator } from "./helpers/json_schema.ts";
import { gzip } from "./helpers/tar_builder.ts";

const validate = createValidator(analysisSchema);

/** What must not depend on the order in which files are read; texts of evidence may. */
function essence({ findings, signatures, restarts, coverage, incidents, access, totals }: Analysis): unknown {
  return {
    findings: findings.map(({ evidence: _, ...finding }) => finding),
    signatures: signatures.map(({ evidence: _, ...signature }) => signature),
    restarts,
    coverage,
    incidents,
    access,
    totals: { ...totals, inputBytes: 0 },
  };
}

Deno.test("analyzeArchive() gives an analysis that its JSON Schema accepts", async () => {
  assertEquals(validate(JSON.parse(JSON.stringify(await analyze()))), []);
});

Deno.test("analyzeArchive() goes from bytes to the finding, its cause and its confirmation", async () => {
  const analysis = await analyze();
  assertEquals(
    analysis.findings.map(({ rule, severity, count, groupIds }) => ({ rule, severity, count, groupIds })),
    [{ rule: "signature.burst", severity: "high", count: 81, groupIds: [PROJECT] }],
  );
  assertEquals(analysis.findings[0]?.causes.map(({ eventType, lagMs }) => [eventType, lagMs]), [
    ["AUTOMATION_CONFIG_PUBLISHED_AUDIT", 180_000],
  ]);
  assertEquals(analysis.findings[0]?.confirmedBy.length, 1);
  assertEquals(analysis.incidents.length, 1);
  const lines = Object.values(FILES).join("").split("\n").length - 1;
  assertEquals([analysis.totals.lines, analysis.totals.members, analysis.totals.events], [lines, 6, 3]);
  assertEquals(analysis.totals.records, lines - 2);
  const starts = analysis.coverage.filter(({ category }) => category !== "migration").map(({ start }) =>
    start
  );
  assertEquals(analysis.span?.start, starts.sort()[0], "a migration log of years ago is not the span");
});

Deno.test("analyzeArchive() shows evidence that is in the member, at that line and offset", async () => {
  const { findings, signatures } = await analyze();
  const all = [...findings, ...signatures].flatMap(({ evidence }) => evidence);
  assert(all.length > 10);
  for (const { member, line, byteOffset, byteLength, text } of all) {
    const bytes = new TextEncoder().encode(FILES[member]!);
    assertEquals(new TextDecoder().decode(bytes.subarray(byteOffset, byteOffset + byteLength)), text);
    assertEquals(FILES[member]!.split("\n")[line - 1], text);
  }
});

Deno.test("analyzeArchive() gives byte-identical JSON with a worker, without one, and for any width of chunks", async () => {
  const expected = JSON.stringify(await analyze());
  assertEquals(JSON.stringify(await analyze({ useWorker: true })), expected);
  for (const width of [997, 65_537, 10_000_000]) {
    assertEquals(
      JSON.stringify(await analyze({}, fileInput("a.tar.gz", ARCHIVE, width))),
      expected,
      `width ${width}`,
    );
  }
});

Deno.test("analyzeArchive() comes to the same whatever the order of members is", async () => {
  const expected = essence(await analyze());
  const reversed = tarGz(Object.entries(FILES).toReversed());
  assertEquals(essence(await analyze({}, fileInput("a.tar.gz", reversed))), expected);
});

Deno.test("analyzeArchive() comes to the same for an unpacked folder, and hashes it by content", async () => {
  const folder = (files: readonly (readonly [string, string])[]): AnalyzeInput => ({
    name: "a.tar.gz",
    kind: "folder",
    files: files.map(([name, text]) => sourceOf(name, text)),
  });
  const one = await analyze({}, folder(Object.entries(FILES)));
  const other = await analyze({}, folder(Object.entries(FILES).toReversed()));
  assertEquals(essence(one), essence(await analyze()));
  assertEquals([one.inputs[0]?.kind, one.inputs[0]?.complete], ["folder", true]);
  assertEquals(one.inputs[0]?.sha256, other.inputs[0]?.sha256);
});

Deno.test("analyzeArchive() counts a record once that two archives hold", async () => {
  const { totals, findings } = await analyze();
  const twice = await analyze({}, fileInput("a.tar.gz", ARCHIVE), fileInput("b.tar.gz", ARCHIVE));
  assertEquals(twice.totals.records, totals.records);
  assertEquals(
    twice.findings.map(({ id, count }) => [id, count]),
    findings.map(({ id, count }) => [id, count]),
  );
  assertEquals(twice.inputs.map(({ name }) => name), ["a.tar.gz", "b.tar.gz"]);
  assert(
    twice.diagnostics.some(({ code, input }) => code === "log.duplicate-records" && input === "b.tar.gz"),
  );
});

Deno.test("analyzeArchive() puts several files of one host and of several hosts together", async () => {
  const inputs = Object.entries(FILES).map(([name, text]): AnalyzeInput => ({
    name,
    kind: "folder",
    files: [sourceOf(name, text)],
  }));
  const analysis = await analyze({}, ...inputs);
  assertEquals(analysis.findings.map(({ rule, count }) => [rule, count]), [["signature.burst", 81]]);
});

Deno.test("analyzeArchive() keeps to an absolute window, of records and events alike", async () => {
  const analysis = await analyze({ since: timeAt(400), until: timeAt(505) });
  assert(analysis.span !== null && analysis.span.start >= timeAt(400) && analysis.span.end <= timeAt(505));
  assertEquals(analysis.events.map(({ type }) => type), ["AUTOMATION_CONFIG_PUBLISHED_AUDIT"]);
  assertEquals(analysis.options["since"], timeAt(400));
});

Deno.test("analyzeArchive() counts a relative window back from the end of the logs", async () => {
  const { span } = await analyze({ since: "-1h" });
  const end = Object.values(FILES).flatMap((text) => text.split("\n")).map((line) => line.slice(0, 23))
    .filter((text) => text.startsWith("2026-")).sort().at(-1)!;
  assert(Date.parse(span!.start) >= Date.parse(`${end}Z`) - 3_600_000);
  assert(Date.parse(span!.start) < Date.parse(`${end}Z`) - 3_500_000);
});

Deno.test("analyzeArchive() keeps to hosts and categories", async () => {
  const { coverage } = await analyze({ hosts: ["om-2"], categories: ["http_access", "migration"] });
  assertEquals(coverage.map(({ host, category }) => `${host} ${category}`), [
    "om-2 http_access",
    "om-2 migration",
  ]);
});

Deno.test("analyzeArchive() gives the same for one log file by itself, and for it with gzip", async () => {
  const text = FILES["om-1/application/mms0.log"]!;
  const plain = await analyze({}, fileInput("mms0.log", text));
  const packed = await analyze({}, fileInput("mms0.log", gzip(text)));
  assertEquals([plain.inputs[0]?.kind, packed.inputs[0]?.kind], ["log", "log"]);
  assertEquals(packed.findings.map(({ id }) => id), plain.findings.map(({ id }) => id));
  assertEquals(plain.coverage.map(({ host, category }) => [host, category]), [["unknown", "application"]]);
});

Deno.test("analyzeArchive() tells how many bytes it has read", async () => {
  const seen: number[] = [];
  await analyze({ onProgress: (bytes) => seen.push(bytes) }, fileInput("a.tar.gz", ARCHIVE, 50_000));
  assertEquals(seen.at(-1), ARCHIVE.length);
  assertEquals(seen, seen.toSorted((a, b) => a - b));
});

Deno.test("analyzeArchive() without built-in rules leaves known issues to signatures", async () => {
  const timeout = {
    level: "ERROR",
    message:
      "com.mongodb.MongoTimeoutException: Timed out after 30000 ms while waiting for a server that matches Any",
  };
  const text = fileOf(background(1, 0, 700, 3), repeat(spread(500, 520, 60), timeout));
  const rules = async (options: AnalyzeOptions) =>
    (await analyze({ ...options, events: [] }, fileInput("mms0.log", text))).findings.map(({ rule }) => rule);
  assertEquals((await rules({})).filter((rule) => rule.startsWith("appdb.")), ["appdb.timeout"]);
  assertEquals((await rules({ builtinRules: false })).filter((rule) => rule.startsWith("signature.")), [
    "signature.new",
  ]);
});

Deno.test("analyzeArchive() says nothing where there are no times", async () => {
  const files = [["om-1/application/mms0-startup.log", "Starting pre-flight checks\n"], [
    "om-1/http_access/mms0-access.log",
    "",
  ]] as const;
  const analysis = await analyze({ events: [] }, fileInput("a.tar.gz", tarGz(files)));
  assertEquals([analysis.span, analysis.findings, analysis.incidents], [null, [], []]);
  assertEquals(validate(JSON.parse(JSON.stringify(analysis))), []);
});
