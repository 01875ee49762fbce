import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { noBrowserReason, withBrowser } from "../helpers/browser.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { startOmlens } from "../e2e/run_omlens.ts";

const ADDRESS_REGEXP = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}/;
/** Synthetic. */
const LINE = "2026-04-12T03:14:15.926+0000 [main] INFO  com.example.Job [Job.java:run:7] - A step is done\n";

/** Starts `omlens serve -`, which waits for lines, and gives the address it says on stderr. */
async function startWaiting(
  cwd: string,
): Promise<{ child: Deno.ChildProcess; address: string; end: () => Promise<void> }> {
  const child = startOmlens(["serve", "-", "--out", "case", "--port", "0"], {
    permissions: ["--allow-read=.", "--allow-write=.", "--allow-net=127.0.0.1"],
    cwd,
  });
  const errors = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!ADDRESS_REGEXP.test(text)) text += (await errors.read()).value ?? "";
  const end = async () => {
    child.kill("SIGINT");
    await Promise.all([child.status, errors.cancel(), child.stdout.cancel()]);
  };
  return { child, address: ADDRESS_REGEXP.exec(text)?.[0] ?? "", end };
}

for (const javaScriptEnabled of [true, false]) {
  Deno.test({
    name: `omlens serve shows that it reads, and turns into the overview, ${
      javaScriptEnabled ? "with" : "without"
    } a script${noBrowserReason === null ? "" : ` (skipped: ${noBrowserReason})`}`,
    ignore: noBrowserReason !== null,
    fn: () =>
      withFolder(async (root) => {
        const { child, address, end } = await startWaiting(root);
        try {
          await withBrowser(async (browser) => {
            const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
            const misdeeds: string[] = [];
            page.on("console", (message) => misdeeds.push(message.text()));
            page.on("pageerror", (error) => misdeeds.push(error.message));
            await page.goto(address);
            assertEquals(page.url(), new URL("/", address).href);
            assertStringIncludes(await page.locator("#progress").innerText(), "0 B read");
            const writer = child.stdin.getWriter();
            await writer.write(new TextEncoder().encode(LINE));
            await writer.close();
            await page.locator("nav.views").waitFor();
            assert((await page.title()).endsWith(" · omlens"));
            assertEquals(misdeeds, []);
          });
        } finally {
          await end();
        }
      }),
  });
}
