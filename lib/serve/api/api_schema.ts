import { analysisSchema, type JsonSchema } from "../../report/analysis_schema.ts";

/** A reference to one of {@linkcode API_SCHEMAS}. */
export function schemaOf(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** An object with exactly these fields; those in `optional` may be missing. */
export function objectSchema(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", additionalProperties: false, required, properties };
}

/** A list. */
export function listSchema(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** A part of a list, as `sliceList` makes it. */
export function sliceSchema(items: JsonSchema): JsonSchema {
  return objectSchema({
    items: listSchema(items),
    total: { ...COUNT, description: "Entries of the whole list." },
    nextOffset: { ...orNull(COUNT), description: "Where the next part begins; null: this is the last one." },
    nextCursor: {
      ...orNull(TEXT),
      description: "The same as cursor of the next part, and in the header Link; good for this list only.",
    },
  });
}

const TEXT: JsonSchema = { type: "string" };
const COUNT: JsonSchema = { type: "integer", minimum: 0 };
const NUMBER: JsonSchema = { type: "number" };

function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "null" }] };
}

function fieldsSchema(texts: readonly string[], others: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const fields = { ...Object.fromEntries(texts.map((name) => [name, TEXT])), ...others };
  return objectSchema(fields, Object.keys(fields));
}

/** The shapes that an analysis does not have. */
const OWN_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  TextState: {
    description: "Whether lines that are no evidence can be read.",
    anyOf: [
      objectSchema({ available: { const: true } }),
      objectSchema({ available: { const: false }, reason: TEXT, remedy: TEXT }),
    ],
  },
  Member: objectSchema({
    id: COUNT,
    input: TEXT,
    path: TEXT,
    host: TEXT,
    category: schemaOf("Category"),
    layout: orNull(TEXT),
    sizeBytes: COUNT,
  }),
  Line: objectSchema({
    line: { type: "integer", minimum: 1 },
    byteOffset: COUNT,
    byteLength: COUNT,
    text: TEXT,
  }),
  RecordRow: objectSchema({
    kind: { const: "record" },
    cursor: TEXT,
    isMatch: { type: "boolean", description: "False: context of a record that fits." },
    time: schemaOf("Time"),
    timeMs: NUMBER,
    host: TEXT,
    category: schemaOf("Category"),
    input: TEXT,
    member: TEXT,
    line: { type: "integer", minimum: 1 },
    byteOffset: COUNT,
    byteLength: COUNT,
    text: { type: "string", description: "Empty when lines cannot be read." },
    fields: {
      description: "What the record says; what it does not is left out.",
      anyOf: [schemaOf("ApplicationFields"), schemaOf("AccessFields"), { type: "null" }],
    },
  }),
  ApplicationFields: fieldsSchema(
    ["level", "thread", "gid", "jobId", "planId", "marker", "logger", "message", "exception"],
    { caller: fieldsSchema(["file", "method"], { line: COUNT }) },
  ),
  AccessFields: fieldsSchema(
    ["client", "user", "method", "url", "route", "protocol", "referer", "userAgent"],
    { status: COUNT, responseBytes: COUNT, latencyMs: NUMBER },
  ),
  EventInPlace: objectSchema({
    kind: { const: "event" },
    cursor: TEXT,
    time: schemaOf("Time"),
    timeMs: NUMBER,
    event: schemaOf("EventRow"),
  }),
  NamedSeries: objectSchema({
    name: TEXT,
    start: schemaOf("Time"),
    bucketMs: { type: "integer", minimum: 1 },
    values: listSchema(orNull(NUMBER)),
  }),
  Error: objectSchema({
    error: objectSchema({
      code: TEXT,
      message: TEXT,
      remedy: TEXT,
      offset: { ...COUNT, description: "Where a filter is wrong, in UTF-16 units." },
    }, ["offset"]),
  }),
};

/** All shapes by name: those of an analysis, and the small ones besides. */
export const API_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ...moved(analysisSchema.$defs ?? {}),
  Analysis: moved(analysisFields()),
  ...OWN_SCHEMAS,
};

function analysisFields(): JsonSchema {
  const { type, additionalProperties, required, properties } = analysisSchema;
  return {
    type,
    additionalProperties: additionalProperties ?? false,
    required,
    properties: properties ?? {},
  };
}

/** The same schemas with their references to where OpenAPI keeps them. */
export function moved<T>(schemas: T): T {
  const text = JSON.stringify(schemas).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text);
}
