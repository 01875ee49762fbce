import { runCli } from "../../lib/cli/run_cli.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { fakeIo } from "./fake_io.ts";

const SMALL = ["--size", "1MB", "--hosts", "1", "--days", "1"];

Deno.test("omlens sample writes archive, events, job and truth, and says what was planted", () =>
  withFolder(async (root) => {
    const io = fakeIo();
    assertEquals(await runCli(["sample", ...SMALL, "--out", `${root}/s`], io), 0);
    const [events, job, archive = "", truthFile] = await filesIn(`${root}/s`);
    assertEquals([events, job, truthFile], ["events.json", "job.json", "truth.json"]);
    assertMatch(archive, /^om-logs_\d{8}T\d{6}Z\.tar\.gz$/);
    const truth = JSON.parse(await Deno.readTextFile(`${root}/s/truth.json`));
    assertEquals([truth.synthetic, truth.incident.kind], [true, "appdb-outage"]);
    assertStringIncludes(io.printed.out, `from ${truth.incident.onset} to ${truth.incident.end}`);
    const saved = JSON.parse(await Deno.readTextFile(`${root}/s/events.json`));
    const cause = saved.find(({ id }: { id: string }) => id === truth.incident.causeEventId);
    assertStringIncludes(io.printed.out, `Cause     ${cause.eventTypeName}\n          at ${cause.created}`);
    assertEquals(io.printed.err, "");
  }));

Deno.test("omlens sample --json prints truth.json", () =>
  withFolder(async (root) => {
    const io = fakeIo();
    assertEquals(await runCli(["sample", ...SMALL, "--incident", "none", "--json", "--out", root], io), 0);
    assertEquals(io.printed.out, await Deno.readTextFile(`${root}/truth.json`));
  }));

Deno.test("omlens sample leaves nothing at Ctrl-C", () =>
  withFolder(async (root) => {
    const onInterrupt = (listener: () => void) => {
      listener();
      return () => {};
    };
    const io = fakeIo({ onInterrupt });
    assertEquals(await runCli(["sample", ...SMALL, "--out", `${root}/s`], io), 130);
    assertEquals(await filesIn(root), []);
    assertMatch(io.printed.err, /^omlens: interrupted/);
  }));

Deno.test("omlens sample refuses what cannot be generated", async () => {
  const io = fakeIo();
  assertEquals(await runCli(["sample", "--hosts", "51"], io), 2);
  assertMatch(io.printed.err, /^omlens: cannot generate a sample: .*51.*\ntry: /);
});
