/// <reference lib="dom" />
import type { Page } from "./browser.ts";

/** What is wider than the screen: empty when nothing is, but what scrolls in itself. */
export async function overflowProblems(page: Page): Promise<string[]> {
  return await page.evaluate(listOverflow);
}

/** Opens everything that is folded, so that it is looked at, too. */
export async function unfoldAll(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => details.open = true));
}

/** Runs in the page. */
function listOverflow(): string[] {
  const width = document.documentElement.clientWidth;
  const clips = (element: Element | null): boolean =>
    element !== null && element !== document.body && element !== document.documentElement &&
    (!/^visible/.test(getComputedStyle(element).overflowX) || clips(element.parentElement));
  const nameOf = (element: Element) => {
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    return `${element.localName}${element.id && `#${element.id}`}${classes}`;
  };
  const problems: string[] = [];
  if (document.documentElement.scrollWidth > width) {
    problems.push(`document: ${document.documentElement.scrollWidth} px of ${width} px`);
  }
  for (const element of document.body.querySelectorAll("*")) {
    if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) continue;
    const { left, right, height } = element.getBoundingClientRect();
    // What is wholly to the left of the screen cannot be scrolled to: it is for screen readers.
    if (height === 0 || right + scrollX <= width + 1 && (left + scrollX >= -1 || right <= 0)) continue;
    if (right - left <= 1 || clips(element.parentElement)) continue;
    if (getComputedStyle(element).visibility === "hidden") continue;
    problems.push(`${nameOf(element)}: ${Math.round(left)} to ${Math.round(right)} px of ${width} px`);
  }
  return problems.slice(0, 10);
}
