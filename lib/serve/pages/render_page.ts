import { describeList } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { TIMELINE_SYMBOLS } from "../../report/html/timeline.ts";
import type { ServedCase } from "../served_case.ts";
import { type Page, VIEWS } from "./page.ts";

/** The search page has a larger one. */
const SEARCH_BOX = html`
  <form class="find" role="search" action="/search">
    <input type="search" name="q" aria-label="Search records"
      placeholder="level>=WARN text~&quot;timed out&quot;"
      spellcheck="false" autocomplete="off">
    <button>Search</button>
  </form>
`;

/** Writes a page with its head: where one is, where one can go, the search box. */
export function renderPage(page: Page, { index: { analysis } }: ServedCase): string {
  const names = describeList(analysis.inputs.map(({ name }) => name), 2);
  return renderDocument(
    page.title,
    html`
      <header class="head">
        <a class="skip" href="#main">Skip to content</a>
        <div class="head-row">
          <p class="brand"><a href="/">omlens</a> <span class="meta">${names}</span></p>
          ${page.view !== "/search" && SEARCH_BOX}
        </div>
        <nav class="views" aria-label="Views">${VIEWS.map(([path, name]) =>
          path === page.view
            ? html`<a href="${path}" aria-current="page">${name}</a>`
            : html`<a href="${path}">${name}</a>`
        )}</nav>
      </header>
      <main id="main" tabindex="-1">${page.body}</main>
      <footer>
        <p>omlens ${analysis.tool
          .version} · read-only · all times are UTC · <a href="/api/v1/openapi.json">API</a></p>
      </footer>
    `,
  );
}

/** Writes a page without anything of a case. */
export function renderDocument(title: string, body: SafeHtml): string {
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/assets/page.css">
        <script src="/assets/brush.js" defer></script>
        <title>${title} · omlens</title>
      </head>
      <body>
    ${TIMELINE_SYMBOLS}
    ${body}
      </body>
    </html>
  `.markup.trimStart();
}
