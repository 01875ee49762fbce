import { JOBS_FLAGS } from "../../../../lib/cli/fetch/jobs/jobs_flags.ts";
import { parseConnectionLine } from "../../../../lib/cli/fetch/connection/parse_connection_line.ts";
import { UsageError } from "../../../../lib/errors.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../../../../lib/std/assert.ts";

const KEY = "5ecre7";
const parse = (...args: string[]) => parseConnectionLine("fetch jobs", args, JOBS_FLAGS);

Deno.test("parseConnectionLine() reads the flags of the connection and the action's own", () => {
  assertEquals<unknown>(
    parse(
      "--base-url",
      "om:8443",
      "--job=LATEST".toLowerCase(),
      "--rate",
      "0.5",
      "--timeout",
      "2m",
      "--json",
    ),
    { "base-url": "om:8443", job: "latest", rate: 0.5, timeout: 120_000, json: true },
  );
});

const ABOUT_THE_KEY = "set OMLENS_PRIVATE_KEY";
const ABOUT_TLS = "--ca-cert FILE";
const REFUSED: [args: string[], flag: string, remedy: string][] = [
  [["--private-key", KEY], "--private-key", ABOUT_THE_KEY],
  [[`--private-key=${KEY}`], "--private-key", ABOUT_THE_KEY],
  [["--json", `--private_key=${KEY}\n${KEY}`], "--private_key", ABOUT_THE_KEY],
  [["--privateKey", KEY], "--privateKey", ABOUT_THE_KEY],
  [["--private-api-key", KEY], "--private-api-key", ABOUT_THE_KEY],
  [["--api-key", KEY], "--api-key", ABOUT_THE_KEY],
  [[`--password=${KEY}`], "--password", ABOUT_THE_KEY],
  [["-u", `abcdefgh:${KEY}`], "-u", "--public-key KEY"],
  [[`-uabcdefgh:${KEY}`], "-u", "--public-key KEY"],
  [[`--user=abcdefgh:${KEY}`], "--user", "--public-key KEY"],
  [["--insecure"], "--insecure", ABOUT_TLS],
  [["--insecure=true"], "--insecure", ABOUT_TLS],
  [["--skip-verify"], "--skip-verify", ABOUT_TLS],
  [["--no-verify-ssl"], "--no-verify-ssl", ABOUT_TLS],
];

for (const [args, flag, remedy] of REFUSED) {
  Deno.test(`parseConnectionLine() has no ${args[0]?.replace(KEY, "…")} and says what there is instead`, () => {
    const error = assertThrows(() => parse(...args), UsageError);
    assertEquals(error.message, `Cannot read the command line: "fetch jobs" has no flag ${flag}`);
    assertStringIncludes(error.remedy, remedy);
  });
}

const SILENT: string[][] = [
  ["--user", `abcdefgh:${KEY}`],
  [`--user=abcdefgh:${KEY}`],
  ["--public-key", `abcdefgh:${KEY}`],
  ["--public-key", `abcdefgh ${KEY}`],
  ["--public-key", "abcdefgh", KEY],
  ["--", KEY],
];

for (const args of SILENT) {
  Deno.test(`parseConnectionLine() refuses "${args.join(" ").replace(KEY, "KEY")}" without repeating the key`, () => {
    const { message, remedy } = assertThrows(() => parse(...args), UsageError);
    assert(!`${message} ${remedy}`.includes(KEY), message);
  });
}

for (
  const args of [["--rate", "0"], ["--rate", "fast"], ["--timeout", "0s"], ["--job", "../x"], [
    "--job",
    "66f0",
  ]]
) {
  Deno.test(`parseConnectionLine() refuses ${args.join(" ")}`, () => {
    assertStringIncludes(assertThrows(() => parse(...args), UsageError).message, `Cannot read ${args[0]}: `);
  });
}
