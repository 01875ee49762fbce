import { request } from "node:http";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { type Face, type FaceTestOptions, faceTests } from "../helpers/browser_face.ts";
import { sampleWorld } from "../helpers/browser_world.ts";

const serveTest = faceTests(sampleWorld());
const SERVE: FaceTestOptions = { faces: ["serve"] };

/** Status of a request with headers that fetch does not let one choose. */
function statusWith(address: string, headers: Record<string, string>): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  request(address, { headers }, (response) => {
    response.resume();
    response.on("end", () => resolve(response.statusCode));
  }).on("error", reject).end();
  return promise;
}

serveTest(
  "omlens serve trades the token in its address for a cookie, and shows the overview",
  async (face) => {
    await face.page.goto(face.world.served, { waitUntil: "load" });
    assertEquals(face.page.url(), new URL("/", face.world.served).href);
    assertEquals(await face.page.locator("h1").count(), 1);
  },
  SERVE,
);

serveTest(
  "omlens serve leads with two clicks from the overview to the raw lines of the top incident",
  async (face) => {
    await face.open("/");
    await face.page.locator("main a[href*='/incidents/']").first().click();
    await face.settled();
    assertMatch(face.address(), /^\/incidents\/[\w-]+$/);
    const evidence = await face.page.locator("main .evidence pre:visible").first().innerText();
    await face.page.locator("main .evidence a[href^='/lines?']:visible").first().click();
    await face.settled();
    assertMatch(face.address(), /^\/lines\?/);
    const marked = face.page.locator("main .line.marked").first();
    assert(await marked.isVisible());
    const text = await marked.locator(".line-text").innerText();
    assert(text.length > 50 && evidence.startsWith(text), text);
    assert(await face.page.locator("main .line").count() > 20);
  },
  SERVE,
);

serveTest("omlens serve refuses whoever has no token, or names another host", async (face) => {
  const { origin, host } = new URL(face.world.served);
  assertEquals(await face.open("/findings"), 200);
  const context = await browserOf(face).newContext();
  const stranger = await context.newPage();
  assertEquals((await stranger.goto(`${origin}/findings`))?.status(), 401);
  assertStringIncludes(await stranger.locator("main").innerText(), "with its token");
  assertEquals(await stranger.locator("a, form, nav").count(), 0);
  await context.close();

  const [cookie] = await face.page.context().cookies();
  const headers = { cookie: `${cookie?.name}=${cookie?.value}` };
  assertEquals(await statusWith(origin, { ...headers, host }), 200);
  assertEquals(await statusWith(origin, { ...headers, host: "evil.example" }), 421);
  assertEquals(await statusWith(origin, { ...headers, origin: "http://evil.example" }), 403);
}, SERVE);

serveTest(
  "omlens serve tells a page of another site nothing, in the browser that has the cookie",
  async (face) => {
    const { origin } = new URL(face.world.served);
    assertEquals(await face.open("/findings"), 200);
    await using evil = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response("<title>evil</title>", { headers: { "content-type": "text/html" } }),
    );
    const page = await face.page.context().newPage();
    await page.goto(`http://127.0.0.1:${evil.addr.port}/`);
    for (const mode of ["cors", "no-cors"]) {
      const read = await page.evaluate<string>(
        `fetch("${origin}/api/v1/case", { mode: "${mode}", credentials: "include" }).then((r) => r.text(), (e) => e.name)`,
      );
      assertEquals([mode, read], [mode, "TypeError"]);
    }
    const opened = page.waitForResponse(`${origin}/findings`);
    await page.evaluate(`location.assign("${origin}/findings")`);
    assertEquals((await opened).status(), 403);
    // All of that is what the other site does.
    face.forgive(/^(?:request|failed|console error|error|popup): /);
  },
  SERVE,
);

function browserOf({ page }: Face): NonNullable<ReturnType<ReturnType<typeof page.context>["browser"]>> {
  const browser = page.context().browser();
  assert(browser !== null);
  return browser;
}
