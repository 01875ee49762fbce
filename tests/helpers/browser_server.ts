import { startOmlens } from "../e2e/run_omlens.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const URL_REGEXP = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n/;

/** A running `omlens serve`. */
export interface OmlensServer {
  /** What it prints: with the token. */
  readonly address: string;
  /** Presses Ctrl-C, and fails when it ends in another way than it should. */
  readonly stop: () => Promise<void>;
}

/** Starts `omlens serve ...args` as a user does; it reads and writes in `cwd` alone. */
export async function startServer(args: readonly string[], cwd: string): Promise<OmlensServer> {
  const child = startOmlens(["serve", ...args, "--port", "0"], {
    permissions: ["--allow-read=.", "--allow-write=.", "--allow-net=127.0.0.1"],
    cwd,
  });
  await child.stdin.close();
  const errors = new Response(child.stderr).text();
  const terminal = child.stdout.getReader();
  const stop = async () => {
    child.kill("SIGINT");
    const { code } = await child.status;
    await terminal.cancel();
    assertEquals([code, (await errors).split("\n").slice(-2)], [130, ["Ctrl-C ends it.", ""]]);
  };
  try {
    return { address: await addressFrom(terminal), stop };
  } catch (cause) {
    await terminal.cancel();
    await child.status;
    throw new Error(`omlens serve printed no address: ${await errors}`, { cause });
  }
}

/** What a user sees in the terminal, until the address is there. */
async function addressFrom(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  for (let text = "";;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`it printed: ${text}`);
    text += decoder.decode(value, { stream: true });
    const [address] = URL_REGEXP.exec(text) ?? [];
    if (address !== undefined) return address.trim();
  }
}
