import config from "../../deno.json" with { type: "json" };
import { runCli } from "../../lib/cli/run_cli.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { fakeIo } from "./fake_io.ts";

const CASES: [args: string[], exitCode: number, out: RegExp, err: RegExp][] = [
  [["--version"], 0, /^omlens \d+\.\d+\.\d+\n$/, /^$/],
  [["version"], 0, /^omlens /, /^$/],
  [["-V"], 0, /^omlens /, /^$/],
  [["help"], 0, /^omlens [\s\S]*Commands:/, /^$/],
  [["--help"], 0, /Commands:/, /^$/],
  [["help", "analyze"], 0, /^omlens analyze: /, /^$/],
  [["analyze", "--help"], 0, /^omlens analyze: /, /^$/],
  [["analyze", "--bogus", "-h"], 0, /^omlens analyze: /, /^$/],
  [["sample", "--help"], 0, /^omlens sample: /, /^$/],
  [[], 2, /^$/, /^omlens: .*no command.*\ntry: omlens help\n$/],
  [["anlayze"], 2, /^$/, /"anlayze"\ntry: omlens analyze, or omlens help\n$/],
  [["--verison"], 2, /^$/, /flag "--verison"\ntry: omlens version, or omlens help\n$/],
  [["help", "samples"], 2, /^$/, /"samples"\ntry: omlens sample, or omlens help\n$/],
  [["constructor"], 2, /^$/, /no command "constructor"\ntry: omlens help\n$/],
  [["analyze"], 2, /^$/, /no INPUT is given\ntry: /],
  [["analyze", "x", "--out"], 2, /^$/, /--out: its value is missing\n/],
  [["analyze", "-", "--events", "-"], 2, /^$/, /given twice/],
  [["analyze", "x", "--out", "./x"], 2, /^$/, /it is an input\ntry: --out x\.omlens\n/],
  [["analyze", "x", "--since", "2026-04-12", "--until", "2026-04-11"], 2, /^$/, /not before --until/],
  [["analyze", "no/such/file.tar.gz"], 3, /^$/, /it does not exist\ntry: check the path\n$/],
  [["sample", "extra"], 2, /^$/, /"extra" is not expected/],
  [["sample", "--incident", "appdb-outag"], 2, /^$/, /try: use appdb-outage\n$/],
];

for (const [args, exitCode, out, err] of CASES) {
  Deno.test(`runCli() of "${args.join(" ")}" gives ${exitCode}`, async () => {
    const io = fakeIo();
    assertEquals(await runCli(args, io), exitCode);
    assertMatch(io.printed.out, out);
    assertMatch(io.printed.err, err);
  });
}

Deno.test("runCli() prints the version that is published", async () => {
  const io = fakeIo();
  await runCli(["version"], io);
  assertEquals(io.printed.out, `omlens ${config.version}\n`);
});

Deno.test("runCli() prints two lines and no stack trace, unless OMLENS_DEBUG is 1", async () => {
  const [plain, debug] = [fakeIo(), fakeIo({ variables: { OMLENS_DEBUG: "1" } })];
  await runCli(["analyze", "no/such/file"], plain);
  await runCli(["analyze", "no/such/file"], debug);
  assertEquals(plain.printed.err.split("\n").length, 3);
  assert(debug.printed.err.startsWith(plain.printed.err));
  assertMatch(debug.printed.err, /\n {4}at /);
  assertStringIncludes(debug.printed.err, "caused by: NotFound");
});
