import type { JsonSchema } from "../../report/analysis_schema.ts";
import type { ParameterTable } from "../params/parameter.ts";
import { type Route, route } from "../route.ts";
import type { ServedCase } from "../served_case.ts";

/** An address of the API. */
export interface ApiRoute extends Route<unknown> {
  /** What it answers with: a few words. */
  readonly summary: string;
  /** Shape of the answer. */
  readonly schema: JsonSchema;
  /** Statuses besides 200, 401, 403 and 422 that it can answer with. */
  readonly errors: readonly number[];
}

/** What an address of the API is made of. */
export interface ApiRouteParts<Values> {
  /** Path below `/api/v1`. */
  readonly path: string;
  /** What it answers with: a few words. */
  readonly summary: string;
  /** What may follow the `?`. */
  readonly parameters: ParameterTable<Values>;
  /** Shape of the answer. */
  readonly schema: JsonSchema;
  /** Answers with a value that becomes JSON. */
  readonly answer: (served: ServedCase, values: Values, id: string) => unknown;
  /** Statuses besides 200, 401, 403 and 422. @default {[]} */
  readonly errors?: readonly number[];
}

/** Makes one. */
export function apiRoute<Values>(
  { path, summary, parameters, schema, answer, errors = [] }: ApiRouteParts<Values>,
): ApiRoute {
  return { ...route(path, parameters, answer), summary, schema, errors };
}
