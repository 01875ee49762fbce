/// <reference lib="dom" />
import type { PageRouter } from "./page_router.ts";

/** Links and forms of the page change the view without loading another document; all others are left alone. */
export function followAddresses(router: PageRouter, target: Document): void {
  target.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const address = link?.getAttribute("href") ?? "";
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey &&
      !event.altKey;
    if (
      !isPlain || event.defaultPrevented || link?.getAttribute("target") || link?.hasAttribute("download")
    ) return;
    if (!isOfPage(address, router.about.face)) return;
    event.preventDefault();
    void router.go(address);
  });
  target.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method === "dialog" || event.defaultPrevented) return;
    event.preventDefault();
    const values = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : []
    );
    void router.go(router.addressOf(form.getAttribute("action") ?? "/", Object.fromEntries(values)));
  });
  // A choice from a list shows what fits at once; a text waits for Enter.
  target.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) event.target.form?.requestSubmit();
  });
}

function isOfPage(address: string, face: "serve" | "report"): boolean {
  if (face === "report") return address.startsWith("#/");
  return address.startsWith("/") && !address.startsWith("//") && !address.startsWith("/api/");
}
