import type { Page } from "./browser.ts";

const FOLDER = new URL("../browser/screenshots/", import.meta.url);

/** Keeps what is on the screen as `tests/browser/screenshots/NAME.png`, which git ignores and CI keeps; gives it as PNG. */
export async function keepScreenshot(page: Page, name: string): Promise<Uint8Array> {
  await Deno.mkdir(FOLDER, { recursive: true });
  const image = await page.screenshot({ animations: "disabled", caret: "hide" });
  await Deno.writeFile(new URL(`${name}.png`, FOLDER), image);
  return image;
}
