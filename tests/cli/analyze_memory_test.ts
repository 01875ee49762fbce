import { runCli } from "../../lib/cli/run_cli.ts";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { fakeIo, type FakeIoOptions } from "./fake_io.ts";

/** More keys than the two pages that are always kept. */
const RECORDS = 400_000;
const START_MS = Date.UTC(2026, 3, 12);

/** Synthetic: eight records a second. */
function log(): string {
  return Array.from({ length: RECORDS }, (_, i) => {
    const time = new Date(START_MS + i * 125).toISOString().replace("Z", "+0000");
    return `${time} [main] INFO  a.B [B.java:c:1] - Step ${i}\n`;
  }).join("");
}

async function run(args: string[], options: FakeIoOptions = {}): Promise<{ exitCode: number; err: string }> {
  const io = fakeIo(options);
  const exitCode = await runCli(["analyze", ...args], io);
  return { exitCode, err: io.printed.err };
}

Deno.test("omlens analyze --memory changes no result, whatever it is", () =>
  withFolder(async (root) => {
    await Deno.mkdir(`${root}/logs`);
    await Deno.writeTextFile(`${root}/logs/mms0.log`, log());
    await Deno.copyFile(`${root}/logs/mms0.log`, `${root}/logs/mms0.20260412.0.log`);
    await run([`${root}/logs`, "--out", `${root}/a`, "--lean"]);
    await run([`${root}/logs`, "--out", `${root}/b`, "--lean", "--memory", "1"]);
    await run([`${root}/logs`, "--out", `${root}/c`, "--memory", "1"]);
    const json = await Deno.readTextFile(`${root}/a/analysis.json`);
    assertStringIncludes(json, `${RECORDS} records of mms0.log are in another file as well`);
    assertEquals(await Deno.readTextFile(`${root}/b/analysis.json`), json);
    assertEquals(await Deno.readTextFile(`${root}/c/analysis.json`), json);
    assertEquals(await filesIn(`${root}/c`), ["analysis.json", "case.db", "report.html", "report.md"]);
    assert(!json.includes("limit.memory"));
    // Without permission to read there is no file to read back from.
    await run([`${root}/logs`, "--out", `${root}/d`, "--memory", "1"], { readable: false });
    assertStringIncludes(await Deno.readTextFile(`${root}/d/analysis.json`), `"code": "limit.memory"`);
  }));

Deno.test("omlens analyze refuses a --memory that is no size", async () => {
  const { exitCode, err } = await run(["x.log", "--memory", "much"]);
  assertEquals(exitCode, 2);
  assertStringIncludes(err, `"much" is not a size`);
});
