import { request } from "node:http";
import { generateSample } from "../../lib/sample/generate_sample.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { accessibilityProblems, noBrowserReason, type Page, withBrowser } from "../helpers/browser.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { startOmlens } from "../e2e/run_omlens.ts";

const skipped = noBrowserReason === null ? "" : ` (skipped: ${noBrowserReason})`;
const URL_REGEXP = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n/;

/** What a user sees in the terminal, until the address is there. */
async function addressFrom(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  for (let text = "";;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`omlens serve printed no address: ${text}`);
    text += decoder.decode(value, { stream: true });
    const [address] = URL_REGEXP.exec(text) ?? [];
    if (address !== undefined) return address.trim();
  }
}

/** Starts `omlens serve ARCHIVE` as a user does, calls `use` with the address it prints, then presses Ctrl-C. */
async function withServer(use: (address: string) => Promise<void>): Promise<void> {
  await withFolder(async (root) => {
    const { archive, events } = generateSample({
      hosts: 2,
      days: 1,
      seed: 1,
      sizeBytes: 2_000_000,
      incident: "appdb-outage",
    });
    await Deno.writeFile(`${root}/om-logs.tar.gz`, archive);
    await Deno.writeTextFile(`${root}/events.json`, JSON.stringify(events));
    const child = startOmlens(
      ["serve", "om-logs.tar.gz", "--events", "events.json", "--port", "0"],
      { permissions: ["--allow-read=.", "--allow-write=.", "--allow-net=127.0.0.1"], cwd: root },
    );
    await child.stdin.close();
    const errors = new Response(child.stderr).text();
    const terminal = child.stdout.getReader();
    try {
      await use(await addressFrom(terminal));
    } finally {
      child.kill("SIGINT");
      await child.status;
      await terminal.cancel();
      await errors;
    }
    assertEquals([(await child.status).code, await errors], [130, "Ctrl-C ends it.\n"]);
  });
}

/** Collects whatever a page should not do. */
function misdeedsOf(page: Page): string[] {
  const misdeeds: string[] = [];
  page.on("dialog", (dialog) => {
    misdeeds.push(`dialog ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("console", (message) => misdeeds.push(`console ${message.text()}`));
  page.on("pageerror", (error) => misdeeds.push(`error ${error.message}`));
  page.on("requestfailed", (failed) => misdeeds.push(`failed ${failed.url()}`));
  return misdeeds;
}

/** Status of a request with headers that fetch does not let one choose. */
function statusWith(address: string, headers: Record<string, string>): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  request(address, { headers }, (response) => {
    response.resume();
    response.on("end", () => resolve(response.statusCode));
  }).on("error", reject).end();
  return promise;
}

Deno.test({
  name:
    `omlens serve shows, in a browser, the way from the overview to the raw lines of the top incident${skipped}`,
  ignore: noBrowserReason !== null,
  fn: () =>
    withServer((address) =>
      withBrowser(async (browser) => {
        const context = await browser.newContext();
        const page = await context.newPage();
        const misdeeds = misdeedsOf(page);
        await page.goto(address, { waitUntil: "load" });
        assertEquals(page.url(), new URL("/", address).href);
        assertEquals(await page.title(), `${await page.locator("h1").innerText()} · omlens`);
        // First click.
        await page.locator("#incidents a").first().click();
        await page.locator("h2", { hasText: "Likely causes" }).waitFor();
        const evidence = await page.locator(".evidence pre:visible").first().innerText();
        // Second click.
        await page.locator(".evidence a.line-link:visible").first().click();
        await page.locator(".line.marked").first().waitFor();
        assertMatch(page.url(), /\/lines\?member=\d+&line=\d+/);
        const marked = await page.locator(".line.marked .line-text").first().innerText();
        assert(marked.length > 50 && evidence.startsWith(marked), marked);
        assert(await page.locator(".line.marked").first().isVisible());
        assert(await page.locator(".line").count() > 50);

        await context.clearCookies();
        const refused = await page.goto(page.url().replace(/#.*/, ""));
        assertEquals(refused?.status(), 401);
        assertEquals(misdeeds.filter((misdeed) => !misdeed.includes("401 (Unauthorized)")), []);
      })
    ),
});

Deno.test({
  name: `omlens serve refuses whoever has no token, names another host, or asks from another site${skipped}`,
  ignore: noBrowserReason !== null,
  fn: () =>
    withServer((address) =>
      withBrowser(async (browser) => {
        const { origin, host } = new URL(address);
        const user = await (await browser.newContext()).newPage();
        await user.goto(address);
        assertEquals((await user.goto(`${origin}/findings`))?.status(), 200);

        const stranger = await (await browser.newContext()).newPage();
        assertEquals((await stranger.goto(`${origin}/findings`))?.status(), 401);
        assertStringIncludes(await stranger.locator("main").innerText(), "with its token");
        assertEquals(await stranger.locator("a, form, nav").count(), 0);

        const [cookie] = await user.context().cookies();
        const headers = { cookie: `${cookie?.name}=${cookie?.value}` };
        assertEquals(await statusWith(origin, { ...headers, host }), 200);
        assertEquals(await statusWith(origin, { ...headers, host: "evil.example" }), 421);
        assertEquals(await statusWith(origin, { ...headers, origin: "http://evil.example" }), 403);

        // A page of another port, in the browser that has the cookie.
        await using evil = Deno.serve(
          { hostname: "127.0.0.1", port: 0, onListen: () => {} },
          () => new Response("<title>evil</title>", { headers: { "content-type": "text/html" } }),
        );
        const home = `http://127.0.0.1:${evil.addr.port}/`;
        await user.goto(home);
        for (const mode of ["cors", "no-cors"]) {
          const read = await user.evaluate<string>(
            `fetch("${origin}/api/v1/case", { mode: "${mode}", credentials: "include" }).then((r) => r.text(), (e) => e.name)`,
          );
          assertEquals([mode, read], [mode, "TypeError"]);
        }
        const opened = user.waitForResponse(`${origin}/findings`);
        await user.evaluate(`location.assign("${origin}/findings")`);
        assertEquals((await opened).status(), 403);
      })
    ),
});

Deno.test({
  name: `omlens serve zooms where the timeline is dragged over, and pages through a search${skipped}`,
  ignore: noBrowserReason !== null,
  fn: () =>
    withServer((address) =>
      withBrowser(async (browser) => {
        const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
        const misdeeds = misdeedsOf(page);
        await page.goto(address);
        await page.locator("nav.views a", { hasText: "Timeline" }).click();
        const box = await page.locator("svg[data-start]").boundingBox();
        assert(box !== null);
        await page.mouse.move(box.x + box.width * 0.25, box.y + 60);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.5, box.y + 80, { steps: 4 });
        assertEquals(await page.locator("rect.brush").count(), 1);
        await page.mouse.up();
        await page.waitForURL(/\/timeline\?from=/);
        const { searchParams } = new URL(page.url());
        const hours =
          (Date.parse(searchParams.get("to") ?? "") - Date.parse(searchParams.get("from") ?? "")) / 3_600_000;
        assert(hours > 5.9 && hours < 6.3, `${hours}`);

        await page.locator("nav.views a", { hasText: "Search" }).click();
        await page.locator("input[name=q]").fill("level>=WARN");
        await page.keyboard.press("Enter");
        await page.waitForURL(/q=level/);
        const first = await page.locator(".records .line-link").first().getAttribute("href");
        await page.locator("a[rel=next]").click();
        await page.waitForURL(/cursor=/);
        assert(await page.locator(".records .line-link").first().getAttribute("href") !== first);
        assertEquals(misdeeds, []);
      })
    ),
});

for (const colorScheme of ["light", "dark"] as const) {
  Deno.test({
    name: `omlens serve has no accessibility problem in ${colorScheme} colours, and fits a phone${skipped}`,
    ignore: noBrowserReason !== null,
    fn: () =>
      withServer((address) =>
        withBrowser(async (browser) => {
          // Axe is put into the page from outside, which the page's own policy would forbid.
          const context = await browser.newContext({ colorScheme, bypassCSP: true });
          const page = await context.newPage();
          await page.goto(address);
          const hrefs = await page.evaluate<string[]>("[...document.links].map((link) => link.href)");
          const one = (list: string) => hrefs.find((href) => href.includes(`/${list}/`)) ?? "";
          const views = [
            "/",
            "/timeline",
            "/findings",
            "/signatures",
            "/access",
            "/agents",
            "/events",
            "/coverage",
          ];
          const paths = [
            ...views,
            new URL(one("incidents")).pathname,
            new URL(one("findings")).pathname,
            "/search?q=level%3E%3DWARN",
            "/search?q=levl:x",
            "/lines?member=1&line=20&to=22",
            "/nowhere",
          ];
          for (const path of paths) {
            await page.setViewportSize({ width: 1200, height: 900 });
            await page.goto(new URL(path, address).href);
            await page.evaluate(
              "document.querySelectorAll('details').forEach((details) => details.open = true)",
            );
            assertEquals([path, await accessibilityProblems(page)], [path, []]);
            await page.setViewportSize({ width: 400, height: 800 });
            assertEquals([path, await page.evaluate("document.documentElement.scrollWidth")], [path, 400]);
          }
        })
      ),
  });
}
