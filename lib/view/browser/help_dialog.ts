/// <reference lib="dom" />
import { type KeyCommand, keyHelp } from "./keys.ts";
import { pagePart } from "./page_elements.ts";

/** Shows what the keys do. */
export function openHelp(commands: readonly KeyCommand[]): void {
  const dialog = pagePart("help");
  if (!(dialog instanceof HTMLDialogElement)) return;
  dialog.innerHTML = keyHelp(commands).markup;
  dialog.showModal();
  // The button at its end has the focus.
  dialog.scrollTop = 0;
}
