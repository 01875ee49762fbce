import { checkAnalysis } from "../../../lib/case/store/analysis_check.ts";
import { joinAnalysis, readStoredAnalysis, splitAnalysis } from "../../../lib/case/store/stored_analysis.ts";
import { assert, assertEquals, assertThrows } from "../../../lib/std/assert.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../../helpers/fake_analysis.ts";

Deno.test("joinAnalysis() gives back what splitAnalysis() cut", () => {
  for (const analysis of [fakeAnalysis(), emptyAnalysis(), bigAnalysis(30, 5)]) {
    assertEquals(joinAnalysis([...splitAnalysis(analysis)]), JSON.parse(JSON.stringify(analysis)));
  }
});

Deno.test("readStoredAnalysis() and joinAnalysis() read what an earlier version wrote, without the lists that came later", () => {
  const { backups: _, activity: __, activityDetail: ___, ...early } = fakeAnalysis();
  const later = { backups: [], activity: [], activityDetail: [] };
  const expected = JSON.parse(JSON.stringify({ ...early, ...later }));
  assertEquals(readStoredAnalysis(JSON.parse(JSON.stringify(early))), expected);
  const parts = [...splitAnalysis({ ...early, ...later })].map((part) =>
    part.kind === "analysis"
      ? { ...part, json: part.json.replace(/,?"(?:backups|activity|activityDetail)":\[\]/g, "") }
      : part
  );
  assertEquals(joinAnalysis(parts), expected);
});

Deno.test("checkAnalysis() refuses an analysis in which anything has another type, and says where", () => {
  const { signatures, findings, coverage, access, ...rest } = fakeAnalysis();
  const whole: unknown = JSON.parse(JSON.stringify({
    ...rest,
    signatures: signatures.slice(0, 1),
    findings: findings.slice(0, 1).map((finding) => ({ ...finding, evidence: finding.evidence.slice(0, 1) })),
    coverage: coverage.slice(2, 4),
    access: {
      ...access,
      series: { ...access.series, requests: [1], errors5xx: [], errors4xx: [0], p95Ms: [null] },
    },
  }));
  checkAnalysis(whole, "analysis");
  let changed = 0;
  // Fields that may hold anything, and those that may be null or not be there.
  const free = /\.(?:options|raw|diffs)\b/;
  const change = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, field] of Object.entries(value)) {
      const place = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`;
      if (free.test(place)) continue;
      Reflect.set(value, name, Symbol("neither of JSON's types"));
      assertThrows(() => checkAnalysis(whole, "analysis"), RangeError, `${place} is not`);
      Reflect.set(value, name, field);
      changed++;
      change(field, place);
    }
  };
  change(whole, "analysis");
  assert(changed > 300, `${changed} fields`);
});
