/// <reference lib="dom" />
import type { LivePage } from "./live_page.ts";

/**
 * Copies the text of the `textarea` beside a button. Where the browser does not let it (a file, an address without TLS),
 * the text is shown and selected, so that one key copies it.
 */
export function copyText(element: HTMLElement, page: LivePage): undefined {
  const button = element.querySelector<HTMLButtonElement>("button[data-part=copy]");
  const area = element.querySelector("textarea");
  const said = element.querySelector("[data-part=said]");
  if (button === null || area === null) return;
  button.addEventListener("click", () =>
    void copy(area).then((isCopied) => {
      if (isCopied) button.focus();
      const text = isCopied
        ? "Copied"
        : "The browser does not let the page copy. The text is selected: press Ctrl+C";
      if (said !== null) said.textContent = text;
      page.announce(text);
    }));
}

/** Whether it worked; else the text is visible and selected. */
async function copy(area: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    area.closest("details")?.setAttribute("open", "");
    area.focus();
    area.select();
    return false;
  }
}
