import { html, rawHtml, type SafeHtml } from "./html.ts";
import type { PageAbout } from "./shell/page_about.ts";
import { scriptJson } from "./script_json.ts";
import { CHART_SYMBOLS } from "./timeline/chart_symbols.ts";
import type { Rendered } from "./view.ts";

/** What a document is made of. */
export interface DocumentParts {
  /** What the page is about. */
  readonly about: PageAbout;
  /** The head of the page. */
  readonly head: SafeHtml;
  /** The view. */
  readonly view: Rendered;
  /** What stands in `<head>` besides: style, script, policy. */
  readonly assets: SafeHtml;
  /** What stands after the view: data that a report carries, and its script. */
  readonly carried?: SafeHtml;
}

/** Writes the whole document of a view; the page's script fills the same parts anew when the view changes. */
export function pageDocument({ about, head, view, assets, carried }: DocumentParts): string {
  return bareDocument(
    view.title,
    assets,
    html`
      ${CHART_SYMBOLS}
      <header class="head" id="head">${head}</header>
      <main id="main" tabindex="-1">${view.body}</main>
      <footer>
        <p>omlens ${about.version} · times are UTC unless you choose local time${about.face === "serve" &&
          html`
            · <a href="/api/v1/openapi.json">API</a>
          `}</p>
      </footer>
      <p id="status" class="unseen" role="status"></p>
      <dialog id="help" aria-labelledby="help-title"></dialog>
      ${jsonScript("about", about)}
      ${carried}
    `,
  );
}

/** Writes a document without anything of a case. */
export function bareDocument(title: string, assets: SafeHtml, body: SafeHtml): string {
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        ${assets}
        <title>${title} · omlens</title>
      </head>
      <body>
    ${body}
      </body>
    </html>
  `.markup.trimStart();
}

/** Data for the script. */
export function jsonScript(id: string, value: unknown): SafeHtml {
  return html`<script type="application/json" id="${id}">${rawHtml(scriptJson(value))}</script>`;
}
