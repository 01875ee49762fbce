import type { ReportIndex } from "../../report/report_index.ts";
import type { JsonSchema } from "../../report/analysis_schema.ts";
import type { ParameterTable } from "../../view/params/parameter.ts";
import { SLICE_PARAMETERS, sliceList, type SliceValues } from "../select/slice_list.ts";
import { type ApiRoute, apiRoute } from "./api_route.ts";
import { sliceSchema } from "./api_schema.ts";

/** What an address of a list is made of. */
export interface ListRouteParts<Values> {
  /** Path below `/api/v1`. */
  readonly path: string;
  /** What the list is: a few words, with its order. */
  readonly summary: string;
  /** What chooses its entries. */
  readonly parameters: ParameterTable<Values>;
  /** Shape of an entry. */
  readonly items: JsonSchema;
  /** Gives the entries that are chosen, in their order. */
  readonly list: (index: ReportIndex, values: Values) => readonly unknown[];
}

/** Makes the address of a list, which is told part by part. */
export function listRoute<Values>(
  { path, summary, parameters, items, list }: ListRouteParts<Values>,
): ApiRoute {
  const table = { ...parameters, ...SLICE_PARAMETERS } as ParameterTable<Values & SliceValues>;
  return apiRoute<Values & SliceValues>({
    path,
    summary,
    parameters: table,
    schema: sliceSchema(items),
    answer: ({ index, caseHash }, values) => {
      const { limit, offset, cursor, ...choice } = values;
      const name = JSON.stringify([caseHash, path, choice]);
      return sliceList(list(index, values), name, { limit, offset, cursor });
    },
  });
}
