import type { Analysis } from "../../lib/analyze/analysis.ts";
import { VIEWS } from "../../lib/view/view_list.ts";
import type { View } from "../../lib/view/view.ts";

/** Ids and parameters with which a view has something to show. */
const PLACES: Readonly<Record<string, (analysis: Analysis) => string>> = {
  "/incidents/{id}": ({ incidents }) => `/incidents/${segment(incidents)}`,
  "/findings/{id}": ({ findings }) => `/findings/${segment(findings)}`,
  "/signatures/{id}": ({ signatures }) => `/signatures/${segment(signatures)}`,
  "/events/{id}": ({ events }) => `/events/${segment(events)}`,
  "/search": () => "/search?q=level%3AERROR",
  "/lines": () => "/lines?member=1&line=20",
};

function segment([first]: readonly { readonly id: string }[]): string {
  return encodeURIComponent(first?.id ?? "");
}

/** A view as tests and screenshots call it, and where it has something to show. */
export interface NamedView {
  /** `overview`, `findings`, `findings-one`. */
  readonly name: string;
  /** Its address in a case. */
  readonly addressOf: (analysis: Analysis) => string;
}

/** Every view that the program has, but the comparison of two cases. */
export const NAMED_VIEWS: readonly NamedView[] = VIEWS.filter(({ path }) => path !== "/diff").map(named);

function named({ path }: View): NamedView {
  const name = path === "/" ? "overview" : path.slice(1).replace("/{id}", "-one");
  return { name, addressOf: PLACES[path] ?? (() => path) };
}
