/// <reference lib="dom" />
import type { Page } from "./browser.ts";

/** What stands in a page that no view of ours makes: elements, handlers, addresses of others. Empty: nothing. */
export async function foreignMarkup(page: Page, allowedLinks: readonly string[]): Promise<string[]> {
  return await page.evaluate(listForeign, allowedLinks);
}

/** Runs in the page. */
function listForeign(allowedLinks: readonly string[]): string[] {
  const problems: string[] = [];
  const seen = (element: Element) => element.outerHTML.slice(0, 120);
  const acts =
    "iframe, frame, object, embed, base, meta[http-equiv=refresh], link:not([rel=icon], [rel=stylesheet]), " +
    "applet, marquee, math, audio, video, portal, template, plaintext, xmp, noscript, foreignObject, animate, set";
  for (const element of document.querySelectorAll(`naughty, x-naughty, .naughty, [naughty], ${acts}`)) {
    problems.push(`element: ${seen(element)}`);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (/^on|^(?:srcdoc|formaction|ping|manifest|is|nonce)$/.test(name)) {
        problems.push(`attribute: ${seen(element)}`);
      }
      if (/^(?:href|src|action|data|xlink:href|poster|srcset)$/.test(name) && isForeign(value)) {
        problems.push(`address: ${seen(element)}`);
      }
    }
  }
  // Characters that turn the text around them, or cannot be seen, are shown as escapes.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.nodeValue ?? "";
    if (walker.currentNode.parentElement?.closest("script, style")) continue;
    const [odd] = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.exec(text) ?? [];
    if (odd !== undefined) {
      problems.push(`character ${odd.codePointAt(0)?.toString(16)}: ${text.slice(0, 80)}`);
    }
  }
  return problems.slice(0, 10);

  function isForeign(value: string): boolean {
    // The forms of a report are answered by its script.
    if (value === "data:," || /^\/(?![/\\])/.test(value) || allowedLinks.includes(value)) return false;
    let url: URL;
    try {
      url = new URL(value, location.href);
    } catch {
      return true;
    }
    if (url.protocol === "blob:" || url.protocol === "data:" && value.startsWith("data:image/")) return false;
    if (location.protocol === "file:") return url.href.split("#")[0] !== location.href.split("#")[0];
    return url.origin !== location.origin;
  }
}
