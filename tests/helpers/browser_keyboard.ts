/// <reference lib="dom" />
import type { Page } from "./browser.ts";
import { nextFrames } from "./browser_timing.ts";

const SETTLING_FRAMES = 5;

/** Where the focus was on a walk with the Tab key. */
export interface FocusStop {
  /** Element, as `a#id.class "text"`. */
  readonly name: string;
  /** Whether one sees that it has the focus: it looks otherwise than without. */
  readonly isMarked: boolean;
  /** Whether it is on the screen, and nothing lies over it. */
  readonly isSeen: boolean;
  /** Whether it stands after the stop before, in the document. */
  readonly isInOrder: boolean;
}

/** A walk with the Tab key. */
export interface FocusWalk {
  /** In order. */
  readonly stops: readonly FocusStop[];
  /** Whether it came to the end of the document, or to the limit, without staying where it was. */
  readonly isFree: boolean;
}

/** What there is to know of the element that has the focus, and of the one that had it before. */
interface Step {
  readonly name: string;
  readonly isInOrder: boolean;
  /** It is the element that had the focus before. */
  readonly isSame: boolean;
  /** The focus left the document, or is at its beginning again. */
  readonly isEnd: boolean;
  /** The element before looked otherwise while it had the focus. */
  readonly wasMarked: boolean;
}

/** Walks with the Tab key from the beginning of the document to its end, or for so many stops. */
export async function walkFocus(page: Page, limit = 120): Promise<FocusWalk> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    getSelection()?.setPosition(document.body, 0);
    Object.assign(globalThis, { omlensFocus: null });
  });
  const stops: FocusStop[] = [];
  let here: Step | null = null;
  let isSeen = false;
  while (stops.length < limit) {
    await page.keyboard.press("Tab");
    const step: Step = await page.evaluate(takeStep);
    if (here !== null) {
      const { name, isInOrder } = here;
      stops.push({ name, isSeen, isInOrder, isMarked: step.wasMarked });
    }
    if (step.isEnd || step.isSame) return { stops, isFree: step.isEnd };
    here = step;
    isSeen = await isSeenSoon(page);
  }
  return { stops, isFree: true };
}

/** What is laid out only when it comes into view moves what stands around it for some frames. */
async function isSeenSoon(page: Page): Promise<boolean> {
  for (let frames = 0; frames < SETTLING_FRAMES; frames++) {
    if (await page.evaluate(isFocusSeen)) return true;
    await nextFrames(page);
  }
  return false;
}

/** What is wrong with a walk; empty: nothing. */
export function focusProblems({ stops, isFree }: FocusWalk): string[] {
  return [
    ...(isFree ? [] : [`${stops.at(-1)?.name} keeps the focus`]),
    ...stops.flatMap(({ name, isMarked, isSeen, isInOrder }) => [
      ...(isMarked ? [] : [`${name} looks the same with focus`]),
      ...(isSeen ? [] : [`${name} has the focus but cannot be seen`]),
      ...(isInOrder ? [] : [`${name} has the focus before what stands before it`]),
    ]),
  ];
}

/** Runs in the page. */
function takeStep(): Step {
  const memory = globalThis as { omlensFocus?: { element: Element; look: string } | null };
  const before = memory.omlensFocus ?? null;
  const element = document.activeElement ?? document.body;
  const wasMarked = before !== null && before.look !== looks(before.element);
  const isInOrder = before === null || follows(before.element, element);
  const isEnd = element === document.body || !isInOrder && before !== null && isFirst(element);
  memory.omlensFocus = { element, look: looks(element) };
  const text = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40);
  const name = `${element.localName}${element.id && `#${element.id}`} "${text}"`;
  return { name, isInOrder, isEnd, isSame: element === before?.element, wasMarked };

  function looks(element: Element): string {
    return [element, element.parentElement].map((one) => {
      if (one === null) return "";
      const style = getComputedStyle(one);
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor } = style;
      const outline = outlineStyle === "none" ? "" : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
      return [outline, boxShadow, backgroundColor, borderColor, style.textDecoration].join();
    }).join(" | ");
  }
  function follows(one: Element, other: Element): boolean {
    return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  }
  // Behind the last element the browser may begin again.
  function isFirst(element: Element): boolean {
    const all = document.querySelectorAll<HTMLElement>(
      "a[href], button, input, select, textarea, summary, [tabindex]",
    );
    return [...all].find((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true })) ===
      element;
  }
}

/** Runs in the page: whether the element with the focus is on the screen, and nothing lies over it. */
function isFocusSeen(): boolean {
  const element = document.activeElement ?? document.body;
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const [x0, x1] = [Math.max(left, 0), Math.min(right, innerWidth)];
  const [y0, y1] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
  if (x1 <= x0 || y1 <= y0) return false;
  const over = document.elementFromPoint((x0 + x1) / 2, (y0 + y1) / 2);
  return over !== null && (element.contains(over) || over.contains(element));
}
