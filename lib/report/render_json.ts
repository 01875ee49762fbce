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

interface Field {
  readonly name: string;
  readonly label: string;
  readonly schema: JsonSchema;
}

interface ObjectShape {
  /** Fields in the order in which they are written. */
  readonly fields: readonly Field[];
  readonly names: ReadonlySet<string>;
  /** Of fields with other names. */
  readonly free: JsonSchema;
}

function fieldOf(name: string, schema: JsonSchema): Field {
  return { name, label: `${JSON.stringify(name)}: `, schema };
}

const shapes = new WeakMap<JsonSchema, ObjectShape>();

/** What a schema says of an object's fields; worked out once, as there are thousands of signatures. */
function shapeOf(schema: JsonSchema): ObjectShape {
  let shape = shapes.get(schema);
  if (shape === undefined) {
    const { properties = {}, additionalProperties } = schema;
    const fields = Object.entries(properties).map(([name, field]) => fieldOf(name, resolve(field)));
    const free = typeof additionalProperties === "object" ? resolve(additionalProperties) : VERBATIM;
    shapes.set(schema, shape = { fields, names: new Set(fields.map(({ name }) => name)), free });
  }
  return shape;
}

/** Fields in the order of the schema, then, where names are free, the rest in code unit order. */
function fieldsOf(object: Readonly<Record<string, unknown>>, schema: JsonSchema): readonly Field[] {
  const { fields, names, free } = shapeOf(schema);
  const others = Object.keys(object).filter((name) => !names.has(name));
  return others.length === 0 ? fields : [...fields, ...others.sort().map((name) => fieldOf(name, free))];
}

function printObject(object: Record<string, unknown>, schema: JsonSchema, indent: string): string {
  const inner = `${indent}  `;
  let rows = "";
  for (const { name, label, schema: own } of fieldsOf(object, schema)) {
    if (object[name] === undefined || !Object.hasOwn(object, name)) continue;
    rows += `${rows === "" ? "" : ","}\n${inner}${label}${print(object[name], own, inner)}`;
  }
  return rows === "" ? "{}" : `{${rows}\n${indent}}`;
}

/** A list of objects, all but its end, row by row; null: the value is no such list. */
function rowsOf(value: unknown, { items }: JsonSchema, indent: string): IteratorObject<string> | null {
  if (!Array.isArray(value) || !items) return null;
  if (!value.some((item) => typeof item === "object" && item !== null)) return null;
  const inner = `${indent}  `;
  const schema = resolve(items);
  return value.values().map((item, at) => `${at === 0 ? "[" : ","}\n${inner}${print(item, schema, inner)}`);
}

function print(value: unknown, schema: JsonSchema, indent: string): string {
  const { properties, additionalProperties } = schema;
  const rows = rowsOf(value, schema, indent);
  if (rows !== null) return `${rows.reduce((text, row) => text + row, "")}\n${indent}]`;
  if (!isObject(value) || (properties === undefined && additionalProperties === undefined)) {
    return JSON.stringify(value);
  }
  return printObject(value, schema, indent);
}

/** The text of {@linkcode renderJson} in pieces: all of it together may take more memory than what it tells. */
export function* jsonPieces(analysis: Analysis): Generator<string> {
  const values: Readonly<Record<string, unknown>> = { ...analysis };
  let opening = "{";
  for (const { name, label, schema } of fieldsOf(values, analysisSchema)) {
    if (values[name] === undefined) continue;
    yield `${opening}\n  ${label}`;
    opening = ",";
    const rows = rowsOf(values[name], schema, "  ");
    if (rows === null) yield print(values[name], schema, "  ");
    else {
      yield* rows;
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
