import { assertEquals } from "../../lib/std/assert.ts";
import { parseArgs } from "../../lib/std/cli.ts";

const OPTIONS = { boolean: ["quiet", "no-rules"], string: ["out", "host"], collect: ["host"] };

// What @std/cli gives for the same, read from its documentation: these run on the real package too.
const CASES: [args: string[], expected: Record<string, unknown>][] = [
  [[], { quiet: false, "no-rules": false, host: [], _: [] }],
  [["--quiet", "--no-rules"], { quiet: true, "no-rules": true, host: [], _: [] }],
  [["--out=DIR"], { quiet: false, "no-rules": false, host: [], out: "DIR", _: [] }],
  [["--out=a", "--out=b"], { quiet: false, "no-rules": false, host: [], out: "b", _: [] }],
  [["--out=-2h"], { quiet: false, "no-rules": false, host: [], out: "-2h", _: [] }],
  [["--out=a=b"], { quiet: false, "no-rules": false, host: [], out: "a=b", _: [] }],
  [["--host=a", "--host=1"], { quiet: false, "no-rules": false, host: ["a", "1"], _: [] }],
  [["--quiet", "--", "--out=x", "-", "17"], {
    quiet: true,
    "no-rules": false,
    host: [],
    _: ["--out=x", "-", "17"],
  }],
];

for (const [args, expected] of CASES) {
  Deno.test(`parseArgs() reads ${args.join(" ") || "nothing"}`, () => {
    assertEquals({ ...parseArgs(args, OPTIONS) }, expected);
  });
}
