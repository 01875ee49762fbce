/// <reference lib="dom" />

/** How far each place of the history is scrolled: who goes back comes to what was read there. */
export interface ScrollMemory {
  /** Keeps it for the place that is open, before another is opened. */
  readonly keep: () => void;
  /** Where the place that is open was left, pixels; null: nobody was there. */
  readonly kept: () => number | null;
}

/** So long nothing must move until it is kept. */
const REST_MS = 100;

/** Takes over from the browser, which scrolls before the view is there. */
export function scrollMemory(): ScrollMemory {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    clearTimeout(timer);
    history.replaceState({ ...history.state, scrollY: Math.round(scrollY) }, "");
  };
  history.scrollRestoration = "manual";
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, REST_MS);
  }, { passive: true });
  // What was scrolled last was scrolled at the place before.
  addEventListener("popstate", () => clearTimeout(timer));
  addEventListener("pagehide", keep);
  // The browser itself goes to places inside the view.
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a[href^='#']") !== null) keep();
  }, { capture: true });
  return { keep, kept: () => history.state?.scrollY ?? null };
}
