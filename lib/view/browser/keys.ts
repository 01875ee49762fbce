/// <reference lib="dom" />
import { html, type SafeHtml } from "../html.ts";
import { NAVIGATION } from "../shell/navigation.ts";
import type { LivePage } from "./live_page.ts";

/** A key, or two pressed one after the other, and what it does. */
export interface KeyCommand {
  /** As people press it: `?`, or `g f`. */
  readonly keys: string;
  /** What it does: a few words. */
  readonly about: string;
  /** Does it. */
  readonly run: () => void;
}

/** The letter after `g` for each view. */
const VIEW_KEYS: Readonly<Record<string, string>> = {
  "/": "o",
  "/timeline": "t",
  "/incidents": "i",
  "/findings": "f",
  "/search": "r",
  "/signatures": "s",
  "/access": "a",
  "/agents": "g",
  "/backups": "b",
  "/events": "e",
  "/coverage": "c",
  "/diagnostics": "d",
  "/diff": "x",
};

/** The ways to the views. */
export function viewCommands(page: LivePage): KeyCommand[] {
  return NAVIGATION.filter(([path]) => page.about.views.includes(path)).map(([path, name]) => ({
    keys: `g ${VIEW_KEYS[path]}`,
    about: name,
    run: () => void page.go(page.frame().href(path)),
  }));
}

/** Runs commands as their keys are pressed; not while somebody types, or holds another key. Time is of no matter. */
export function listenForKeys(commands: readonly KeyCommand[], target: Document): void {
  let before = "";
  target.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element &&
      event.target.closest("input, select, textarea, dialog") !== null;
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const both = `${before} ${event.key}`;
    const command = commands.find(({ keys }) => keys === both) ??
      commands.find(({ keys }) => keys === event.key);
    before = command === undefined ? event.key : "";
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  });
}

/** Keys that work in a part of a view, when it has the focus. */
const KEYS_OF_PARTS: readonly { readonly part: string; readonly keys: readonly [string, string][] }[] = [
  {
    part: "In the timeline",
    keys: [
      ["← →", "Move"],
      ["+ -", "Zoom"],
      ["[ ]", "From event to event"],
      ["↑ ↓", "From finding to finding"],
      ["Enter", "Open it"],
      [", .", "Read the values at a time"],
      ["Home", "All time"],
    ],
  },
  {
    part: "In a chart",
    keys: [["← →", "Read the values at a time"], ["Shift →", "Choose a time"], ["Enter", "Keep to it"]],
  },
  {
    part: "Among records",
    keys: [["j k", "Next, previous"], ["Enter", "Unfold"], ["Esc", "End a search"]],
  },
];

/** What the help dialog says. */
export function keyHelp(commands: readonly KeyCommand[]): SafeHtml {
  return html`
    <h2 id="help-title">Keys</h2>
    <div class="key-parts">
      ${keyList(commands.map(({ keys, about }) => [keys, about]))}
      <div>${KEYS_OF_PARTS.map(({ part, keys }) => html`<h3>${part}</h3>${keyList(keys)}`)}</div>
    </div>
    <form method="dialog"><button>Close</button></form>
  `;
}

function keyList(keys: readonly (readonly [string, string])[]): SafeHtml {
  return html`<dl class="keys">${
    keys.map(([pressed, about]) =>
      html`
        <div>
          <dt>${pressed.split(" ").map((key) =>
            html`
              <kbd>${key}</kbd>
            `
          )}</dt>
          <dd>${about}</dd>
        </div>
      `
    )
  }</dl>`;
}
