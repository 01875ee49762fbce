import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { runOmlens } from "./run_omlens.ts";
import { withServedCheckout } from "./serve_checkout.ts";
import { withSample } from "./with_sample.ts";

const REPORTS = ["analysis.json", "report.html", "report.md"];
const FILES = ["analysis.json", "case.db", "report.html", "report.md"];
const ANALYZE = ["analyze", "om-logs.tar.gz", "--events", "events.json", "--out", "case"];
const LEAST = ["--allow-read=om-logs.tar.gz,events.json,case", "--allow-write=case"];

Deno.test("omlens analyze needs to read its inputs and to write its output, and nothing else", () =>
  withSample(async (root) => {
    const { code, out, err } = await runOmlens(ANALYZE, { permissions: LEAST, cwd: root });
    assertEquals([code, err, await filesIn(`${root}/case`)], [0, "", FILES]);
    assertStringIncludes(out, "case/report.html");
  }));

Deno.test("omlens analyze without permission to read its output writes the reports, and says what is missing", () =>
  withSample(async (root) => {
    const permissions = ["--allow-read=om-logs.tar.gz,events.json", "--allow-write=case"];
    const { code, err } = await runOmlens(ANALYZE, { permissions, cwd: root });
    assertEquals([code, await filesIn(`${root}/case`)], [0, REPORTS]);
    assertMatch(err, /^omlens: case.db is not written: .+\ntry: --allow-read=case .+\n$/);
    const lean = await runOmlens([...ANALYZE, "--lean"], { permissions, cwd: root });
    assertEquals([lean.code, lean.err], [0, ""]);
  }));

Deno.test("omlens query, report, diff and serve need to read the case and its archive; query writes nothing", () =>
  withSample(async (root) => {
    await runOmlens(ANALYZE, { permissions: LEAST, cwd: root });
    const permissions = ["--allow-read=case,om-logs.tar.gz"];
    const query = await runOmlens(["query", "case", "level:ERROR", "--limit", "1"], {
      permissions,
      cwd: root,
    });
    assertEquals([query.code, query.err], [0, ""]);
    assertMatch(query.out, / ERROR /);
    const report = await runOmlens(["report", "case", "--json"], { permissions, cwd: root });
    assertEquals(report.out, await Deno.readTextFile(`${root}/case/analysis.json`));
    const diff = await runOmlens(["diff", "case", "case/analysis.json"], { permissions, cwd: root });
    assertEquals([diff.code, diff.err], [0, ""]);
    assertMatch(diff.out, /\nNo difference that is more than chance\n/);
    assertEquals(await filesIn(`${root}/case`), FILES);
  }));

Deno.test("omlens runs from an address with an empty cache, and gives the same bytes as from disk", () =>
  withSample((root) =>
    withFolder((denoDir) =>
      withServedCheckout(async (address, requested) => {
        const options = { permissions: LEAST, cwd: root };
        const remote = await runOmlens(ANALYZE, { ...options, entry: `${address}cli.ts`, denoDir });
        assertEquals([remote.code, remote.err], [0, ""]);
        assert(requested.has("lib/analyze_archive.ts"));
        const served = await Promise.all(REPORTS.map((name) => Deno.readTextFile(`${root}/case/${name}`)));
        await Deno.remove(`${root}/case`, { recursive: true });
        const local = await runOmlens(ANALYZE, options);
        assertEquals(local.out, remote.out);
        for (const [i, name] of REPORTS.entries()) {
          assert(await Deno.readTextFile(`${root}/case/${name}`) === served[i], name);
        }
      })
    )
  ));

Deno.test("omlens analyze writes NAME.omlens into the current folder when nothing else is said", () =>
  withSample(async (root) => {
    const { code } = await runOmlens(["analyze", "./om-logs.tar.gz"], {
      permissions: ["--allow-read=.", "--allow-write=."],
      cwd: root,
    });
    assertEquals([code, await filesIn(`${root}/om-logs.omlens`)], [0, FILES]);
  }));

for (
  const [flag, permissions] of [
    ["--allow-read=om-logs.tar.gz", ["--allow-read=case", "--allow-write=case"]],
    ["--allow-write=case", LEAST.slice(0, 1)],
  ] as const
) {
  Deno.test(`omlens analyze without ${flag} says so`, () =>
    withSample(async (root) => {
      const { code, out, err } = await runOmlens(ANALYZE, { permissions, cwd: root });
      assertEquals([code === 2 || code === 3, out], [true, ""]);
      assertMatch(err, /^omlens: .*Deno was not given the permission\n/);
      assertStringIncludes(err, `try: deno run ${flag} `);
      assertEquals(await filesIn(root), ["events.json", "om-logs.tar.gz"]);
    }));
}
