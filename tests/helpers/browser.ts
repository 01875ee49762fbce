/** The one place that names the browser and what drives it. */
import { existsSync } from "node:fs";
import axe from "npm:axe-core@4.14.1";
import { type Browser, chromium, type Page } from "npm:playwright-core@1.65.1";

export type { Page };

const CHROMIUM = "/usr/bin/chromium";

/** Why browser tests cannot run here, or `null`. */
export const noBrowserReason: string | null = existsSync(CHROMIUM) ? null : `no ${CHROMIUM}`;

/** Starts a browser that never opens a connection of its own, and closes it in the end. */
export async function withBrowser<T>(use: (browser: Browser) => Promise<T>): Promise<T> {
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
  ];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** What axe-core finds in a page, as `rule: selector`. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>("axe.run()");
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
}
