import type { AnyParameterTable, ParameterTable } from "../params/parameter.ts";
import { type Route, route } from "../route.ts";
import type { ServedCase } from "../served_case.ts";
import type { SafeHtml } from "../../report/html/html.ts";

/** The views that the head of every page leads to. */
export type ViewPath = (typeof VIEWS)[number][0];

/** Path and name of each. */
export const VIEWS = [
  ["/", "Overview"],
  ["/timeline", "Timeline"],
  ["/incidents", "Incidents"],
  ["/findings", "Findings"],
  ["/signatures", "Signatures"],
  ["/access", "Access"],
  ["/agents", "Agents"],
  ["/events", "Events"],
  ["/coverage", "Coverage"],
  ["/search", "Search"],
] as const;

/** What is in a page. */
export interface Page {
  /** Title of the window. */
  readonly title: string;
  /** The view that it belongs to; null: none. */
  readonly view: ViewPath | null;
  /** What stands below the head. */
  readonly body: SafeHtml;
  /** HTTP status. @default {200} */
  readonly status?: number;
}

/** An address that answers with a page. */
export type PageRoute = Route<Page>;

/** Makes one. Parameters that a page does not know are an error, as in the API. */
export function pageRoute<Values>(
  path: string,
  parameters: ParameterTable<Values>,
  answer: (served: ServedCase, values: Values, id: string) => Page,
): PageRoute {
  return route(path, parameters, answer);
}

/** Parameters of a page that takes none. */
export const NO_PARAMETERS: AnyParameterTable = {};
