import { assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { analyzeCase, background, fileOf } from "../log_case.ts";

const LOG = "om-1/application/mms0.log";

/** Synthetic console output around the texts of the init script that are public. */
function startup(...lines: string[]): string {
  return ["Starting pre-flight checks", ...lines, "Preflight check failed.", ""].join("\n");
}

async function findingsOf(text: string, path = "om-1/mms0-startup.log") {
  const { findings, incidents } = await analyzeCase({
    files: { [LOG]: fileOf(background(1, 0, 120, 4)), [path]: text },
  });
  assertEquals(incidents, []);
  return findings.filter(({ categories }) => categories.includes("other"));
}

Deno.test("consoleFindings() looks for known issues in console output, which has no times", async () => {
  const findings = await findingsOf(
    startup("[OBSOLETE SETTING] Remove mms.old.setting from conf-mms.properties"),
  );
  assertEquals(findings.map(({ rule, hosts, count }) => [rule, hosts, count]).sort(), [
    ["startup.obsolete-setting", ["om-1"], 1],
    ["startup.preflight-failed", ["om-1"], 1],
  ]);
  const failed = findings.find(({ rule }) => rule === "startup.preflight-failed")!;
  // The line before says which check it was.
  assertEquals(failed.evidence.map(({ line, time }) => [line, time]), [[2, null], [3, null]]);
  assertStringIncludes(failed.explanation, "no times");
  assertEquals(failed.causes, []);
});

Deno.test("consoleFindings() correlates lines of one file by their order", async () => {
  const findings = await findingsOf(
    startup("automation.versions.directory lacks mongodb-linux-x86_64-6.0.5.tgz"),
  );
  assertEquals(findings.map(({ rule }) => rule).sort(), [
    "startup.missing-binaries",
    "startup.preflight-failed",
  ]);
  const far = Array.from({ length: 400 }, (_, i) => `Step ${i}`);
  const apart = await findingsOf(startup("automation.versions.directory is read", ...far));
  assertEquals(apart.map(({ rule }) => rule), ["startup.preflight-failed"]);
});

Deno.test("consoleFindings() finds nothing in a start that went well", async () => {
  assertEquals(await findingsOf("Starting pre-flight checks\nSuccessfully finished pre-flight checks\n"), []);
});
