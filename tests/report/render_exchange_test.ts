import { XMLParser, XMLValidator } from "npm:fast-xml-parser@5.12.1";
import sarifSchema from "npm:@microsoft/jest-sarif@1.0.0-beta.0/lib/schemas/sarif-2.1.0-rtm.5.json" with {
  type: "json",
};
import type { Analysis } from "../../lib/analyze/analysis.ts";
import { renderJunit } from "../../lib/report/render_junit.ts";
import { renderSarif } from "../../lib/report/render_sarif.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { fakeFinding } from "../helpers/fake_finding.ts";
import { createDraft04Validator } from "../helpers/json_schema.ts";

/** OASIS' own schema. Its formats are checked by hand: `uri-reference` through URL. */
const validate = createDraft04Validator(sarifSchema);

/** Control characters, what XML and URIs cannot hold, lone surrogates, words of the formats themselves. */
const EVIL = 'a\u0000b\x1b[31m\u202e\ufffe\ud800]]>&<x a="b">\n\'é😀 %41 c:d/../e?f#g';

function evilAnalysis(): Analysis {
  const finding = fakeFinding({ title: EVIL, explanation: EVIL, remediation: EVIL });
  const evidence = finding.evidence.map((one) => ({ ...one, member: EVIL, text: EVIL }));
  return {
    ...emptyAnalysis(),
    inputs: [{ name: EVIL, kind: "archive", sha256: "ab".repeat(32), inputBytes: 1, complete: true }],
    diagnostics: [{ code: EVIL, severity: "error", message: EVIL, input: EVIL, member: EVIL, byteOffset: 0 }],
    findings: [{ ...finding, evidence, references: [EVIL, "javascript:alert(1)"] }],
  };
}

interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly originalUriBaseIds: Readonly<Record<string, unknown>>;
    readonly artifacts: readonly { readonly hashes: Readonly<Record<string, string>> }[];
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly {
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations?: readonly unknown[];
      }[];
    }[];
    readonly results: readonly {
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly relatedLocations?: readonly { readonly message: { readonly text: string } }[];
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
          readonly region: { readonly startLine: number; readonly byteOffset: number };
        };
      }[];
    }[];
  }[];
}

function sarifOf(analysis: Analysis): SarifLog {
  return JSON.parse(renderSarif(analysis));
}

for (
  const [name, analysis] of Object.entries({
    story: fakeAnalysis(),
    nothing: emptyAnalysis(),
    many: bigAnalysis(200, 5),
    hostile: evilAnalysis(),
  })
) {
  Deno.test(`renderSarif() is valid against the SARIF 2.1.0 schema: ${name}`, () => {
    assertEquals(validate(sarifOf(analysis)), []);
  });

  Deno.test(`renderJunit() opens in a standard parser: ${name}`, () => {
    const xml = renderJunit(analysis);
    assert(XMLValidator.validate(xml) === true);
    const suite = junitOf(analysis);
    assertEquals(suite["@tests"], String(Math.max(1, analysis.findings.length)));
    assertEquals(suite.testcase.length, Math.max(1, analysis.findings.length));
  });
}

Deno.test("renderSarif() has a result for each finding, with its rule, level and the places of its lines", () => {
  const analysis = fakeAnalysis();
  const { tool, results, originalUriBaseIds } = sarifOf(analysis).runs[0]!;
  assertEquals(results.map(({ ruleId }) => ruleId), analysis.findings.map(({ rule }) => rule));
  const levels = { critical: "error", high: "error", medium: "warning", low: "note", info: "note" };
  assertEquals(results.map(({ level }) => level), analysis.findings.map(({ severity }) => levels[severity]));
  results.forEach(({ ruleId, ruleIndex, locations }, index) => {
    assertEquals(tool.driver.rules[ruleIndex]?.id, ruleId);
    const { evidence } = analysis.findings[index]!;
    assertEquals(
      locations.map(({ physicalLocation: { artifactLocation: { uri }, region } }) => [
        decodeURIComponent(uri),
        region.startLine,
        region.byteOffset,
      ]),
      evidence.map(({ member, line, byteOffset }) => [member, line, byteOffset]),
    );
    for (const { physicalLocation: { artifactLocation: { uriBaseId } } } of locations) {
      assert(Object.hasOwn(originalUriBaseIds, uriBaseId));
    }
  });
});

Deno.test("renderSarif() makes a relative URI of any member path", () => {
  const [location] = sarifOf(evilAnalysis()).runs[0]!.results[0]!.locations;
  const { uri } = location!.physicalLocation.artifactLocation;
  const base = "https://base.example/root/";
  assert(new URL(uri, base).href.startsWith(base));
  assert(/^[\w.~!*'()%/-]*$/.test(uri), uri);
});

Deno.test("renderSarif() has a fingerprint that lasts from day to day, and another one that is of this finding alone", () => {
  const scopesOf = (...findings: Analysis["findings"]) =>
    sarifOf({ ...emptyAnalysis(), findings }).runs[0]!.results.map((one) =>
      one.partialFingerprints["omlensScope/v1"]
    );
  const today = fakeFinding({ id: "today", onset: "2026-04-12T03:00:00.000Z" });
  const tomorrow = {
    ...today,
    id: "tomorrow",
    onset: "2026-04-13T07:00:00.000Z",
    count: 3,
    title: "Another",
  };
  assertEquals(scopesOf(today), scopesOf(tomorrow));
  assertEquals(scopesOf(tomorrow, today), scopesOf(today, tomorrow).reverse());
  assertEquals(new Set(scopesOf(today, tomorrow, { ...today, id: "x", hosts: ["om-9.example"] })).size, 3);
  const { results } = sarifOf(fakeAnalysis()).runs[0]!;
  assertEquals(
    results.map(({ partialFingerprints }) => partialFingerprints["omlensFinding/v1"]),
    fakeAnalysis().findings.map(({ id }) => id),
  );
});

Deno.test("renderSarif() tells which bytes were analysed, what of them was lost, and the request of the likely cause", () => {
  const analysis = fakeAnalysis();
  const { artifacts, invocations: [invocation], results } = sarifOf(analysis).runs[0]!;
  assertEquals(artifacts.map(({ hashes }) => hashes["sha-256"]), analysis.inputs.map(({ sha256 }) => sha256));
  assert(invocation?.executionSuccessful);
  assertEquals(invocation?.toolExecutionNotifications.map(({ level }) => level), ["error", "note"]);
  assert(invocation?.toolExecutionNotifications[1]?.message.text.endsWith(" (212 times)"));
  assertEquals(
    results[0]?.relatedLocations?.map(({ message }) => message.text),
    ["Likely cause, 2 min 13 s before: AUTOMATION_CONFIG_PUBLISHED_AUDIT"],
  );
});

interface JunitSuite {
  readonly "@tests": string;
  readonly "@failures": string;
  readonly testcase: readonly {
    readonly "@classname": string;
    readonly "@name": string;
    readonly failure?: { readonly "@message": string };
  }[];
}

function junitOf(analysis: Analysis): JunitSuite {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    isArray: (name: string) => name === "testcase",
  });
  return parser.parse(renderJunit(analysis)).testsuites.testsuite;
}

Deno.test("renderJunit() fails the findings that are medium or worse, and counts them", () => {
  const analysis = fakeAnalysis();
  const bad = analysis.findings.filter(({ severity }) => !["low", "info"].includes(severity));
  const suite = junitOf(analysis);
  assert(bad.length > 0 && bad.length < analysis.findings.length);
  assertEquals(suite["@failures"], String(bad.length));
  assertEquals(
    suite.testcase.filter(({ failure }) => failure !== undefined).map((one) => one["@classname"]),
    bad.map(({ rule }) => rule),
  );
});

/** Elements and attributes that Jenkins, GitLab and GitHub's readers of JUnit know. */
const JUNIT_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  "?xml": ["version", "encoding"],
  testsuites: ["name", "tests", "failures", "errors", "skipped", "time"],
  testsuite: ["name", "tests", "failures", "errors", "skipped", "time", "timestamp"],
  testcase: ["classname", "name", "time"],
  failure: ["type", "message"],
  "system-out": [],
};

Deno.test("renderJunit() has only what all readers of the format know, every number where they want it", () => {
  for (const analysis of [fakeAnalysis(), emptyAnalysis(), evilAnalysis()]) {
    for (const [, name, rest] of renderJunit(analysis).matchAll(/<([?\w-]+)((?: [\w-]+="[^"]*")*)/g)) {
      const attributes = Array.from(rest!.matchAll(/ ([\w-]+)="/g), ([, attribute]) => attribute!);
      const known = JUNIT_ATTRIBUTES[name!];
      assert(known !== undefined, name);
      assertEquals(known.filter((one) => one !== "timestamp" && !attributes.includes(one)), [], name);
      assertEquals(attributes.filter((one) => !known.includes(one)), [], name);
    }
  }
});

Deno.test("renderJunit() without findings is one test that passed", () => {
  const suite = junitOf(emptyAnalysis());
  assertEquals([suite["@tests"], suite["@failures"], suite.testcase[0]?.["@name"]], ["1", "0", "no finding"]);
});
