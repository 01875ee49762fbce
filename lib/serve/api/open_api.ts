import type { JsonSchema } from "../../report/analysis_schema.ts";
import type { AnyParameterTable } from "../params/parameter.ts";
import type { ApiRoute } from "./api_route.ts";
import { API_SCHEMAS, schemaOf } from "./api_schema.ts";

/** Where the API begins. */
export const API_ROOT = "/api/v1";

const MEANINGS: Readonly<Record<number, string>> = {
  400: "The filter cannot be read; `offset` says where.",
  401: "The token is missing or wrong.",
  403: "Another site asks.",
  404: "The case has no such thing.",
  422: "A parameter is unknown, missing or wrong.",
};
const ALWAYS: readonly number[] = [401, 403, 422];

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
          responses: { 200: answer("An OpenAPI 3.1 document.", { type: "object" }), ...failures([]) },
        },
      },
    },
    components: {
      schemas: API_SCHEMAS,
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

function operation({ path, summary, parameters, schema, errors }: ApiRoute): JsonSchema {
  const names = path.match(/\w+/g) ?? [];
  return {
    operationId: names.join("-"),
    summary,
    parameters: [...pathParameters(path), ...queryParameters(parameters)],
    responses: { 200: answer(`${summary}.`, schema), ...failures(errors) },
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
  return Object.fromEntries(all.map((status) => [status, answer(MEANINGS[status] ?? "", schemaOf("Error"))]));
}

function answer(description: string, schema: JsonSchema): JsonSchema {
  return { description, content: { "application/json": { schema } } };
}
