/** The one place that names the browser and what drives it. */
import { existsSync } from "node:fs";
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
