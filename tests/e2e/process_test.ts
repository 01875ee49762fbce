import { assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { runOmlens, type RunOptions, startOmlens } from "./run_omlens.ts";

/** Synthetic. */
const LINE = "2026-04-12T03:14:15.926+0000 [main] INFO  com.example.Job [Job.java:run:7] - A step is done\n";

function optionsIn(cwd: string): RunOptions {
  return { permissions: ["--allow-read=.", "--allow-write=."], cwd };
}

/** Starts an analysis of standard input and waits until its folder appears: from then on it waits for input. */
async function startWaiting(root: string): Promise<Deno.ChildProcess> {
  using watcher = Deno.watchFs(root);
  const child = startOmlens(["analyze", "-", "--out", "case"], optionsIn(root));
  for await (const { paths } of watcher) if (paths.some((path) => path.endsWith("/case"))) break;
  return child;
}

Deno.test("omlens ends with its exit code and prints errors on stderr only", () =>
  withFolder(async (root) => {
    assertEquals(await runOmlens(["anlayze"], optionsIn(root)), {
      code: 2,
      out: "",
      err: 'omlens: cannot read the command line: there is no command "anlayze"\n' +
        "try: omlens analyze, or omlens help\n",
    });
  }));

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`omlens ends with 130 at ${signal} while it waits for input, and leaves nothing behind`, () =>
    withFolder(async (root) => {
      const child = await startWaiting(root);
      child.kill(signal);
      // Its standard input stays open: output() would close it.
      const [{ code }, out, err] = await Promise.all([
        child.status,
        new Response(child.stdout).text(),
        new Response(child.stderr).text(),
      ]);
      await child.stdin.close().catch(() => {});
      assertEquals([code, out, await filesIn(root)], [130, "", []]);
      assertStringIncludes(err, "omlens: interrupted: nothing was written\n");
    }));
}

Deno.test("omlens says nothing when nobody reads what it prints", () =>
  withFolder(async (root) => {
    const child = await startWaiting(root);
    await child.stdout.cancel();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(LINE));
    await writer.close();
    const err = await new Response(child.stderr).text();
    assertEquals([(await child.status).code, err], [0, ""]);
    assertEquals(await filesIn(`${root}/case`), ["analysis.json", "case.db", "report.html", "report.md"]);
  }));
