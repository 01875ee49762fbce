import type { JsonSchema } from "../../report/analysis_schema.ts";
import type { AnyParameterTable } from "../../view/params/parameter.ts";
import type { ApiRoute, Media } from "./api_route.ts";
import { API_SCHEMAS, schemaOf } from "./api_schema.ts";

/** Where the API begins. */
export const API_ROOT = "/api/v1";

const MEANINGS: Readonly<Record<number, string>> = {
  400: "The filter cannot be read; `offset` says where.",
  401: "The token is missing or wrong.",
  403: "Another site asks.",
  404: "The case has no such thing.",
  413: "The request has a body.",
  414: "The address is too long.",
  421: "The request is for another host.",
  422: "A parameter is unknown, missing or wrong.",
  431: "The headers are too long.",
  500: "The case is damaged, or the program failed.",
  503: "Too many searches wait, or the case is being made.",
};
const ALWAYS: readonly number[] = [401, 403, 413, 414, 421, 422, 431, 500];
const TAG = { description: "Strong; the same as long as the answer is.", schema: { type: "string" } };
const LINK = { description: "The next part, when there is one (RFC 8288).", schema: { type: "string" } };

/** The OpenAPI 3.1 document of the API. */
export function describeApi(routes: readonly ApiRoute[]): JsonSchema {
  return {
    openapi: "3.1.1",
    info: {
      title: "omlens case",
      version: "1",
      description:
        "A case of omlens, read-only. Times are ISO 8601 UTC, durations end in Ms, sizes in Bytes.",
    },
    servers: [{ url: API_ROOT }],
    security: [{ cookie: [] }, { bearer: [] }],
    paths: {
      ...Object.fromEntries(routes.map((route) => [route.path, { get: operation(route) }])),
      "/openapi.json": {
        get: {
          operationId: "openapi",
          summary: "This document",
          parameters: [IF_NONE_MATCH],
          responses: { ...lasting("An OpenAPI 3.1 document.", { type: "object" }), ...failures([]) },
        },
      },
    },
    components: {
      schemas: API_SCHEMAS,
      responses: Object.fromEntries(
        Object.entries(MEANINGS).map((
          [status, meaning],
        ) => [`E${status}`, answer(meaning, schemaOf("Error"))]),
      ),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "The token that omlens serve prints." },
        cookie: {
          type: "apiKey",
          in: "cookie",
          name: "omlens-*",
          description: "Set by the first page that is opened with ?token=TOKEN.",
        },
      },
    },
  };
}

function operation({ path, summary, parameters, schema, media, errors }: ApiRoute): JsonSchema {
  const names = path.match(/\w+/g) ?? [];
  return {
    operationId: names.join("-"),
    summary,
    parameters: [
      ...pathParameters(path),
      ...queryParameters(parameters),
      ...(media === "application/json" ? [IF_NONE_MATCH] : []),
    ],
    responses: {
      ...(media === "application/json"
        ? lasting(`${summary}.`, schema)
        : { 200: answer(`${summary}.`, schema, media) }),
      ...failures(errors),
    },
  };
}

const IF_NONE_MATCH = {
  name: "If-None-Match",
  in: "header",
  description: "The ETag of an answer that is at hand.",
  schema: { type: "string" },
};

/** An answer that stays the same. */
function lasting(description: string, schema: JsonSchema): JsonSchema {
  const { properties } = schema;
  const isPaged = properties !== undefined && "nextCursor" in properties;
  return {
    200: { ...answer(description, schema), headers: { ETag: TAG, ...(isPaged ? { Link: LINK } : {}) } },
    304: { description: "The answer that is at hand is still right.", headers: { ETag: TAG } },
  };
}

function pathParameters(path: string): JsonSchema[] {
  const schema = { type: "string" };
  return path.includes("{id}") ? [{ name: "id", in: "path", required: true, schema }] : [];
}

function queryParameters(table: AnyParameterTable): JsonSchema[] {
  return Object.entries(table).map(([name, { about, schema, required }]) => ({
    name,
    in: "query",
    description: `${about.charAt(0).toUpperCase()}${about.slice(1)}.`,
    required,
    schema,
  }));
}

function failures(statuses: readonly number[]): JsonSchema {
  const all = [...ALWAYS, ...statuses].sort((a, b) => a - b);
  return Object.fromEntries(all.map((status) => [status, { $ref: `#/components/responses/E${status}` }]));
}

function answer(description: string, schema: JsonSchema, media: Media = "application/json"): JsonSchema {
  return { description, content: { [media]: { schema } } };
}
