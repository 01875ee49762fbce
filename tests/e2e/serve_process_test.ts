import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { startOmlens } from "./run_omlens.ts";
import { withSample } from "./with_sample.ts";

const PERMISSIONS = ["--allow-read=.", "--allow-write=.", "--allow-net=127.0.0.1"];
const ADDRESS_REGEXP = /(http:\/\/127\.0\.0\.1:\d+)\/\?token=([\w-]{43})\n/;

/** A server in a process of its own, asked before its case is there. */
interface Serving {
  readonly child: Deno.ChildProcess;
  /** Asks with the token. */
  readonly ask: (path: string) => Promise<Response>;
  /** All that it prints, once it has ended. */
  readonly printed: Promise<{ out: string; err: string }>;
}

/** Starts `omlens serve` and waits for the address on stderr. */
async function startServing(args: readonly string[], cwd: string): Promise<Serving> {
  const child = startOmlens(["serve", ...args, "--port", "0"], { permissions: PERMISSIONS, cwd });
  const out = new Response(child.stdout).text();
  const [early, whole] = child.stderr.tee();
  const reader = early.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!ADDRESS_REGEXP.test(text)) {
    const { value, done } = await reader.read();
    assert(!done, text);
    text += value;
  }
  const drained = (async () => {
    while (!(await reader.read()).done);
  })();
  const [, origin, token] = ADDRESS_REGEXP.exec(text) ?? [];
  const printed = Promise.all([out, new Response(whole).text(), drained]).then(([out, err]) => ({
    out,
    err,
  }));
  const headers = { authorization: `Bearer ${token}` };
  return { child, ask: (path) => fetch(`${origin}${path}`, { headers }), printed };
}

async function statusOf(answer: Promise<Response>): Promise<number> {
  const { status, body } = await answer;
  await body?.cancel();
  return status;
}

Deno.test("omlens serve ARCHIVE can be watched while it reads, shows the case then, and ends at Ctrl-C", () =>
  withSample(async (root) => {
    const { child, ask, printed } = await startServing(["om-logs.tar.gz", "--events", "events.json"], root);
    await child.stdin.close();
    const events = await (await ask("/api/v1/progress")).text();
    assert(events.endsWith("event: done\ndata: {}\n\n"), events);
    assertEquals(await statusOf(ask("/findings")), 200);
    const { counts } = await (await ask("/api/v1/case")).json();
    assert(counts.findings > 0);
    child.kill("SIGINT");
    const { out, err } = await printed;
    assertEquals((await child.status).code, 130);
    assertMatch(out, /\n\nom-logs\.omlens is open at\nhttp:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/);
    assertMatch(err, /^om-logs is being read; see how far it is at\nhttp:\S+\nCtrl-C ends it\.\n$/);
  }));

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`omlens serve ends with 130 at ${signal} while it reads, tells those who watch, and leaves nothing behind`, () =>
    withFolder(async (root) => {
      const { child, ask, printed } = await startServing(["-", "--out", "case"], root);
      const page = await ask("/incidents");
      assertEquals(page.status, 202);
      assertStringIncludes(await page.text(), "0 B read");
      assertEquals(await statusOf(ask("/api/v1/case")), 503);
      const watched = (await ask("/api/v1/progress")).text();
      child.kill(signal);
      const [{ code }, { out, err }] = await Promise.all([child.status, printed]);
      await child.stdin.close().catch(() => {});
      assertStringIncludes(
        await watched,
        'event: failed\ndata: {"message":"interrupted: nothing was written"',
      );
      assertEquals([code, out, await filesIn(root)], [130, "", []]);
      assertStringIncludes(err, "omlens: interrupted: nothing was written\n");
    }));
}
