import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { analyzeCase, background, fileOf, header, type LogLine, record } from "../log_case.ts";

const LOG = "om-1/application/mms0.log";

async function findingOf(rule: string, ...lines: readonly (readonly LogLine[])[]) {
  const { findings } = await analyzeCase({ files: { [LOG]: fileOf(background(1, 0, 240, 4), ...lines) } });
  const found = findings.find((finding) => finding.rule === rule);
  assert(found !== undefined, `no ${rule}`);
  return found;
}

const heap = record({
  minute: 120,
  message: "Cannot go on",
  more: ["java.lang.OutOfMemoryError: Java heap space"],
});
const noKey = record({ minute: 120, message: "Cannot read block: NoSuchKey", level: "WARN" });

Deno.test("a finding tells what the release notes say about the version that its host ran", async () => {
  const found = await findingOf("jvm.out-of-memory-heap", [header(0, "8.0.12")], [heap]);
  assertStringIncludes(found.explanation, "This is about 8.0.12, which runs here");
});

Deno.test("a finding says nothing of versions that mended it, nor of an unknown one", async () => {
  for (const lines of [[header(0, "9.0.2")], []]) {
    const found = await findingOf("jvm.out-of-memory-heap", lines, [heap]);
    assert(!found.explanation.includes("This is about"), found.explanation);
  }
});

Deno.test("the version is the one at the time of the finding, not the latest", async () => {
  const found = await findingOf("jvm.out-of-memory-heap", [header(0, "8.0.12"), header(200, "9.0.2")], [
    heap,
  ]);
  assertStringIncludes(found.explanation, "8.0.12");
});

Deno.test("a hint may make a finding milder: missing keys in groom before 8.0.15", async () => {
  assertEquals((await findingOf("s3.no-such-key", [header(0, "8.0.12")], [noKey])).severity, "low");
  assertEquals((await findingOf("s3.no-such-key", [header(0, "8.0.20")], [noKey])).severity, "medium");
});
