import { renderHtml } from "../../lib/report/render_html.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { accessibilityProblems, noBrowserReason, type Page, withBrowser } from "../helpers/browser.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";

const skipped = noBrowserReason === null ? "" : ` (skipped: ${noBrowserReason})`;

/** Opens the page from a file, as a user does, and collects whatever it should not do. */
async function openReport(page: Page, content: string): Promise<string[]> {
  const misdeeds: string[] = [];
  const path = await Deno.makeTempFile({ suffix: ".html" });
  page.on("dialog", (dialog) => {
    misdeeds.push(`dialog ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("console", (message) => misdeeds.push(`console ${message.text()}`));
  page.on("pageerror", (error) => misdeeds.push(`error ${error.message}`));
  page.on("request", (request) => misdeeds.push(`request ${request.url()}`));
  try {
    await Deno.writeTextFile(path, content);
    await page.goto(`file://${path}`, { waitUntil: "load" });
    return misdeeds.filter((misdeed) => misdeed !== `request file://${path}`);
  } finally {
    await Deno.remove(path);
  }
}

for (
  const [name, analysis] of Object.entries({
    rich: fakeAnalysis(),
    empty: emptyAnalysis(),
    big: bigAnalysis(500, 12),
  })
) {
  Deno.test({
    name: `report.html of a ${name} analysis does nothing on its own, and fits a phone${skipped}`,
    ignore: noBrowserReason !== null,
    fn: () =>
      withBrowser(async (browser) => {
        for (const width of [1200, 390]) {
          const page = await browser.newPage({ viewport: { width, height: 900 } });
          assertEquals(await openReport(page, renderHtml(analysis)), []);
          assertEquals(await page.evaluate("document.documentElement.scrollWidth"), width);
          assertEquals(await page.locator("script, iframe, img, [onerror]").count(), 0);
        }
      }),
  });
}

Deno.test({
  name: `report.html shows hostile text as text, also when everything is unfolded${skipped}`,
  ignore: noBrowserReason !== null,
  fn: () =>
    withBrowser(async (browser) => {
      const page = await browser.newPage();
      const misdeeds = await openReport(page, renderHtml(fakeAnalysis()));
      await page.evaluate("document.querySelectorAll('details').forEach((details) => details.open = true)");
      const shown = await page.locator("#findings pre").nth(1).innerText();
      assert(
        shown.includes(
          "</script><script>alert(1)</script><img src=x onerror=alert(2)> \\x1b[31mred\\x1b[0m \\u202eevil",
        ),
        shown,
      );
      assertEquals(misdeeds, []);
    }),
});

Deno.test({
  name: `report.html runs no script that got into it${skipped}`,
  ignore: noBrowserReason !== null,
  fn: () =>
    withBrowser(async (browser) => {
      const page = await browser.newPage();
      const hurt = renderHtml(fakeAnalysis()).replace("</main>", "<script>alert(1)</script></main>");
      const misdeeds = await openReport(page, hurt);
      assertEquals(misdeeds.filter((misdeed) => misdeed.startsWith("dialog")), []);
      assert(misdeeds.some((misdeed) => misdeed.includes("Content Security Policy")), misdeeds.join("\n"));
    }),
});

Deno.test({
  name: `report.html opens a finding that a link leads to${skipped}`,
  ignore: noBrowserReason !== null,
  fn: () =>
    withBrowser(async (browser) => {
      const page = await browser.newPage();
      await openReport(page, renderHtml(fakeAnalysis()));
      assert(await page.locator("#finding-f-5xx").isHidden());
      await page.locator("#incidents a[href='#finding-f-5xx']").click();
      await page.locator("#finding-f-5xx").waitFor({ state: "visible" });
    }),
});

for (const colorScheme of ["light", "dark"] as const) {
  Deno.test({
    name: `report.html has no accessibility problem in ${colorScheme} colours${skipped}`,
    ignore: noBrowserReason !== null,
    fn: () =>
      withBrowser(async (browser) => {
        // Axe is put into the page from outside, which the page's own policy would forbid.
        const page = await (await browser.newContext({ colorScheme, bypassCSP: true })).newPage();
        await openReport(page, renderHtml(fakeAnalysis()));
        await page.evaluate("document.querySelectorAll('details').forEach((details) => details.open = true)");
        assertEquals(await accessibilityProblems(page), []);
      }),
  });
}
