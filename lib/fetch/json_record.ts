/** An object of a JSON document, as it was sent. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object: no list, not null. */
export function isJsonRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A document of the API without its `links`: they name a central URL that may be another than ours. */
export function withoutLinks({ links: _links, ...rest }: JsonRecord): JsonRecord {
  return rest;
}
