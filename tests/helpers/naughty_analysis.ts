import type { Analysis } from "../../lib/analyze/analysis.ts";
import { analysisSchema, type JsonSchema } from "../../lib/report/analysis_schema.ts";
import { NAUGHTY_MARKUP } from "./naughty_markup.ts";
import { NAUGHTY_TEXT } from "./naughty_text.ts";

/** Every hostile string, each once. */
export const NAUGHTY_STRINGS: readonly string[] = [...new Set([...NAUGHTY_MARKUP, ...NAUGHTY_TEXT])];

/** Fields whose values stand for something: the same value becomes the same string, wherever it is. */
const NAMES = new Set([
  "host",
  "hosts",
  "id",
  "eventId",
  "confirmedBy",
  "sameChange",
  "groupId",
  "groupIds",
  "replicaSet",
  "replicaSets",
  "agent",
  "agents",
  "input",
  "member",
  "cluster",
]);
/** Lists whose entries are shown one by one; they get as many entries as make every string be in each. */
const MANY = 40;

/** Takes the next string, again and again from the beginning. */
class StringWheel {
  #next = 0;
  readonly #byName = new Map<string, string>();

  turn(): string {
    return NAUGHTY_STRINGS[this.#next++ % NAUGHTY_STRINGS.length]!;
  }

  named(value: string): string {
    const known = this.#byName.get(value);
    if (known !== undefined) return known;
    // Two hosts stay two hosts, also when the strings begin again.
    let name = this.turn();
    while (name === "" || [...this.#byName.values()].includes(name)) name = this.turn() + this.#byName.size;
    this.#byName.set(value, name);
    return name;
  }
}

/**
 * Puts hostile strings into every field of an analysis that its schema leaves free, keys of free objects included. Ids,
 * times and words of the schema stay; so does what refers to something.
 */
export function naughtyAnalysis(analysis: Analysis): Analysis {
  const wheel = new StringWheel();
  // The schema says that the result is one.
  return fill(multiplied(analysis), analysisSchema, "", wheel) as Analysis;
}

/** Ids stay different: those of the copies end with their number. */
function multiplied(analysis: Analysis): Analysis {
  const many = <T extends object>(items: readonly T[]): T[] =>
    items.length === 0 ? [] : Array.from({ length: Math.max(MANY, items.length) }, (_, i) => {
      const item = items[i % items.length]!;
      return i < items.length || !("id" in item) ? item : { ...item, id: `${item.id}-${i}` };
    });
  const { events, findings, signatures, backups, agents, restarts, diagnostics, access } = analysis;
  return {
    ...analysis,
    events: many(events),
    findings: many(findings),
    signatures: many(signatures),
    backups: many(backups),
    agents: many(agents),
    restarts: many(restarts),
    diagnostics: many(diagnostics),
    access: { ...access, routes: many(access.routes), clients: many(access.clients) },
  };
}

function fill(value: unknown, schema: JsonSchema, field: string, wheel: StringWheel): unknown {
  const { $ref, anyOf } = schema;
  if ($ref !== undefined) return fill(value, definition($ref), field, wheel);
  if (anyOf !== undefined) {
    const fitting = anyOf.find((one) => kindOf(one) === (value === null ? "null" : typeof value)) ??
      anyOf[0]!;
    return fill(value, fitting, field, wheel);
  }
  if (typeof value === "string") return isFree(schema) ? stringFor(value, schema, field, wheel) : value;
  if (Array.isArray(value)) return value.map((item) => fill(item, schema.items ?? {}, field, wheel));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map((entry) => fillEntry(entry, schema, wheel)));
}

function fillEntry(
  [key, value]: [string, unknown],
  schema: JsonSchema,
  wheel: StringWheel,
): [string, unknown] {
  const { properties, additionalProperties, propertyNames } = schema;
  const known = properties?.[key];
  if (known !== undefined) return [key, fill(value, known, key, wheel)];
  const rest = typeof additionalProperties === "object" ? additionalProperties : {};
  return [propertyNames === undefined ? wheel.turn() : key, fill(value, rest, "", wheel)];
}

function stringFor(value: string, { minLength }: JsonSchema, field: string, wheel: StringWheel): string {
  if (NAMES.has(field)) return wheel.named(value);
  const text = wheel.turn();
  return text === "" && minLength !== undefined ? wheel.turn() : text;
}

/** Whether any text may stand there. */
function isFree({ type, pattern, format, ...rest }: JsonSchema): boolean {
  return (type === undefined || type === "string") && pattern === undefined && format === undefined &&
    rest["enum"] === undefined && rest["const"] === undefined;
}

function kindOf(schema: JsonSchema): unknown {
  const { type, $ref } = schema;
  if ($ref !== undefined) return kindOf(definition($ref));
  return type === "array" ? "object" : type === "integer" ? "number" : type ?? "string";
}

function definition(reference: string): JsonSchema {
  const found = analysisSchema.$defs?.[reference.slice("#/$defs/".length)];
  if (found === undefined) throw new Error(`Cannot find ${reference} in the schema of an analysis`);
  return found;
}
