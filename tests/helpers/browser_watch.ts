/// <reference lib="dom" />
import type { BrowserContext } from "./browser.ts";

/** What a page did that it should not do, as it happens: `console error …`, `request http://…`. */
export interface Watch {
  /** In order of time. */
  readonly misdeeds: readonly string[];
  /** Addresses of requests that have no answer yet. */
  readonly pending: () => readonly string[];
}

/**
 * Watches all pages of a context: any line on the console, error, dialog, breach of the content security policy, failed
 * request, request to another place than `home`, download, and call of `canary()`, which only hostile content calls.
 *
 * @param home Beginning of the addresses that may be asked for.
 */
export async function watchContext(context: BrowserContext, home: string): Promise<Watch> {
  const misdeeds: string[] = [];
  const pending = new Map<unknown, string>();
  const note = (misdeed: string) => void misdeeds.push(misdeed);
  await context.addInitScript(setTraps);
  context.on("console", (line) => note(`console ${line.type()}: ${line.text()}`));
  context.on("weberror", (error) => note(`error: ${error.error().message}`));
  context.on("dialog", (dialog) => {
    note(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  context.on("request", (request) => {
    // Of what is in the page itself no end is told.
    if (/^(?:https?|file):/.test(request.url())) pending.set(request, request.url());
    if (!isHome(request.url(), home)) note(`request: ${request.url().slice(0, 200)}`);
  });
  context.on("requestfinished", (request) => void pending.delete(request));
  context.on("requestfailed", (request) => {
    pending.delete(request);
    // A page that is left, or a search that is given up, ends its requests.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") note(`failed: ${request.url()}`);
  });
  context.on("page", (page) => {
    page.on("download", (download) => note(`download: ${download.suggestedFilename()}`));
    page.on("popup", (popup) => note(`popup: ${popup.url()}`));
  });
  return { misdeeds, pending: () => [...pending.values()] };
}

function isHome(url: string, home: string): boolean {
  return url.startsWith(home) || /^(?:data|blob|about):/.test(url);
}

/** Runs in the page, before anything of it. */
function setTraps(): void {
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) => {
    reportError(new Error(`policy: ${effectiveDirective} forbids ${blockedURI} in ${sourceFile}`));
  });
  Object.assign(globalThis, { canary: () => reportError(new Error("canary: hostile content was executed")) });
}
