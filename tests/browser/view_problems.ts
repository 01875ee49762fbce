import { accessibilityProblems } from "../helpers/browser.ts";
import type { Face } from "../helpers/browser_face.ts";
import { overflowProblems, unfoldAll } from "../helpers/browser_layout.ts";
import { keepScreenshot } from "../helpers/browser_screenshots.ts";

const HEIGHT = 900;
/** 1280 px at 200 %, a phone, and 1280 px at 400 % (WCAG 1.4.10). */
const NARROW = [640, 360, 320];
/** A4 with margins of 1 cm. */
const PAPER = 718;

/** What is wrong with the view that is open: to see, to hear, on a phone, enlarged, on paper. */
export async function viewProblems(face: Face, name: string): Promise<string[]> {
  return [...await colourProblems(face, name), ...await widthProblems(face, name)];
}

/** What axe-core says of both themes, wide and narrow, with all unfolded. */
async function colourProblems({ page, kind, settled }: Face, name: string): Promise<string[]> {
  const problems: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 360]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: HEIGHT });
      await settled();
      await keepScreenshot(page, `${kind}-${name}-${colorScheme}-${width}`);
      const found = await accessibilityProblems(page);
      problems.push(...found.map((problem) => `${colorScheme}, ${width} px: ${problem}`));
    }
    await unfoldAll(page);
  }
  return problems;
}

async function widthProblems({ page, settled }: Face, name: string): Promise<string[]> {
  const problems: string[] = [];
  for (const width of NARROW) {
    await page.setViewportSize({ width, height: HEIGHT });
    await settled();
    problems.push(...await overflowProblems(page));
  }
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.setViewportSize({ width: PAPER, height: HEIGHT });
  await settled();
  problems.push(...(await overflowProblems(page)).map((problem) => `paper, ${name}: ${problem}`));
  return problems;
}
