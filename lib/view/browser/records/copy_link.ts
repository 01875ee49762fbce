/// <reference lib="dom" />
import type { LivePage } from "../live_page.ts";

/** Puts an address on the clipboard; where the browser does not let us, shows it to be copied by hand. */
export async function copyLink(address: string, button: HTMLElement, page: LivePage): Promise<void> {
  const whole = new URL(address, location.href).href;
  try {
    await navigator.clipboard.writeText(whole);
    button.textContent = "Copied";
    page.announce("Link copied");
  } catch {
    const box = document.createElement("input");
    box.readOnly = true;
    box.value = whole;
    box.ariaLabel = "Link";
    button.replaceWith(box);
    box.select();
  }
}
