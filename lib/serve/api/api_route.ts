import type { JsonSchema } from "../../report/analysis_schema.ts";
import type { ParameterTable } from "../../view/params/parameter.ts";
import { type Route, route } from "../route.ts";
import type { ServedCase } from "../served_case.ts";

/** The forms of answers. */
export type Media = "application/json" | "application/x-ndjson" | "text/event-stream";

/** An address of the API. */
export interface ApiRoute extends Route<unknown> {
  /** What it answers with: a few words. */
  readonly summary: string;
  /** Shape of the answer; of a stream: of each of its lines. */
  readonly schema: JsonSchema;
  /** Its form; what is no JSON is a stream of bytes. */
  readonly media: Media;
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
  /** Shape of the answer; of a stream: of each of its lines. */
  readonly schema: JsonSchema;
  /** Answers with a value that becomes JSON, or with a stream of bytes. */
  readonly answer: (served: ServedCase, values: Values, id: string) => unknown;
  /** Its form. @default {"application/json"} */
  readonly media?: Media;
  /** Statuses besides 200, 401, 403 and 422. @default {[]} */
  readonly errors?: readonly number[];
}

/** Makes one. */
export function apiRoute<Values>(
  { path, summary, parameters, schema, answer, media = "application/json", errors = [] }: ApiRouteParts<
    Values
  >,
): ApiRoute {
  return { ...route(path, parameters, answer), summary, schema, media, errors };
}
