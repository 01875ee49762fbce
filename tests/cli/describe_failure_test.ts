import { describeFailure, renderFailure } from "../../lib/cli/describe_failure.ts";
import { InputError, UsageError } from "../../lib/errors.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const CASES: [error: unknown, exitCode: number, text: string][] = [
  [
    new UsageError('Cannot read --lead: "x" is not a duration', { remedy: "Give one" }),
    2,
    'omlens: cannot read --lead: "x" is not a duration\ntry: give one\n',
  ],
  [
    new InputError('Cannot read "a.tar": it does not exist', { input: "a.tar", remedy: "check the path" }),
    3,
    'omlens: cannot read "a.tar": it does not exist\ntry: check the path\n',
  ],
  [
    new DOMException("The signal has been aborted", "AbortError"),
    130,
    "omlens: interrupted: nothing was written\ntry: run it again\n",
  ],
  [
    new Deno.errors.NotCapable('Requires read access to "/x", run again with the --allow-read flag'),
    3,
    'omlens: cannot read "/x": Deno was not given the permission\ntry: deno run --allow-read=/x …\n',
  ],
  [
    new TypeError("No space left on device"),
    3,
    "omlens: cannot go on: No space left on device\n" +
    "try: set OMLENS_DEBUG=1 to see where, and report it if the inputs and the disk are fine\n",
  ],
  [
    new InputError("Cannot read \x1b]0;title\x07\u202egnp.exe: it\nis odd", { input: "x", remedy: "\x9b2J" }),
    3,
    "omlens: cannot read \\x1b]0;title\\x07\\u202egnp.exe: it\\x0ais odd\ntry: \\x9b2J\n",
  ],
];

for (const [error, exitCode, text] of CASES) {
  Deno.test(`describeFailure() tells a ${error instanceof Error ? error.name : "value"}: ${text.slice(8, 40)}`, () => {
    const failure = describeFailure(error);
    assertEquals(failure.exitCode, exitCode);
    assertEquals(renderFailure(failure, undefined), text);
  });
}
