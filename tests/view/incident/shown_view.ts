import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { carriedSource } from "../../../lib/view/carry/carried_source.ts";
import { type Face, type PageFrame, pageFrame } from "../../../lib/view/page_frame.ts";
import type { PageSource } from "../../../lib/view/page_source.ts";
import { findView } from "../../../lib/view/view_list.ts";

/** A source of a case: all evidence is in the log file with the number 7, all lines can be read. */
export function sourceOf(analysis: Analysis): PageSource {
  return {
    ...carriedSource({ analysis, omissions: [], comparison: null }),
    text: { available: true },
    memberOf: () => 7,
  };
}

/** What a view loads, after its way through JSON. */
export async function loadView<Data>(address: string, source: PageSource): Promise<Data> {
  const { view, id, search } = viewAt(address);
  return JSON.parse(JSON.stringify(await view.load(source, search, id)));
}

/** The markup of a view. */
export async function showView(
  address: string,
  source: PageSource,
  { face = "serve", ...over }: { face?: Face } & Partial<PageFrame> = {},
): Promise<string> {
  const { view, path, search } = viewAt(address);
  const frame = { ...pageFrame(face, path, search), ...over };
  return view.render(await loadView(address, source), frame).body.markup;
}

function viewAt(address: string) {
  const { pathname: path, searchParams: search } = new URL(address, "http://page");
  const found = findView(path);
  if (found === undefined) throw new Error(`there is no view ${path}`);
  return { ...found, path, search };
}

/** The text of markup: no tags, entities as what they stand for, one space between words. */
export function textOf(markup: string): string {
  return markup.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/\s+/g, " ").trim();
}

/** What markup must not have: elements and attributes that only text of others could have made. */
export function foreignMarkup(markup: string): string[] {
  const bare = markup.replace(/(?<!\shref)="[^"]*"/g, '=""');
  return [
    ...bare.matchAll(
      /<(?:script|img|iframe|object|style)\b[^>]*>|<[^>]*\s(?:on\w+|style)=[^>]*>|href="(?!\/|#|https:)[^"]*"/gi,
    ),
  ].map(([match]) => match);
}
