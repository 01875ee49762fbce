import { exceptionChain } from "../../lib/parse/exception_chain.ts";
import { inlineExceptions } from "../../lib/parse/inline_exceptions.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const TEXTS: readonly [
  what: string,
  text: string,
  expected: readonly (readonly [string, string | null])[],
][] = [
  ["none", "servers=[{address=h:1, type=UNKNOWN, state=CONNECTING}]", []],
  ["one", "{state=CONNECTING, exception={a.XException: m}}", [["a.XException", "m"]]],
  ["one without message", "exception={a.XException}", [["a.XException", null]]],
  ["a cause", "exception={a.XException: m}, caused by {b.YException: n}}]", [[
    "a.XException < b.YException",
    "m",
  ]]],
  [
    "two servers",
    "[{address=h:1, exception={a.XException: m}, caused by {b.YError: n}}, {address=h:2, exception={c.ZException: o}}]",
    [["a.XException < b.YError", "m"], ["c.ZException", "o"]],
  ],
  ["braces in the text", 'exception={a.XException: got {"ok": {"n": 0}} from h}', [[
    "a.XException",
    'got {"ok": {"n": 0}} from h',
  ]]],
  ["a cut line", "exception={a.XException: m", [["a.XException", "m"]]],
  ["no class", "exception={something else}", []],
];

for (const [what, text, expected] of TEXTS) {
  Deno.test(`inlineExceptions() reads ${what}`, () => {
    const found = inlineExceptions(text).map((exception) => [exceptionChain(exception), exception.message]);
    assertEquals<unknown>(found, expected);
  });
}

Deno.test("inlineExceptions() ends on braces that never close", () => {
  assertEquals(inlineExceptions("exception={".repeat(200_000)), []);
});
