/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

const STEPS: Readonly<Record<string, number>> = { j: 1, k: -1 };

/** `j` and `k` go to the next and the previous row of a list; where the reader does not type. */
export function followRowKeys(list: HTMLElement, signal: AbortSignal): void {
  document.addEventListener("keydown", (event) => {
    const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
    const isTyping = event.target instanceof Element &&
      event.target.closest("input, select, textarea, dialog") !== null;
    if (step === undefined || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = document.activeElement?.closest("li.row") ?? null;
    const next = here === null || !list.contains(here) ? list.firstElementChild : beside(here, step);
    // An event has nothing to unfold.
    const target = next?.querySelector("summary") ?? next?.querySelector("a") ?? null;
    if (target === null) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }, { signal });
}

function beside(row: Element, step: number): Element | null {
  return step > 0 ? row.nextElementSibling : row.previousElementSibling;
}
