import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import {
  type OpsManagerServer,
  TEST_PRIVATE_KEY,
  TEST_PUBLIC_KEY,
  withOpsManager,
} from "../helpers/ops_manager_server.ts";
import { CHECKOUT } from "./run_omlens.ts";

/** Of util-linux: runs a command on a pseudo terminal. */
const SCRIPT = "/usr/bin/script";
const isThere = await Deno.stat(SCRIPT).then(({ isFile }) => isFile, () => false);
const skipped = isThere ? "" : ` (skipped: no ${SCRIPT} here)`;

/** Runs `omlens fetch jobs` on a terminal and types when it asks; gives all that the terminal showed. */
async function typeWhenAsked(
  server: OpsManagerServer,
  keys: string,
): Promise<{ code: number; shown: string }> {
  const cli = new URL("cli.ts", CHECKOUT).href;
  const deno = [Deno.execPath(), "run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1", cli];
  const args = ["fetch", "jobs", "--json", "--base-url", server.url, "--public-key", TEST_PUBLIC_KEY];
  const child = new Deno.Command(SCRIPT, {
    args: ["-q", "-e", "-f", "-c", [...deno, ...args].map((word) => `'${word}'`).join(" "), "/dev/null"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
    env: { SHELL: "/bin/sh" },
  }).spawn();
  const writer = child.stdin.getWriter();
  let shown = "";
  let hasTyped = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    shown += text;
    if (hasTyped || !/Private key for \S+ at \S+: /.test(shown)) continue;
    hasTyped = true;
    await writer.write(new TextEncoder().encode(keys));
  }
  const { code } = await child.status;
  await writer.close().catch(() => {});
  return { code, shown };
}

Deno.test({
  name: `omlens fetch asks for the private key on a terminal, and shows nothing of it${skipped}`,
  ignore: !isThere,
  fn: () =>
    withOpsManager({}, async (server) => {
      // A letter too many, taken back.
      const { code, shown } = await typeWhenAsked(server, `${TEST_PRIVATE_KEY}x\x7f\r`);
      assertEquals(code, 0, shown);
      assertStringIncludes(
        shown,
        `Private key for ${TEST_PUBLIC_KEY} at ${server.url.slice("http://".length)}: `,
      );
      assert(!shown.includes(TEST_PRIVATE_KEY.slice(0, 8)), shown);
      assertStringIncludes(shown, "[]");
      assert(server.requests.at(-1)?.authorized);
    }),
});

Deno.test({
  name: `omlens fetch ends with exit code 130 when Ctrl-C is typed instead of a key${skipped}`,
  ignore: !isThere,
  fn: () =>
    withOpsManager({}, async (server) => {
      const { code, shown } = await typeWhenAsked(server, `${TEST_PRIVATE_KEY}\x03`);
      assertEquals(code, 130, shown);
      assert(!shown.includes(TEST_PRIVATE_KEY.slice(0, 8)), shown);
      assertEquals(server.requests.length, 0);
    }),
});
