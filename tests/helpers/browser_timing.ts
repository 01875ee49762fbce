/// <reference lib="dom" />
import type { BrowserContext, Page } from "./browser.ts";

/** What a page has measured of itself since it was opened. */
export interface PageTiming {
  /** From the beginning of the navigation to the first content on the screen; null: there is none yet. */
  readonly firstPaintMs: number | null;
  /** How much of the screen moved by itself, by how far: 0 is nothing. */
  readonly layoutShift: number;
  /** What moved. */
  readonly shifted: readonly string[];
  /** Longest time from a click or key to the next frame since {@linkcode forgetInteractions}; 0: less than 16 ms. */
  readonly interactionMs: number;
  /** Longest task that held up the page. */
  readonly longestTaskMs: number;
}

interface Ledger {
  firstPaintMs: number | null;
  layoutShift: number;
  shifted: string[];
  interactionMs: number;
  longestTaskMs: number;
}

/** Makes all pages of a context measure themselves. */
export async function measurePages(context: BrowserContext): Promise<void> {
  await context.addInitScript(startLedger);
}

/** Reads what the page measured so far. */
export async function timingOf(page: Page): Promise<PageTiming> {
  await nextFrames(page);
  return await page.evaluate<Ledger>("omlensLedger");
}

/** Begins anew with interactions and long tasks: the page is there, now somebody uses it. */
export async function forgetInteractions(page: Page): Promise<void> {
  await nextFrames(page);
  await page.evaluate("Object.assign(omlensLedger, { interactionMs: 0, longestTaskMs: 0 })");
}

/** Waits until what is decided now is on the screen, and measured; a page that is not shown has no frames, so not forever. */
export async function nextFrames(page: Page): Promise<void> {
  await page.evaluate(() =>
    new Promise<void>((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
      setTimeout(resolve, 5000);
    })
  );
}

/** Runs in the page, before anything of it. */
function startLedger(): void {
  const ledger: Ledger = {
    firstPaintMs: null,
    layoutShift: 0,
    shifted: [],
    interactionMs: 0,
    longestTaskMs: 0,
  };
  Object.assign(globalThis, { omlensLedger: ledger });
  const observe = <T>(options: PerformanceObserverInit, take: (entry: T) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => take(entry as unknown as T)))
      .observe({ buffered: true, ...options });
  observe<PerformanceEntry>({ type: "paint" }, ({ name, startTime }) => {
    if (name === "first-contentful-paint") ledger.firstPaintMs = startTime;
  });
  observe<{ value: number; hadRecentInput: boolean; sources: readonly { node: Node | null }[] }>(
    { type: "layout-shift" },
    ({ value, hadRecentInput, sources }) => {
      if (hadRecentInput) return;
      ledger.layoutShift += value;
      for (const { node } of sources) {
        const element = node instanceof Element ? node : node?.parentElement;
        if (element) ledger.shifted.push(`${element.localName}#${element.id}.${element.className}`);
      }
    },
  );
  observe<PerformanceEntry & { interactionId: number }>(
    { type: "event", durationThreshold: 16 } as PerformanceObserverInit,
    ({ interactionId, duration }) => {
      if (interactionId > 0) ledger.interactionMs = Math.max(ledger.interactionMs, duration);
    },
  );
  observe<PerformanceEntry>({ type: "longtask" }, ({ duration }) => {
    ledger.longestTaskMs = Math.max(ledger.longestTaskMs, duration);
  });
}

/**
 * Does something that leads to another view, and gives the time from its click or key to the frame that shows it; NaN: the
 * document was left for another.
 */
export async function timeToShow(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(awaitView);
  await act();
  return await page.evaluate(() =>
    (globalThis as { omlensShown?: Promise<number> }).omlensShown ?? Number.NaN
  );
}

/** Runs in the page: begins with the next click or key, ends when the view was filled and nothing is loaded any more. */
function awaitView(): void {
  const shown = new Promise<number>((resolve) => {
    let startMs = Number.NaN;
    const begin = ({ timeStamp }: Event) => startMs = timeStamp;
    for (const type of ["keydown", "click", "submit"]) {
      addEventListener(type, begin, { capture: true, once: true });
    }
    const observer = new MutationObserver((changes) => {
      const main = document.querySelector("main");
      const isFilled = changes.some(({ type, target }) =>
        type === "childList" && (main?.contains(target) ?? false)
      );
      if (!isFilled || main?.ariaBusy === "true") return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - startMs), 0));
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
  Object.assign(globalThis, { omlensShown: shown });
}
