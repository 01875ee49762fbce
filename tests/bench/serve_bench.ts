/**
 * Times `omlens serve CASE` under load: many readers at the same time, each asking again as soon as it has its answer.
 *
 *     deno run --allow-all tests/bench/serve_bench.ts CASE [READERS] [REQUESTS]
 *
 * @module
 */
import { describeLoad, readerLoad } from "../helpers/reader_load.ts";
import { startOmlens } from "../e2e/run_omlens.ts";

const VIEWS = ["/", "/timeline", "/findings", "/signatures", "/access", "/agents", "/coverage", "/events"];
const SEARCH =
  "/api/v1/records/stream?limit=5000&filter=text~%22nothing%20like%20(this%7Cthat)%20anywhere%22";
const ADDRESS_REGEXP = /http:\/\/127\.0\.0\.1:(\d+)\/\?token=([\w-]+)\n/;

/** A server in a process of its own. */
interface Served {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

const [folder, readers = "200", requests = "20"] = Deno.args;
if (folder === undefined) throw new Error("Cannot time omlens serve: no CASE is given");
await withServer(folder, async (served) => {
  say("first time, one reader", await load(served, 1, VIEWS.length));
  say(`${readers} readers, views that are kept`, await load(served, Number(readers), Number(requests)));
  const abortion = new AbortController();
  const searching = searchOn(served, abortion.signal);
  say("one reader, while 4 search everything", await load(served, 1, 40));
  say(`${readers} readers, while 4 search everything`, await load(served, Number(readers), 5));
  abortion.abort();
  await searching;
});

function load({ port, headers }: Served, readers: number, requests: number): Promise<string> {
  const check = (path: string, status: number) => {
    if (status !== 200) throw new Error(`Cannot time ${path}: it answers ${status}`);
  };
  return readerLoad({ port, headers, paths: VIEWS, readers, requests, check }).then(describeLoad);
}

/** Four searches of all lines, again and again. */
async function searchOn({ port, headers }: Served, signal: AbortSignal): Promise<void> {
  const search = async () => {
    while (!signal.aborted) {
      const response = await fetch(`http://127.0.0.1:${port}${SEARCH}`, { headers, signal });
      await response.text();
    }
  };
  await Promise.allSettled(Array.from({ length: 4 }, search));
}

async function withServer(folder: string, use: (served: Served) => Promise<void>): Promise<void> {
  const child = startOmlens(["serve", folder, "--port", "0"], {
    permissions: ["--allow-all"],
    cwd: Deno.cwd(),
  });
  await child.stdin.close();
  const terminal = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let printed = "";
    while (!ADDRESS_REGEXP.test(printed)) printed += (await terminal.read()).value ?? "";
    const [, port = "", token = ""] = ADDRESS_REGEXP.exec(printed) ?? [];
    await use({ port: Number(port), headers: { authorization: `Bearer ${token}` } });
  } finally {
    child.kill("SIGINT");
    await Promise.all([child.status, terminal.cancel(), child.stderr.cancel()]);
  }
}

function say(what: string, times: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${what}: ${times}\n`));
}
