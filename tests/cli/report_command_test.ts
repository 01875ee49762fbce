import { runCli } from "../../lib/cli/run_cli.ts";
import { assert, assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { createValidator } from "../helpers/json_schema.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { fakeIo } from "./fake_io.ts";

/** Synthetic. */
const LOG =
  "2026-04-12T03:14:15.926+0000 [main] WARN  a.B [B.java:c:1] - Failed to refresh database properties\n";

async function run(args: string[]) {
  const io = fakeIo();
  return { exitCode: await runCli(args, io), ...io.printed };
}

function withCase(use: (root: string) => Promise<void>): Promise<void> {
  return withFolder(async (root) => {
    await Deno.writeTextFile(`${root}/mms0.log`, LOG);
    assertEquals((await run(["analyze", `${root}/mms0.log`, "--out", `${root}/case`])).exitCode, 0);
    await use(root);
  });
}

Deno.test("omlens report writes the same bytes from the case as the analysis did", () =>
  withCase(async (root) => {
    const { exitCode, out, err } = await run(["report", `${root}/case`, "--out", `${root}/again`]);
    assertEquals([exitCode, err], [0, ""]);
    assertEquals(
      out,
      ["analysis.json", "report.html", "report.md"].map((name) => `${root}/again/${name}\n`).join(""),
    );
    for (const name of await filesIn(`${root}/again`)) {
      assert(
        await Deno.readTextFile(`${root}/again/${name}`) === await Deno.readTextFile(`${root}/case/${name}`),
        name,
      );
    }
  }));

Deno.test("omlens report puts a format beside the case, and leaves the rest as it is", () =>
  withCase(async (root) => {
    const { exitCode } = await run(["report", `${root}/case/case.db`, "--format", "junit"]);
    assertEquals(exitCode, 0);
    assertEquals(await filesIn(`${root}/case`), [
      "analysis.json",
      "case.db",
      "findings.junit.xml",
      "report.html",
      "report.md",
    ]);
  }));

Deno.test("omlens report --format csv,ndjson writes a file for each table, a timeline and all lists", () =>
  withCase(async (root) => {
    const { exitCode, out } = await run([
      "report",
      `${root}/case`,
      "--format",
      "csv,ndjson",
      "--out",
      `${root}/t`,
    ]);
    const tables =
      "agents backups causes clients clocks coverage diagnostics events evidence findings impacts " +
      "incidents restarts routes signatures traces";
    const names = [...tables.split(" ").map((name) => `${name}.csv`), "analysis.ndjson", "timeline.ndjson"]
      .sort();
    assertEquals([exitCode, await filesIn(`${root}/t`)], [0, names]);
    assertEquals(out.trimEnd().split("\n").toSorted(), names.map((name) => `${root}/t/${name}`));
    assertMatch(await Deno.readTextFile(`${root}/t/signatures.csv`), /Failed to refresh database properties/);
  }));

Deno.test("omlens report --incident prints one incident as a ticket, by its id or its place, and writes nothing", () =>
  withFolder(async (root) => {
    const sample = [
      "sample",
      "--size",
      "1MB",
      "--days",
      "1",
      "--incident",
      "restart-loop",
      "--analyze",
      "--quiet",
    ];
    assertEquals((await run([...sample, "--out", root])).exitCode, 0);
    const files = await filesIn(root);
    const folder = `${root}/${files.find((name) => name.endsWith(".omlens/"))}`;
    const { incidents } = JSON.parse((await run(["report", folder, "--json"])).out);
    const { exitCode, out } = await run(["report", folder, "--incident", "1"]);
    assertEquals(exitCode, 0);
    assertMatch(out, /^# om-\d\S* restarts again and again \(critical\)\n/);
    assertEquals((await run(["report", folder, "--incident", incidents[0].id])).out, out);
    assertEquals(await filesIn(root), files);
    for (
      const [wanted, remedy] of [["0", "--incident 1 to 1"], ["2", "--incident 1 to 1"], [
        "x",
        "an id of",
      ]] as const
    ) {
      const { exitCode, err } = await run(["report", folder, "--incident", wanted]);
      assertEquals(exitCode, 2);
      assertMatch(err, new RegExp(`there is no such incident\ntry: .*${remedy}`));
    }
  }));

Deno.test("omlens report --json prints analysis.json, and --schema a schema that accepts it", () =>
  withCase(async (root) => {
    const { out } = await run(["report", `${root}/case`, "--json"]);
    assertEquals(out, await Deno.readTextFile(`${root}/case/analysis.json`));
    const schema = await run(["report", "--schema"]);
    assertEquals(createValidator(JSON.parse(schema.out))(JSON.parse(out)), []);
  }));

Deno.test("omlens report says what is wrong with what it is given", () =>
  withCase(async (root) => {
    for (
      const [args, exitCode] of [[[], 2], [[`${root}/case`, `${root}/case`], 2], [[`${root}/none`], 3], [[
        `${root}/mms0.log`,
      ], 3]] as const
    ) {
      const { exitCode: actual, err } = await run(["report", ...args]);
      assertEquals(actual, exitCode, args.join(" "));
      assertMatch(err, /^omlens: .+\ntry: .+\n$/);
    }
  }));
