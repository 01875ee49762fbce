import { AnswerKeeper } from "../../lib/serve/answers/answer_keeper.ts";
import { createReportApp } from "../../lib/serve/create_report_app.ts";
import { serveCase } from "../../lib/serve/served_case.ts";
import { assert, assertEquals, assertMatch, assertNotEquals } from "../../lib/std/assert.ts";
import { fakeAnalysis } from "../helpers/fake_analysis.ts";
import { hostileApp, hostileReader } from "./hostile_reader.ts";
import { ask, HOST, TOKEN } from "./sample_case.ts";

const PROGRAM = { version: "1", against: null };
const BEARER = { authorization: `Bearer ${TOKEN}` };

async function tagAt(app: ReturnType<typeof hostileApp>, path: string): Promise<string> {
  const response = await ask(app, path);
  await response.body?.cancel();
  return response.headers.get("etag") ?? "";
}

Deno.test("createReportApp() gives every answer of a case a strong tag, and 304 to who has it", async () => {
  for (const path of ["/", "/findings", "/api/v1/case", "/api/v1/records?limit=1", "/api/v1/openapi.json"]) {
    const app = hostileApp();
    const tag = await tagAt(app, path);
    assertMatch(tag, /^"[\w-]{27}"$/);
    for (const sent of [tag, `W/${tag}`, `"another", ${tag}`]) {
      const response = await app.request(path, { headers: { ...BEARER, "if-none-match": sent } });
      assertEquals([response.status, response.headers.get("etag"), await response.text()], [304, tag, ""]);
      assertEquals(response.headers.get("x-content-type-options"), "nosniff");
    }
    for (const sent of ['"another"', "*", tag.slice(1, -1), ""]) {
      const response = await app.request(path, { headers: { ...BEARER, "if-none-match": sent } });
      assertEquals([sent, response.status], [sent, 200]);
      await response.body?.cancel();
    }
  }
});

Deno.test("createReportApp() tells who is not let in nothing by a tag", async () => {
  const app = hostileApp();
  const tag = await tagAt(app, "/");
  const response = await app.request("/", { headers: { "if-none-match": tag } });
  assertEquals([response.status, response.headers.get("etag")], [401, null]);
  await response.body?.cancel();
});

Deno.test("createReportApp() gives the same tag for the same case, and others for other addresses, cases and lines", async () => {
  const path = "/api/v1/case";
  const tags = [
    await tagAt(hostileApp(), path),
    await tagAt(hostileApp(), `${path}?`),
    await tagAt(hostileApp(), "/"),
    await tagAt(hostileApp({ analysis: { restarts: [] } }), path),
    await tagAt(hostileApp({ text: { available: false, reason: "x", remedy: "y" } }), path),
  ];
  assertEquals(await tagAt(hostileApp(), path), tags[0]);
  const guard = { token: TOKEN, hosts: [HOST] };
  tags.push(await tagAt(createReportApp(hostileReader(), { ...guard, version: "2" }), path));
  tags.push(await tagAt(createReportApp(hostileReader(), { ...guard, against: fakeAnalysis({}) }), path));
  // An empty query is none.
  assertEquals(tags[1], tags[0]);
  assertEquals(new Set(tags).size, tags.length - 1);
});

Deno.test("createReportApp() gives no tag to what is wrong, and what is wrong is not kept", async () => {
  let isBroken = true;
  const reader = hostileReader();
  const app = createReportApp({
    ...reader,
    rows: (block) => {
      if (isBroken) throw new Error("synthetic");
      return reader.rows(block);
    },
  }, { token: TOKEN, hosts: [HOST] });
  const path = "/api/v1/records?filter=level:WARN";
  const broken = await ask(app, path);
  assertEquals([broken.status, broken.headers.get("etag")], [500, null]);
  await broken.body?.cancel();
  isBroken = false;
  const whole = await ask(app, path);
  assertEquals(whole.status, 200);
  assert((await whole.json()).items.length > 0);
});

Deno.test("AnswerKeeper makes an answer once, also for those who ask at the same time", async () => {
  const keeper = new AnswerKeeper(serveCase(hostileReader()), PROGRAM);
  let made = 0;
  const ask = async (path: string) => {
    const response = await keeper.answer(new Request(`http://${HOST}${path}`), async () => {
      made++;
      await Promise.resolve();
      return Response.json(path);
    });
    return [await response.text(), response.headers.get("content-length")];
  };
  const texts = await Promise.all(["/a", "/a", "/b", "/a"].map(ask));
  assertEquals(texts, [['"/a"', "4"], ['"/a"', "4"], ['"/b"', "4"], ['"/a"', "4"]]);
  assertEquals([await ask("/a"), made], [['"/a"', "4"], 2]);
});

Deno.test("AnswerKeeper keeps no answer that was made while the lines went away", async () => {
  const reader = hostileReader();
  let text: typeof reader.text = { available: true };
  const keeper = new AnswerKeeper(
    serveCase({
      ...reader,
      get text() {
        return text;
      },
    }),
    PROGRAM,
  );
  const ask = () =>
    keeper.answer(new Request(`http://${HOST}/`), () => {
      text = { available: false, reason: "synthetic", remedy: "x" };
      return Response.json("half");
    });
  const [first, second] = [await ask(), await ask()];
  assertEquals(first.headers.get("etag"), null);
  assertNotEquals(second.headers.get("etag"), null);
  await Promise.all([first.text(), second.text()]);
});
