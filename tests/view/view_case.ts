/** A view at an address, from an analysis as a report carries it whole. */
import type { Analysis } from "../../lib/analyze/analysis.ts";
import { carriedSource } from "../../lib/view/carry/carried_source.ts";
import { pageFrame } from "../../lib/view/page_frame.ts";
import type { Rendered, View } from "../../lib/view/view.ts";

/** What a view loads, after its way through JSON. */
export function loadFrom(
  view: View,
  analysis: Analysis,
  address: string,
  omissions: readonly string[] = [],
): unknown {
  const { pathname, searchParams } = new URL(address, "http://page");
  const source = carriedSource({ analysis, omissions, comparison: null });
  return JSON.parse(JSON.stringify(view.load(source, searchParams, pathname.split("/")[2] ?? "")));
}

/** What it shows under `omlens serve`. */
export function renderFrom(
  view: View,
  analysis: Analysis,
  address: string,
  omissions: readonly string[] = [],
): Rendered {
  const { pathname, searchParams } = new URL(address, "http://page");
  return view.render(
    loadFrom(view, analysis, address, omissions),
    pageFrame("serve", pathname, searchParams),
  );
}
