/** Shapes: each reads one kind of value out of a YAML node, or reports why it cannot, and describes it for editors. */
import { nearestName } from "./nearest_name.ts";
import type { Report, YamlNode } from "./yaml_tree.ts";

/** Reads a value; undefined when something was reported. */
export interface Shape<T> {
  /** Reads it. */
  (node: YamlNode, report: Report): T | undefined;
  /** JSON Schema of it, for editors; absent: any value. */
  readonly schema?: NodeSchema;
}

/** JSON Schema 2020-12. */
export type NodeSchema = Readonly<Record<string, unknown>>;

/** Gives a reader its schema. */
export function described<T>(
  read: (node: YamlNode, report: Report) => T | undefined,
  schema: NodeSchema = {},
): Shape<T> {
  return Object.assign((node: YamlNode, report: Report) => read(node, report), { schema });
}

/** A key of a mapping. */
export interface Field<T> {
  /** Reads its value. */
  readonly shape: Shape<T>;
  /** Its value when the key is absent; without it the key is required. */
  readonly fallback?: T;
  /** What it is, for editors. */
  readonly about?: string;
}

/** What a text must be. */
export interface TextLimits {
  /** Fewest UTF-16 units. @default {1} */
  readonly min?: number;
  /** Most UTF-16 units. @default {4096} */
  readonly max?: number;
  /** Must match, and its description, for example `an id like "area.problem"`. */
  readonly form?: readonly [RegExp, string];
}

/** A text. Outer white space does not count: block scalars end with a line feed. */
export function text({ min = 1, max = 4096, form }: TextLimits = {}): Shape<string> {
  const pattern = form === undefined ? {} : { pattern: form[0].source, description: form[1] };
  return described((node, report) => {
    if (node.kind !== "text") return wrongKind(node, "text", report);
    const value = node.text.trim();
    const wanted = value.length < min || value.length > max
      ? `${min} to ${max} characters, found ${value.length}`
      : form && !form[0].test(value)
      ? form[1]
      : null;
    if (wanted === null) return value;
    report(node.place, `Cannot read ${quote(value)}: expected ${wanted}`);
  }, scalar({ minLength: min, maxLength: max, ...pattern }));
}

/** To YAML's usual schema, which editors follow, `8.0` and `true` are no strings. */
function scalar(limits: NodeSchema): NodeSchema {
  return { anyOf: [{ type: "string", ...limits }, { type: "number" }, { type: "boolean" }] };
}

/** A text taken as it is, white space and all. */
export function exactText({ min, max }: { readonly min: number; readonly max: number }): Shape<string> {
  return described((node, report) => {
    if (node.kind !== "text") return wrongKind(node, "text", report);
    if (node.text.length >= min && node.text.length <= max) return node.text;
    report(node.place, `Cannot read text: length is ${node.text.length}, expected ${min} to ${max}`);
  }, scalar({ minLength: min, maxLength: max }));
}

/** A whole number. */
export function integer({ min, max }: { readonly min: number; readonly max: number }): Shape<number> {
  return described((node, report) => {
    if (node.kind !== "text") return wrongKind(node, "text", report);
    const value = /^\d{1,15}$/.test(node.text) ? Number(node.text) : Number.NaN;
    if (value >= min && value <= max) return value;
    report(node.place, `Cannot read ${quote(node.text)}: expected an integer from ${min} to ${max}`);
  }, { type: "integer", minimum: min, maximum: max });
}

/** One of some words. */
export function oneOf<T extends string>(...words: readonly T[]): Shape<T> {
  return described((node, report) => {
    if (node.kind !== "text") return wrongKind(node, "text", report);
    const word = words.find((candidate) => candidate === node.text);
    if (word === undefined) report(node.place, `Cannot read value: ${unknownWord(node.text, words)}`);
    return word;
  }, { enum: words });
}

/** `true` or `false`. */
export function flag(): Shape<boolean> {
  const word = oneOf("true", "false");
  return described((node, report) => {
    const value = word(node, report);
    return value === undefined ? undefined : value === "true";
  }, { type: "boolean" });
}

/** A list. All items are read, also after a bad one. */
export function listOf<T>(
  item: Shape<T>,
  { min = 0, max = 100 }: { readonly min?: number; readonly max?: number } = {},
): Shape<readonly T[]> {
  return described((node, report) => {
    if (node.kind !== "list") return wrongKind(node, "list", report);
    const { length } = node.items;
    if (length < min || length > max) {
      report(node.place, `Cannot read list: it has ${length} items, expected ${min} to ${max}`);
      return undefined;
    }
    const values = node.items.map((child) => item(child, report));
    return values.every((value) => value !== undefined) ? values : undefined;
  }, { type: "array", items: item.schema ?? {}, minItems: min, maxItems: max });
}

/** A key that may be absent: null then. */
export function optional<T>(shape: Shape<T>): Field<T | null> {
  return { shape, fallback: null };
}

/** A list that may be absent: empty then. */
export function optionalList<T>(item: Shape<T>): Field<readonly T[]> {
  return { shape: listOf(item), fallback: [] };
}

/** A mapping with fixed keys: the fields' names in snake case. All keys are read, also after a bad one. */
export function mapping<T extends object>(
  what: string,
  fields: { readonly [K in keyof T]: Field<T[K]> },
): Shape<T> {
  const names = (Object.keys(fields) as (keyof T & string)[]).map((name) => [snakeCase(name), name] as const);
  const nameOf = new Map(names);
  return described((node, report) => {
    if (node.kind !== "map") return wrongKind(node, `mapping (${what})`, report);
    const values: Partial<T> = {};
    let complete = true;
    for (const { key, keyPlace, value: child } of node.entries) {
      const name = nameOf.get(key);
      if (name === undefined) {
        report(keyPlace, `Cannot read ${what}: key ${unknownWord(key, nameOf.keys())}`);
      }
      const value = name === undefined ? undefined : fields[name].shape(child, report);
      if (name === undefined || value === undefined) complete = false;
      else values[name] = value;
    }
    const present = new Set(node.entries.map((entry) => entry.key));
    for (const [key, name] of names) {
      const { fallback } = fields[name];
      if (present.has(key)) continue;
      if (fallback !== undefined) values[name] = fallback;
      else {
        report(node.place, `Cannot read ${what}: key "${key}" is missing`);
        complete = false;
      }
    }
    // Every field is there: read, or taken from its fallback.
    return complete ? values as T : undefined;
  }, mappingSchema(names.map(([key, name]) => [key, fields[name]])));
}

function mappingSchema(fields: readonly (readonly [string, Field<unknown>])[]): NodeSchema {
  const properties = fields.map(([key, { shape, about }]) =>
    [key, { ...shape.schema, ...(about === undefined ? {} : { description: about }) }] as const
  );
  const required = fields.filter(([, { fallback }]) => fallback === undefined).map(([key]) => key);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required,
    additionalProperties: false,
  };
}

/** A mapping with free keys. */
export function recordOf<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return described((node, report) => {
    if (node.kind !== "map") return wrongKind(node, "mapping", report);
    const entries = node.entries.map(({ key, value }) => [key, item(value, report)] as const);
    // fromEntries defines own properties, so that a key "__proto__" is only a key.
    const isRead = (entry: readonly [string, T | undefined]): entry is [string, T] => entry[1] !== undefined;
    return entries.every(isRead) ? Object.fromEntries(entries) : undefined;
  }, { type: "object", additionalProperties: item.schema ?? {} });
}

/** Says that a word is unknown, and which was meant or which there are. */
function unknownWord(word: string, known: Iterable<string>): string {
  const words = [...known];
  const nearest = nearestName(word, words);
  const wanted = nearest === null ? `one of ${words.map(quote).join(", ")}` : quote(nearest);
  return `${quote(word)} is unknown, expected ${wanted}`;
}

function wrongKind(node: YamlNode, wanted: string, report: Report): undefined {
  const found = node.kind === "map" ? "mapping" : node.kind;
  report(node.place, `Cannot read value: found a ${found}, expected a ${wanted}`);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function quote(value: string): string {
  return JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}…` : value);
}
