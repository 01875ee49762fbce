import { createWaitingApp } from "../../lib/serve/waiting/create_waiting_app.ts";
import { type CaseProgress, ProgressBoard } from "../../lib/serve/waiting/progress_board.ts";
import { streamProgress } from "../../lib/serve/waiting/stream_progress.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { HOST, TOKEN } from "./sample_case.ts";

const BEARER = { authorization: `Bearer ${TOKEN}` };

const reading = (doneBytes: number, totalBytes: number | null = 1000): CaseProgress => ({
  kind: "progress",
  phase: "reading",
  doneBytes,
  totalBytes,
});

function waiting(title = "om-logs.tar.gz"): {
  board: ProgressBoard;
  ask: (path: string, init?: RequestInit) => Promise<Response>;
} {
  const board = new ProgressBoard(() => 0);
  const app = createWaitingApp(board, { title, token: TOKEN, hosts: [HOST] });
  return { board, ask: (path, init = {}) => app.request(path, { headers: BEARER, ...init }) };
}

Deno.test("createWaitingApp() shows at every page how far it is, and the case when it is there, without a script too", async () => {
  const { board, ask } = waiting(`<img src=x onerror="alert(1)">.tar.gz`);
  board.tell(reading(250));
  for (const path of ["/", "/findings", "/incidents/x?y=1"]) {
    const response = await ask(path);
    const text = await response.text();
    assertEquals([response.status, response.headers.get("cache-control")], [202, "no-store"]);
    assertStringIncludes(
      text,
      '<noscript>\n<meta http-equiv="refresh" content="2"></noscript>'.replace("\n", ""),
    );
    assertStringIncludes(text, "250 B of 1.0 kB read, 25 %");
    assertStringIncludes(text, `value="0.250"`);
    assert(!text.includes("<img"), text);
    assertMatch(response.headers.get("content-security-policy") ?? "", /script-src 'self'/);
  }
});

Deno.test("createWaitingApp() tells programs that ask for the case to come again", async () => {
  const response = await waiting().ask("/api/v1/case");
  const { error } = await response.json();
  assertEquals([response.status, response.headers.get("retry-after"), error.code], [503, "2", "not-yet"]);
  assertEquals(error.remedy, "follow /api/v1/progress until it says done");
});

Deno.test("createWaitingApp() lets in only whom the case lets in", async () => {
  const { ask } = waiting("secret.tar.gz");
  for (
    const [init, status] of [
      [{ headers: {} }, 401],
      [{ headers: { ...BEARER, host: "evil.example" } }, 421],
      [{ headers: { ...BEARER, origin: "http://evil.example" } }, 403],
      [{ headers: BEARER, method: "POST" }, 405],
    ] as const
  ) {
    for (const path of ["/", "/api/v1/progress"]) {
      const response = await ask(path, init);
      assertEquals(response.status, status);
      assert(!(await response.text()).includes("secret"));
    }
  }
  const entry = await ask(`/findings?token=${TOKEN}`, { headers: {} });
  assertEquals([entry.status, entry.headers.get("location")], [303, "/findings"]);
});

Deno.test("streamProgress() tells the last progress at once, the next ones as they come, and ends with done", async () => {
  const { board, ask } = waiting();
  board.tell(reading(250));
  const response = await ask("/api/v1/progress");
  assertEquals(
    [response.headers.get("content-type"), response.headers.get("cache-control")],
    ["text/event-stream", "no-store, no-transform"],
  );
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => (await reader.read()).value;
  assertEquals(
    await next(),
    'event: progress\ndata: {"phase":"reading","doneBytes":250,"totalBytes":1000,' +
      '"text":"250 B of 1.0 kB read, 25 %"}\n\n',
  );
  board.tell({ kind: "progress", phase: "analyzing", doneBytes: 1000, totalBytes: 1000 });
  assertStringIncludes(await next() ?? "", '"phase":"analyzing"');
  board.tell({ kind: "done" });
  assertEquals(await next(), "event: done\ndata: {}\n\n");
  assert((await reader.read()).done);
});

Deno.test("streamProgress() ends with failed, and says why", async () => {
  const board = new ProgressBoard(() => 0);
  board.tell({ kind: "failed", message: "cannot\nread", remedy: "x" });
  assertEquals(
    await new Response(streamProgress(board)).text(),
    'event: failed\ndata: {"message":"cannot\\nread","remedy":"x"}\n\n',
  );
});

Deno.test("ProgressBoard tells at most five times a second, and a new phase at once", () => {
  let nowMs = 0;
  const board = new ProgressBoard(() => nowMs);
  const told: string[] = [];
  const stop = board.watch((progress) => {
    told.push(progress.kind === "progress" ? `${progress.phase} ${progress.doneBytes}` : progress.kind);
  });
  for (; nowMs < 1000; nowMs += 10) board.tell(reading(nowMs));
  board.tell({ kind: "progress", phase: "analyzing", doneBytes: 1000, totalBytes: 1000 });
  board.tell({ kind: "done" });
  assertEquals(told, [
    ...["reading 0", "reading 200", "reading 400", "reading 600", "reading 800"],
    ...["analyzing 1000", "done"],
  ]);
  stop();
  board.tell(reading(0));
  assertEquals([told.length, board.progress], [7, reading(0)]);
});
