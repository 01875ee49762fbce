/** The one place that names the browser and what drives it. */
import { existsSync } from "node:fs";
import axe from "npm:axe-core@4.14.1";
import { type Browser, type BrowserContext, chromium, type Page } from "npm:playwright-core@1.65.1";

export type { Browser, BrowserContext, Page };

const CHROMIUM = "/usr/bin/chromium";

/** Why browser tests cannot run here, or `null`. */
export const noBrowserReason: string | null = existsSync(CHROMIUM) ? null : `no ${CHROMIUM}`;

/** Starts a browser that never opens a connection of its own, and finds no host but this machine. */
export function launchBrowser(): Promise<Browser> {
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    // The same pixels on every screen.
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
  ];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

/** Starts such a browser, and closes it in the end. */
export async function withBrowser<T>(use: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await launchBrowser();
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** What axe-core finds in a page, as `rule: selector`. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  if (!await page.evaluate<boolean>("'axe' in globalThis")) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>("axe.run({ resultTypes: ['violations'] })");
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
}
