import type { Analysis } from "../analyze/analysis.ts";
import { analysisSchema, type JsonSchema } from "./analysis_schema.ts";

const VERBATIM: JsonSchema = {};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema that lists the fields: behind references, and behind "or null". */
function resolve(schema: JsonSchema): JsonSchema {
  if (schema.$ref !== undefined) {
    return resolve(analysisSchema.$defs?.[schema.$ref.slice("#/$defs/".length)] ?? VERBATIM);
  }
  const [first] = schema.anyOf ?? [];
  return first === undefined ? schema : resolve(first);
}

interface ObjectShape {
  /** Fields in the order in which they are written. */
  readonly fields: readonly { readonly name: string; readonly label: string; readonly schema: JsonSchema }[];
  readonly names: ReadonlySet<string>;
  /** Of fields with other names. */
  readonly free: JsonSchema;
}

const shapes = new WeakMap<JsonSchema, ObjectShape>();

/** What a schema says of an object's fields; worked out once, as there are thousands of signatures. */
function shapeOf(schema: JsonSchema): ObjectShape {
  let shape = shapes.get(schema);
  if (shape === undefined) {
    const { properties = {}, additionalProperties } = schema;
    const fields = Object.entries(properties).map(([name, field]) => ({
      name,
      label: `${JSON.stringify(name)}: `,
      schema: resolve(field),
    }));
    const free = typeof additionalProperties === "object" ? resolve(additionalProperties) : VERBATIM;
    shapes.set(schema, shape = { fields, names: new Set(fields.map(({ name }) => name)), free });
  }
  return shape;
}

/** Fields in the order of the schema, then, where names are free, the rest in code unit order. */
function printObject(object: Record<string, unknown>, schema: JsonSchema, indent: string): string {
  const { fields, names, free } = shapeOf(schema);
  const inner = `${indent}  `;
  let rows = "";
  for (const { name, label, schema } of fields) {
    if (object[name] === undefined || !Object.hasOwn(object, name)) continue;
    rows += `${rows === "" ? "" : ","}\n${inner}${label}${print(object[name], schema, inner)}`;
  }
  for (const name of Object.keys(object).filter((name) => !names.has(name)).sort()) {
    if (object[name] === undefined) continue;
    const text = print(object[name], free, inner);
    rows += `${rows === "" ? "" : ","}\n${inner}${JSON.stringify(name)}: ${text}`;
  }
  return rows === "" ? "{}" : `{${rows}\n${indent}}`;
}

function printList(list: readonly unknown[], items: JsonSchema, indent: string): string {
  const inner = `${indent}  `;
  const schema = resolve(items);
  let rows = "";
  for (const item of list) rows += `${rows === "" ? "" : ","}\n${inner}${print(item, schema, inner)}`;
  return `[${rows}\n${indent}]`;
}

function print(value: unknown, schema: JsonSchema, indent: string): string {
  const { items, properties, additionalProperties } = schema;
  if (Array.isArray(value) && items && value.some((item) => typeof item === "object" && item !== null)) {
    return printList(value, items, indent);
  }
  if (!isObject(value) || (properties === undefined && additionalProperties === undefined)) {
    return JSON.stringify(value);
  }
  return printObject(value, schema, indent);
}

/** The rows of a list of objects, one by one; null: the value is no such list. */
function listPieces(value: unknown, { items }: JsonSchema): Iterable<string> | null {
  if (!Array.isArray(value) || items === undefined || !value.some(isObject)) return null;
  const schema = resolve(items);
  return value.values().map((item, at) => `${at === 0 ? "[" : ","}\n    ${print(item, schema, "    ")}`);
}

/** The text of {@linkcode renderJson} in pieces: all of it together may take more memory than what it tells. */
export function* jsonPieces(analysis: Analysis): Generator<string> {
  const values: Readonly<Record<string, unknown>> = { ...analysis };
  const { fields, names, free } = shapeOf(analysisSchema);
  const others = Object.keys(values).filter((name) => !names.has(name)).sort()
    .map((name) => ({ name, label: `${JSON.stringify(name)}: `, schema: free }));
  let opening = "{";
  for (const { name, label, schema } of [...fields, ...others]) {
    if (values[name] === undefined) continue;
    yield `${opening}\n  ${label}`;
    opening = ",";
    const pieces = listPieces(values[name], schema);
    if (pieces === null) yield print(values[name], schema, "  ");
    else {
      yield* pieces;
      yield "\n  ]";
    }
  }
  yield "\n}\n";
}

/**
 * Writes `analysis.json`: fields in the order of the schema whatever order they were made in, one field a line, lists
 * of numbers and strings on one line, events as they were saved on one line.
 */
export function renderJson(analysis: Analysis): string {
  return [...jsonPieces(analysis)].join("");
}
