import { createHash } from "node:crypto";
import type { Analysis } from "../analyze/analysis.ts";
import pageScript from "./assets/page_script.js" with { type: "text" };
import { type Carried, carriedSource } from "./carry/carried_source.ts";
import { carryAnalysis } from "./carry/carry_analysis.ts";
import { fitLine } from "../report/clip_text.ts";
import { compareForPage } from "./diff/comparison.ts";
import { html, rawHtml, type SafeHtml } from "./html.ts";
import { jsonScript, pageDocument } from "./page_document.ts";
import { pageFrame } from "./page_frame.ts";
import type { PageSource } from "./page_source.ts";
import { pageAbout } from "./shell/page_about.ts";
import { pageHead } from "./shell/page_head.ts";
import { PAGE_STYLE } from "./shell/page_style.ts";
import type { Rendered } from "./view.ts";
import { utf8Length } from "./utf8_length.ts";
import { findView } from "./view_list.ts";
import { entityPath } from "./parts/entity_path.ts";

/** UTF-8 bytes that the document may have: a report can be mailed. */
const MOST_BYTES = 4_900_000;
/** UTF-8 bytes of views in it for readers without script; of the data and the script is what is left. */
const STATIC_BYTES = 1_200_000;
const TITLE_LENGTH = 120;
const WORST_SHOWN = 3;
const INCIDENTS_SHOWN = 20;
const FINDINGS_SHOWN = 50;

/**
 * Writes `report.html`: one file that loads nothing, shows everything of others as text, and needs no script to be
 * read. The policy inside makes the browser enforce that.
 */
export function renderHtml(analysis: Analysis): string {
  return renderCarried({ ...carryAnalysis(analysis), comparison: null }, "/");
}

/** Writes the same page for two cases: the comparison stands first, the rest is about the later one. */
export function renderDiffHtml(before: Analysis, after: Analysis): string {
  return renderCarried({ ...carryAnalysis(after), comparison: compareForPage(before, after) }, "/diff");
}

function renderCarried(carried: Carried, home: string): string {
  const source = carriedSource(carried);
  const about = { ...pageAbout("report", source), home };
  const paths = staticPaths(source, home);
  const data = jsonScript("carried", carried);
  const script = html`<script type="module" blocking="render">${rawHtml(PAGE_SCRIPT)}</script>`;
  const leftBytes = MOST_BYTES - utf8Length(PAGE_STYLE) - utf8Length(script.markup) - utf8Length(data.markup);
  return pageDocument({
    about,
    head: reachable(pageHead(about, pageFrame("report", home, new URLSearchParams())), paths),
    view: staticViews(source, paths, Math.min(STATIC_BYTES, leftBytes)),
    assets: html`
      <meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}">
      <meta name="referrer" content="no-referrer">
      <style>${rawHtml(PAGE_STYLE)}</style>
      ${script}
    `,
    carried: data,
  });
}

/** Without carriage returns, which browsers drop before they hash. */
const PAGE_SCRIPT = pageScript.replaceAll("\r", "");

function contentSecurityPolicy(): string {
  const [style, script] = [PAGE_STYLE, PAGE_SCRIPT].map((text) =>
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`
  );
  return `default-src 'none'; style-src ${style}; script-src ${script}; img-src data: blob:; base-uri 'none'; form-action 'none'`;
}

/**
 * Views that stand in the document for readers without script, those that must not be missing first; a link `#/findings`
 * leads to each.
 */
function staticPaths({ index }: PageSource, home: string): ReadonlySet<string> {
  const { analysis: { findings, backups } } = index;
  const incidents = index.incidents.slice(0, INCIDENTS_SHOWN).map(({ id }) => entityPath("/incidents", id));
  return new Set([
    ...[home, "/", "/incidents"],
    ...incidents.slice(0, WORST_SHOWN),
    ...["/findings", "/coverage", "/diagnostics", "/events", "/agents"],
    ...incidents,
    ...findings.slice(0, FINDINGS_SHOWN).map(({ id }) => entityPath("/findings", id)),
    ...(backups.length > 0 ? ["/backups"] : []),
    ...["/timeline", "/signatures", "/access"],
  ]);
}

/** Views one after another, as long as there is room. */
function staticViews(source: PageSource, paths: ReadonlySet<string>, mostBytes: number): Rendered {
  const bodies: SafeHtml[] = [];
  let title: string | undefined;
  let leftBytes = mostBytes;
  for (const path of paths) {
    const view = renderStatic(path, source);
    title ??= view.title;
    const body = forReaders(view.body, paths, bodies.length);
    const sizeBytes = utf8Length(body.markup);
    const isShown = sizeBytes <= leftBytes;
    if (isShown) leftBytes -= sizeBytes;
    bodies.push(html`<div class="static" id="${path}">${isShown ? body : tooLong(view)}</div>`);
  }
  return { title: title ?? "", body: html`${bodies}` };
}

function renderStatic(path: string, source: PageSource): Rendered {
  const found = findView(path);
  if (found === undefined) throw new TypeError(`Cannot write the report: there is no view "${path}"`);
  const search = new URLSearchParams();
  // What a report carries is there at once, so nothing has to be awaited.
  const data = found.view.load(source, search, found.id);
  return found.view.render(data, { ...pageFrame("report", path, search), isStatic: true });
}

/**
 * A view as it stands in a document with others, for readers without script. What views call the same gets the number of
 * the view, and what is for the script alone is left out. In markup that `html` made, text and attributes of others have
 * no bare quotes, so these are attributes of our own.
 */
function forReaders({ markup }: SafeHtml, paths: ReadonlySet<string>, view: number): SafeHtml {
  const own = markup.replace(/ data-(?:live|chart|timeline)="[^"]*"/g, "").replace(
    /( (?:id|for|aria-labelledby|aria-describedby|aria-controls)="|<a href="#)([^"/][^"]*)"/g,
    `$1$2-${view}"`,
  );
  return reachable(rawHtml(own), paths);
}

/**
 * Without script, links lead to the views that stand in the document, whatever was asked of them; what else they would lead
 * to is no link.
 */
function reachable({ markup }: SafeHtml, paths: ReadonlySet<string>): SafeHtml {
  return rawHtml(
    markup.replace(
      / href="#(\/[^"?]*)[^"]*"/g,
      (_link, path: string) => paths.has(path) ? ` href="#${path}"` : "",
    ),
  );
}

function tooLong({ title }: Rendered): SafeHtml {
  return html`<p><b>${
    fitLine(title, TITLE_LENGTH)
  }</b> is too long to stand here: it is shown when scripts may run.</p>`;
}
