import schema from "./analysis.schema.json" with { type: "json" };

/** The part of JSON Schema 2020-12 that describes an analysis. */
export interface JsonSchema {
  /** Reference to a definition, `#/$defs/NAME`. */
  readonly $ref?: string;
  /** Fields, in the order in which they are written. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** Whether other fields may be there, or what they look like. */
  readonly additionalProperties?: boolean | JsonSchema;
  /** What the entries of a list look like. */
  readonly items?: JsonSchema;
  /** Alternatives. */
  readonly anyOf?: readonly JsonSchema[];
  /** Definitions, of the root only. */
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  /** Keywords that only a validator reads. */
  readonly [keyword: string]: unknown;
}

/** JSON Schema 2020-12 of `analysis.json`. */
export const analysisSchema: JsonSchema = schema;
