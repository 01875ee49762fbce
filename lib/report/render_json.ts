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

/** Fields in the order of the schema, then, where names are free, the rest in code unit order. */
function orderedFields(value: Record<string, unknown>, schema: JsonSchema): [string, JsonSchema][] {
  const known = Object.entries(schema.properties ?? {});
  const knownNames = new Set(known.map(([name]) => name));
  const others = Object.keys(value).filter((name) => !knownNames.has(name)).sort();
  const free = typeof schema.additionalProperties === "object" ? schema.additionalProperties : VERBATIM;
  const all: [string, JsonSchema][] = [...known, ...others.map((name): [string, JsonSchema] => [name, free])];
  return all.filter(([name]) => Object.hasOwn(value, name) && value[name] !== undefined);
}

function printBlock(open: string, rows: readonly string[], close: string, indent: string): string {
  if (rows.length === 0) return open + close;
  return `${open}\n${indent}  ${rows.join(`,\n${indent}  `)}\n${indent}${close}`;
}

function print(value: unknown, schema: JsonSchema, indent: string): string {
  const { items, properties, additionalProperties } = schema;
  if (Array.isArray(value) && items && value.some((item) => typeof item === "object" && item !== null)) {
    const rows = value.map((item) => print(item, resolve(items), indent + "  "));
    return printBlock("[", rows, "]", indent);
  }
  if (!isObject(value) || (properties === undefined && additionalProperties === undefined)) {
    return JSON.stringify(value);
  }
  const rows = orderedFields(value, schema).map(([name, field]) =>
    `${JSON.stringify(name)}: ${print(value[name], resolve(field), indent + "  ")}`
  );
  return printBlock("{", rows, "}", indent);
}

/**
 * Writes `analysis.json`: fields in the order of the schema whatever order they were made in, one field a line, lists
 * of numbers and strings on one line, events as they were saved on one line.
 */
export function renderJson(analysis: Analysis): string {
  return print(analysis, analysisSchema, "") + "\n";
}
