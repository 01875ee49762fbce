/// <reference lib="dom" />
import type { PageAbout } from "../shell/page_about.ts";
import { carriedSource } from "../carry/carried_source.ts";
import { followAddresses } from "./follow_address.ts";
import { openHelp } from "./help_dialog.ts";
import { type KeyCommand, listenForKeys, viewCommands } from "./keys.ts";
import { pagePart, partText } from "./page_elements.ts";
import { PageRouter } from "./page_router.ts";
import { readerChoices } from "./reader_choices.ts";
import { viewLoader } from "./view_loader.ts";

/** Makes the document live. */
function startPage(): void {
  const about: PageAbout = JSON.parse(pagePart("about").textContent ?? "");
  const carried = partText("carried");
  const choices = readerChoices();
  const source = carried === null ? null : carriedSource(JSON.parse(carried));
  const router = new PageRouter({ about, choices, load: viewLoader(source) });
  const commands: KeyCommand[] = [
    { keys: "?", about: "Show this", run: () => openHelp(commands) },
    { keys: "/", about: "Search", run: focusSearch },
    { keys: "t", about: "Times in UTC or local time", run: () => router.announce(choices.turnZone()) },
    { keys: "d", about: "Light, dark, or as the system", run: () => router.announce(choices.turnTheme()) },
    { keys: "w", about: "Show all time again", run: () => document.getElementById("window-clear")?.click() },
    ...viewCommands(router),
  ];
  document.documentElement.classList.add("scripted");
  listenForKeys(commands, document);
  listenForButtons(commands);
  followAddresses(router, document);
  addEventListener("popstate", () => void router.follow());
  // A server sent the view; a report holds all of them in one document, of which one is shown now.
  if (about.face === "serve") router.start();
  else void router.show();
}

/** The buttons of the head do what their keys do. */
function listenForButtons(commands: readonly KeyCommand[]): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element
      ? event.target.closest<HTMLElement>("button[data-key]")
      : null;
    commands.find(({ keys }) => keys === button?.dataset.key)?.run();
  });
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>("main input[name=q], #head-search")?.focus();
}

startPage();
