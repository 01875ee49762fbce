import { wantsAscii } from "../../../lib/cli/terminal/wants_ascii.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fakeIo } from "../fake_io.ts";

const CASES: readonly (readonly [asked: boolean, variables: Record<string, string>, ascii: boolean])[] = [
  [false, {}, false],
  [true, { LANG: "en_US.UTF-8" }, true],
  [false, { LANG: "en_US.UTF-8" }, false],
  [false, { LANG: "de_DE.utf8", TERM: "xterm-256color" }, false],
  [false, { LANG: "C" }, true],
  [false, { LANG: "en_US.ISO-8859-1" }, true],
  [false, { LANG: "en_US.UTF-8", LC_ALL: "POSIX" }, true],
  [false, { LANG: "C", LC_CTYPE: "C.UTF-8", LC_ALL: "" }, false],
  [false, { TERM: "dumb" }, true],
  [false, { LANG: "C.UTF-8", TERM: "linux" }, true],
];

for (const [asked, variables, ascii] of CASES) {
  Deno.test(`wantsAscii() with${asked ? "" : "out"} --ascii and ${JSON.stringify(variables)} is ${ascii}`, async () => {
    assertEquals(await wantsAscii(asked, fakeIo({ variables })), ascii);
  });
}
