import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { NAVIGATION } from "./navigation.ts";
import type { PageAbout } from "./page_about.ts";
import { timeView } from "../parts/time_view.ts";

/** Where one is, where one can go, the search box, and the stretch of time that all views keep to. */
export function pageHead({ names, views }: PageAbout, frame: PageFrame): SafeHtml {
  return html`
    <a class="skip" href="#main">Skip to content</a>
    <div class="head-row">
      <p class="brand"><a href="${frame.href("/")}">omlens</a> <span class="meta">${names}</span></p>
      ${frame.path !== "/search" && searchBox(frame)}
      <p class="tools only-script">
        <button type="button" id="zone-button" data-key="t" title="Times in UTC or local time (t)">UTC</button>
        <button type="button" id="theme-button" data-key="d" title="Light or dark (d)" aria-label="Light or dark">◐</button>
        <button type="button" id="help-button" data-key="?" title="Keys (?)" aria-label="Keys">?</button>
      </p>
    </div>
    <nav class="views" aria-label="Views">${NAVIGATION.map(([path, name]) =>
      views.includes(path) && navLink(path, name, frame)
    )}</nav>
    ${windowBar(frame)}
  `;
}

function searchBox(frame: PageFrame): SafeHtml {
  return html`
    <form class="find ${frame.face === "report" && "needs-script"}" role="search" action="/search">
      <input type="search" name="q" id="head-search" aria-label="Search records"
        placeholder="level>=WARN text~&quot;timed out&quot;" spellcheck="false" autocomplete="off">
      ${Object.entries(frame.window).map(([name, value]) =>
        value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`
      )}
      <button>Search</button>
    </form>
  `;
}

function navLink(path: string, name: string, frame: PageFrame): SafeHtml {
  const isHere = path === "/" ? frame.path === "/" : frame.path === path || frame.path.startsWith(`${path}/`);
  return isHere
    ? html`<a href="${frame.href(path)}" aria-current="page">${name}</a>`
    : html`<a href="${frame.href(path)}">${name}</a>`;
}

function windowBar(frame: PageFrame): SafeHtml | null {
  const { since, until } = frame.window;
  if (since === undefined && until === undefined) return null;
  return html`
    <p
      class="window-bar"><b>Only</b> ${since === undefined
        ? "the beginning"
        : timeView(since)} to ${until === undefined
        ? "the end"
        : timeView(until)} <a id="window-clear" href="${frame.same({
          since: undefined,
          until: undefined,
        })}">Show all time</a></p>
  `;
}
