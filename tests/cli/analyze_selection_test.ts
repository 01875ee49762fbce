/** What is said when a window, a host or a kind of log leaves nothing; all lines are synthetic. */
import { runCli } from "../../lib/cli/run_cli.ts";
import { assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { fakeIo } from "./fake_io.ts";

const LOG = "2026-04-12T03:14:15.926+0000 [main] INFO  com.example.Job [Job.java:run:7] - Done\n";

/** Analyses a folder with a log of om-1, and `x.log`, whose name tells nothing. */
function analyze(...args: string[]) {
  let result = { exitCode: -1, out: "", err: "", records: -1 };
  return withFolder(async (root) => {
    await Deno.mkdir(`${root}/logs/om-1/application`, { recursive: true });
    await Deno.writeTextFile(`${root}/logs/om-1/application/mms0.log`, LOG);
    await Deno.writeTextFile(`${root}/logs/x.log`, LOG.replace("Done", "Ended"));
    const io = fakeIo();
    const exitCode = await runCli(["analyze", `${root}/logs`, "--out", `${root}/out`, ...args], io);
    const json = exitCode === 2 ? null : JSON.parse(await Deno.readTextFile(`${root}/out/analysis.json`));
    result = { exitCode, ...io.printed, records: json?.totals.records ?? -1 };
  }).then(() => result);
}

for (
  const [since, until] of [["-1h", "-2h"], ["-1h", "-60m"], ["2026-04-13", "2026-04-12T03:00Z"], [
    "2026-04-12T03:00+02:00",
    "2026-04-12T00:30Z",
  ]] as const
) {
  Deno.test(`omlens analyze refuses a window from ${since} until ${until}`, async () => {
    const { exitCode, err } = await analyze("--since", since, "--until", until);
    assertEquals([exitCode, err], [
      2,
      `omlens: cannot analyze: --since ${since} is not before --until ${until}\ntry: swap the two times\n`,
    ]);
  });
}

Deno.test("omlens analyze takes a window from -2h until -1h, and says when nothing is in it", async () => {
  const { exitCode, out } = await analyze("--since", "-2h", "--until", "-1h");
  assertEquals(exitCode, 0);
  assertStringIncludes(out, "no record is in the time asked for");
});

Deno.test("omlens analyze says which hosts there are when one was asked for that is not", async () => {
  const { exitCode, out, records } = await analyze("--host", "om-2", "--host", "om-1", "--strict");
  assertEquals([exitCode, records], [4, 1]);
  assertStringIncludes(out, 'No file is of host "om-2": files are of om-1, unknown');
});

Deno.test("omlens analyze leaves out a file whose lines are of a kind of log that is not asked for", async () => {
  const counts = async (category: string) => (await analyze("--category", category)).records;
  assertEquals([await counts("application"), await counts("http_access")], [2, 0]);
});
