/// <reference lib="dom" />
import type { Zone } from "./live_page.ts";
import { showTimes } from "./show_times.ts";
import { storedChoice } from "./stored_choice.ts";

const THEMES = ["auto", "light", "dark"] as const;

/** What the reader chose for all pages: how times are shown, light or dark. */
export interface ReaderChoices {
  /** How times are shown. */
  readonly zone: () => Zone;
  /** The other zone; times in the document change at once. Returns what to tell the reader. */
  readonly turnZone: () => string;
  /** The next theme. Returns what to tell the reader. */
  readonly turnTheme: () => string;
  /** Makes the document look as chosen: after it was filled. */
  readonly apply: () => void;
}

/** Reads the choices that were made before. The document is told of a change by `omlens:look`. */
export function readerChoices(): ReaderChoices {
  const zone = storedChoice<Zone>("zone", ["utc", "local"]);
  const theme = storedChoice("theme", THEMES);
  const apply = () => {
    document.documentElement.dataset.theme = theme.get();
    document.documentElement.dataset.zone = zone.get();
    const button = document.getElementById("zone-button");
    if (button !== null) button.textContent = zone.get() === "utc" ? "UTC" : "Local";
    showTimes(document, zone.get());
  };
  const changed = (told: string) => {
    apply();
    document.dispatchEvent(new CustomEvent("omlens:look"));
    return told;
  };
  return {
    zone: zone.get,
    apply,
    turnZone: () => {
      zone.set(zone.get() === "utc" ? "local" : "utc");
      return changed(zone.get() === "utc" ? "Times in UTC" : "Times in local time");
    },
    turnTheme: () => {
      theme.set(THEMES[(THEMES.indexOf(theme.get()) + 1) % THEMES.length] ?? "auto");
      return changed(`Theme: ${theme.get()}`);
    },
  };
}
