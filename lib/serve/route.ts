import type { AnyParameterTable, ParameterTable } from "../view/params/parameter.ts";
import { readParameters } from "../view/params/read_parameters.ts";
import type { ServedCase } from "./served_case.ts";

/** An address and what it answers with. */
export interface Route<Answer> {
  /** Path; `{id}` stands for one segment. */
  readonly path: string;
  /** What may follow the `?`. */
  readonly parameters: AnyParameterTable;
  /** Answers; `id` is the segment that `{id}` stands for. */
  readonly answer: (served: ServedCase, search: URLSearchParams, id: string) => Answer;
}

/** Makes a route whose parameters are read before it answers. */
export function route<Values, Answer>(
  path: string,
  parameters: ParameterTable<Values>,
  answer: (served: ServedCase, values: Values, id: string) => Answer,
): Route<Answer> {
  return {
    path,
    parameters: parameters as AnyParameterTable,
    answer: (served, search, id) => answer(served, readParameters(parameters, search), id),
  };
}
