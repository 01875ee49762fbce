import { runCli } from "../../lib/cli/run_cli.ts";
import { generateSample } from "../../lib/sample/generate_sample.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { fakeIo, type FakeIoOptions } from "./fake_io.ts";

/** Synthetic. */
const CALM = Array.from({ length: 50 }, (_, i) => {
  const second = String(i).padStart(2, "0");
  return `2026-04-12T03:14:${second}.926+0000 [main] INFO  com.example.Job [Job.java:run:7] - Step ${i} is done\n`;
}).join("");
/** A known issue. */
const TROUBLE =
  "2026-04-12T03:15:00.000+0000 [main] ERROR com.example.Settings [Settings.java:read:9] - Failed to refresh database properties\n";

async function run(args: string[], options: FakeIoOptions = {}) {
  const io = fakeIo(options);
  return { exitCode: await runCli(args, io), ...io.printed };
}

/** Calls `use` with a folder that holds the cases `calm` and `trouble`. */
function withCases(use: (root: string) => Promise<void>): Promise<void> {
  return withFolder(async (root) => {
    for (const [name, log] of [["calm", CALM], ["trouble", CALM + TROUBLE]] as const) {
      await Deno.writeTextFile(`${root}/${name}.log`, log);
      assertEquals((await run(["analyze", `${root}/${name}.log`, "--out", `${root}/${name}`])).exitCode, 0);
    }
    await use(root);
  });
}

Deno.test("omlens diff prints what is new in the second case, and what is gone the other way around", () =>
  withCases(async (root) => {
    const worse = await run(["diff", `${root}/calm`, `${root}/trouble`]);
    assertEquals([worse.exitCode, worse.err], [0, ""]);
    assertStringIncludes(worse.out, "\nWorse: 1 new finding");
    assertStringIncludes(worse.out, "(appdb.properties-refresh-failed)\n");
    const better = await run(["diff", `${root}/trouble`, `${root}/calm`]);
    assertStringIncludes(better.out, "\nBetter: 1 finding is gone");
  }));

Deno.test("omlens diff writes a page, the same each time", () =>
  withCases(async (root) => {
    const args = ["diff", `${root}/calm`, `${root}/trouble`, "--format", "html"];
    const { exitCode, out, err } = await run(args);
    assertEquals([exitCode, err], [0, ""]);
    assertMatch(out, /^<!DOCTYPE html>[^]+<title>Worse: 1 new finding · omlens<\/title>/);
    assert(out === (await run(args)).out);
  }));

Deno.test("omlens diff reads a case, its folder, an analysis.json and the folder of a lean analysis alike", () =>
  withCases(async (root) => {
    await Deno.mkdir(`${root}/lean`);
    await Deno.copyFile(`${root}/trouble/analysis.json`, `${root}/lean/analysis.json`);
    const forms = ["trouble", "trouble/case.db", "trouble/analysis.json", "lean"];
    const outs = await Promise.all(
      forms.map(async (form) => (await run(["diff", `${root}/calm`, `${root}/${form}`, "--json"])).out),
    );
    assertEquals(JSON.parse(outs[0]!).schema, "omlens.diff/1");
    assertEquals(outs, outs.map(() => outs[0]!));
  }));

Deno.test("omlens diff writes a file in any format, whole, and says where it is", () =>
  withCases(async (root) => {
    for (const [format, start] of [["text", "Before"], ["json", "{"], ["md", "# Worse"]] as const) {
      const path = `${root}/diff.${format}`;
      const args = ["diff", `${root}/calm`, `${root}/trouble`, "--format", format, "--out", path];
      const { exitCode, out } = await run(args, { terminal: true });
      assertEquals([exitCode, out], [0, `${path}\n`]);
      assert((await Deno.readTextFile(path)).startsWith(start), format);
    }
  }));

Deno.test("omlens diff colours on a terminal only, or when asked to", () =>
  withCases(async (root) => {
    const args = ["diff", `${root}/calm`, `${root}/trouble`];
    for (
      const [more, terminal, coloured] of [[[], false, false], [[], true, true], [
        ["--color", "never"],
        true,
        false,
      ], [
        ["--color", "always"],
        false,
        true,
      ]] as const
    ) {
      const { out } = await run([...args, ...more], { terminal });
      assertEquals(out.includes("\x1b["), coloured);
    }
  }));

Deno.test("omlens diff --fail-on exits 1 for a new finding as bad as that, and for none that is gone", () =>
  withCases(async (root) => {
    const [calm, trouble] = [`${root}/calm`, `${root}/trouble`];
    for (
      const [args, wanted] of [
        [[calm, trouble, "--fail-on", "high"], 1],
        [[calm, trouble, "--fail-on", "critical"], 0],
        [[trouble, calm, "--fail-on", "info"], 0],
        [[trouble, trouble, "--fail-on", "info"], 0],
      ] as const
    ) {
      assertEquals((await run(["diff", ...args])).exitCode, wanted, args.join(" "));
    }
  }));

Deno.test("omlens diff says what is wrong with what it is given", () =>
  withCases(async (root) => {
    const calm = `${root}/calm`;
    await Deno.writeTextFile(
      `${root}/cut.json`,
      (await Deno.readTextFile(`${calm}/analysis.json`)).slice(0, 500),
    );
    await Deno.writeTextFile(`${root}/other.json`, '{"schema":"omlens.analysis/1","findings":7}');
    for (
      const [args, exitCode] of [
        [[], 2],
        [[calm], 2],
        [[calm, calm, calm], 2],
        [[calm, calm, "--json", "--format", "md"], 2],
        [[calm, calm, "--fail-on", "bad"], 2],
        [[calm, calm, "--out", `${root}/none/diff.md`], 2],
        [[calm, `${root}/none`], 3],
        [[calm, `${root}/calm.log`], 3],
        [[`${root}/cut.json`, calm], 3],
        [[calm, `${root}/other.json`], 3],
        [[calm, root], 3],
      ] as const
    ) {
      const { exitCode: actual, out, err } = await run(["diff", ...args]);
      assertEquals([actual, out], [exitCode, ""], args.join(" "));
      assertMatch(err, /^omlens: .+\ntry: .+\n$/);
    }
  }));

/** Analyses a synthetic fleet; its seed decides all that is random. */
async function sampleCase(
  root: string,
  name: string,
  incident: "none" | "appdb-outage",
  seed: number,
): Promise<string> {
  const sample = generateSample({ hosts: 2, days: 1, seed, sizeBytes: 4_000_000, incident });
  await Deno.writeFile(`${root}/${name}.tar.gz`, sample.archive);
  await Deno.writeTextFile(`${root}/${name}.json`, JSON.stringify(sample.events));
  const args = ["analyze", `${root}/${name}.tar.gz`, "--events", `${root}/${name}.json`, "--lean"];
  assertEquals((await run([...args, "--out", `${root}/${name}`])).exitCode, 0);
  return `${root}/${name}`;
}

Deno.test("omlens diff of two calm fleets tells nothing that is worse, and of an incident just what belongs to it", () =>
  withFolder(async (root) => {
    const [one, other, trouble] = [
      await sampleCase(root, "one", "none", 1),
      await sampleCase(root, "other", "none", 2),
      await sampleCase(root, "trouble", "appdb-outage", 1),
    ];
    const calm = await run(["diff", one, other, "--fail-on", "info"]);
    assertEquals(calm.exitCode, 0);
    assert(!calm.out.includes("\nWorse"), calm.out);
    const diff = JSON.parse((await run(["diff", one, trouble, "--json"])).out);
    const found: string[] = diff.findings.map((
      { change, after }: { change: string; after: { rule: string } },
    ) => `${change} ${after.rule}`);
    assert(found.includes("new appdb.timeout"), found.join());
    assertEquals(found.filter((text) => !/^new (?:appdb|access|signature)\./.test(text)), []);
    const messages: { change: string; exception: string | null }[] = diff.signatures;
    assert(messages.length > 0);
    assertEquals(
      messages.filter(({ change, exception }) =>
        change !== "new" || !/MongoTimeoutException/.test(exception ?? "")
      ),
      [],
    );
    assertEquals([diff.latencies, diff.hosts], [[], []]);
  }));
