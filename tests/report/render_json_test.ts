import type { Analysis } from "../../lib/analyze/analysis.ts";
import { analysisSchema, type JsonSchema } from "../../lib/report/analysis_schema.ts";
import { jsonPieces, renderJson } from "../../lib/report/render_json.ts";
import { assert, assertEquals, assertNotEquals } from "../../lib/std/assert.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { createValidator } from "../helpers/json_schema.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const validate = createValidator(analysisSchema);

function parsed(analysis: Analysis): Json {
  return JSON.parse(renderJson(analysis));
}

/** Every object in a document with the schema that lists its fields. */
function* objects(
  value: Json,
  schema: JsonSchema,
  path: string,
): Generator<[path: string, value: Record<string, Json>, schema: JsonSchema]> {
  const target = schema.$ref
    ? analysisSchema.$defs?.[schema.$ref.slice("#/$defs/".length)] ?? {}
    : schema.anyOf?.[0] ?? schema;
  if (target !== schema) return yield* objects(value, target, path);
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* objects(item, schema.items ?? {}, `${path}/${i}`);
  } else if (value !== null && typeof value === "object" && schema.properties) {
    yield [path, value, schema];
    for (const [name, field] of Object.entries(schema.properties)) {
      if (name in value) yield* objects(value[name] ?? null, field, `${path}/${name}`);
    }
  }
}

/** The same data with all fields in reverse order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).reverse().map(([name, item]) => [name, reversed(item)]),
  ) as T;
}

for (
  const [name, analysis] of [["rich", fakeAnalysis()], ["empty", emptyAnalysis()], [
    "big",
    bigAnalysis(30, 12),
  ]] as const
) {
  Deno.test(`renderJson() writes a ${name} analysis that the schema accepts and that reads back the same`, () => {
    assertEquals(validate(parsed(analysis)), []);
    assertEquals(parsed(analysis), JSON.parse(JSON.stringify(analysis)));
    assert(renderJson(analysis).endsWith("}\n"));
  });

  Deno.test(`jsonPieces() gives a ${name} analysis in pieces no longer than a list element or a field`, () => {
    const pieces = [...jsonPieces(analysis)];
    assert(pieces.join("") === renderJson(analysis), "It is another text");
    const longest = Object.values(analysis).flat().reduce(
      (length, value) => Math.max(length, JSON.stringify(value, null, 2).length),
      0,
    );
    assert(pieces.every(({ length }) => length < 2 * longest + 100), "A piece is longer");
  });
}

Deno.test("analysisSchema rejects an analysis without any one of its required fields", () => {
  const document = parsed(fakeAnalysis());
  const seen = new Set<string>();
  for (const [path, value, schema] of objects(document, analysisSchema, "")) {
    const kind = path.replace(/\/\d+/g, "/*");
    if (seen.has(kind) || !Array.isArray(schema.required)) continue;
    seen.add(kind);
    for (const name of schema.required.map(String)) {
      const kept = value[name] ?? null;
      delete value[name];
      assertNotEquals(validate(document), [], `${path} without ${name} is accepted`);
      value[name] = kept;
    }
  }
  assert(seen.size > 25, `only ${seen.size} kinds of objects were tried`);
  assertEquals(validate(document), []);
});

Deno.test("analysisSchema rejects a field that it does not know, in every object", () => {
  const document = parsed(fakeAnalysis());
  for (const [path, value] of objects(document, analysisSchema, "")) {
    value.unknownField = 1;
    assertNotEquals(validate(document), [], `${path} with an unknown field is accepted`);
    delete value.unknownField;
  }
});

const BROKEN: readonly (readonly [name: string, change: Partial<Record<keyof Analysis, unknown>>])[] = [
  ["a time without milliseconds", {
    span: { start: "2026-04-12T00:00:00Z", end: "2026-04-12T00:00:00.000Z" },
  }],
  ["a time of another zone", {
    span: { start: "2026-04-12T00:00:00.000+02:00", end: "2026-04-12T00:00:00.000Z" },
  }],
  ["another schema version", { schema: "omlens.analysis/2" }],
  ["a digest in upper case", {
    inputs: fakeAnalysis().inputs.map((input) => ({ ...input, sha256: "AB".repeat(32) })),
  }],
  ["a severity that is none", {
    findings: fakeAnalysis().findings.map((finding) => ({ ...finding, severity: "fatal" })),
  }],
  ["a duration that is no integer", {
    clocks: fakeAnalysis().clocks.map((clock) => ({ ...clock, offsetMs: 0.5 })),
  }],
  ["a score above 1", {
    incidents: fakeAnalysis().incidents.map((incident) => ({
      ...incident,
      causes: incident.causes.map((cause) => ({ ...cause, score: 1.1 })),
    })),
  }],
  ["line 0", { diagnostics: [{ code: "a.b", severity: "note", message: "m", input: "i", line: 0 }] }],
];

for (const [name, change] of BROKEN) {
  Deno.test(`analysisSchema rejects ${name}`, () => {
    assertNotEquals(validate({ ...fakeAnalysis(), ...change }), []);
  });
}

Deno.test("renderJson() writes the same bytes whatever order the fields were made in", () => {
  const analysis = { ...fakeAnalysis(), events: [], options: { b: 1, a: 2 } };
  assertEquals(renderJson(reversed(analysis)), renderJson(analysis));
});

Deno.test("renderJson() keeps an event as it was saved, and fields with dangerous names", () => {
  const raw = JSON.parse('{"z":1,"__proto__":{"polluted":true},"a":[]}');
  const captures = JSON.parse('{"__proto__":["x"]}');
  const base = fakeAnalysis();
  const text = renderJson({
    ...base,
    events: base.events.slice(0, 1).map((event) => ({ ...event, raw })),
    findings: base.findings.slice(0, 1).map((finding) => ({ ...finding, captures })),
  });
  assert(text.includes('"raw": {"z":1,"__proto__":{"polluted":true},"a":[]}'));
  assert(text.includes('"__proto__": ["x"]'));
});
