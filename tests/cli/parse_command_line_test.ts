import { listFlag, switchFlag, valueFlag } from "../../lib/cli/flags/flag.ts";
import { readDuration, readText } from "../../lib/cli/flags/flag_values.ts";
import { parseCommandLine } from "../../lib/cli/flags/parse_command_line.ts";
import { UsageError } from "../../lib/errors.ts";
import { assertEquals, assertThrows } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const FLAGS = {
  quiet: switchFlag("silence"),
  out: valueFlag("DIR", "folder", readText),
  since: valueFlag("TIME", "start", readText),
  lead: valueFlag("DURATION", "window", readDuration),
  host: listFlag("HOST", "host", readText),
};

const READ: [args: string[], values: Record<string, unknown>, operands: string[]][] = [
  [[], {}, []],
  [["a", "--quiet", "b"], { quiet: true }, ["a", "b"]],
  [["--out", "x", "a"], { out: "x" }, ["a"]],
  [["--out=x=y"], { out: "x=y" }, []],
  [["--out", "x", "--out", "y"], { out: "y" }, []],
  [["--since", "-2h", "a"], { since: "-2h" }, ["a"]],
  [["--since=-2h"], { since: "-2h" }, []],
  [["--host", "a", "--host=b"], { host: ["a", "b"] }, []],
  [["--lead", "90s"], { lead: 90_000 }, []],
  [["-", "--host", "-"], { host: ["-"] }, ["-"]],
  [["--quiet", "true", "17"], { quiet: true }, ["true", "17"]],
  [["--", "--quiet", "-x"], {}, ["--quiet", "-x"]],
];

for (const [args, values, operands] of READ) {
  Deno.test(`parseCommandLine() reads "${args.join(" ")}"`, () => {
    assertEquals<unknown>(parseCommandLine("analyze", args, FLAGS), { values, operands });
  });
}

const REFUSED: [args: string[], message: string, remedy: string][] = [
  [
    ["--ot", "x"],
    'Cannot read the command line: "analyze" has no flag --ot',
    "--out, or omlens help analyze",
  ],
  [
    ["--hots=x"],
    'Cannot read the command line: "analyze" has no flag --hots',
    "--host, or omlens help analyze",
  ],
  [["--zzzzzz"], 'Cannot read the command line: "analyze" has no flag --zzzzzz', "omlens help analyze"],
  [
    ["-out", "x"],
    'Cannot read the command line: "analyze" has no flag -out',
    "--out, or omlens help analyze",
  ],
  [["--no-quiet"], 'Cannot read the command line: "analyze" has no flag --no-quiet', "omlens help analyze"],
  [["--toString"], 'Cannot read the command line: "analyze" has no flag --toString', "omlens help analyze"],
  [["--out"], "Cannot read --out: its value is missing", "--out DIR"],
  [["--out="], "Cannot read --out: its value is missing", "--out DIR"],
  [["--out", ""], "Cannot read --out: its value is missing", "--out DIR"],
  [["--out", "--quiet"], "Cannot read --out: its value is missing", "--out DIR"],
  [["--out", "--"], "Cannot read --out: its value is missing", "--out DIR"],
  [["--quiet=1"], 'Cannot read --quiet: it takes no value, but got "1"', "--quiet"],
  [
    ["--lead", "soon"],
    'Cannot read --lead: "soon" is not a duration',
    "give a duration such as 30m, 2h or 1d",
  ],
];

for (const [args, message, remedy] of REFUSED) {
  Deno.test(`parseCommandLine() refuses "${args.join(" ")}"`, () => {
    const error = assertThrows(() => parseCommandLine("analyze", args, FLAGS), UsageError);
    assertEquals({ message: error.message, remedy: error.remedy }, { message, remedy });
  });
}

Deno.test("parseCommandLine() gives every operand after -- as it is, and reads or refuses all else", () => {
  fc.assert(fc.property(fc.array(fc.string()), fc.array(fc.string()), (operands, wild) => {
    assertEquals(parseCommandLine("analyze", ["--", ...operands], FLAGS).operands, operands);
    try {
      parseCommandLine("analyze", wild, FLAGS);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }));
});
