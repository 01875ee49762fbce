import { parseJavaException } from "../../lib/parse/java_exception.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const F = "\tat a.B.c(B.java:1)";

Deno.test("parseJavaException() bounds frames and nesting", () => {
  const wide = parseJavaException(`a.XException\n${`${F}\n`.repeat(5000)}`);
  assertEquals([wide?.frames.length, wide?.framesOmitted], [4096, 904]);
  const deep = parseJavaException(`a.XException\n${F}\n${"Caused by: b.Y\n".repeat(20_000)}`);
  assert(JSON.stringify(deep).split("b.Y").length <= 256);
});

Deno.test("parseJavaException() gives back what a trace was made of", () => {
  const name = fc.stringMatching(/^[a-z]{1,5}\.[A-Z][a-z]{0,5}Exception$/);
  const link = fc.record({
    name,
    message: fc.option(fc.stringMatching(/^[\w ,;()-]{0,20}\w$/).filter((text) => text !== "null")),
    methods: fc.array(fc.stringMatching(/^[a-z]\w{0,8}$/), { minLength: 1, maxLength: 6 }),
  }, { noNullPrototype: true });
  fc.assert(
    fc.property(
      fc.array(link, { minLength: 1, maxLength: 5 }),
      fc.constantFrom("\t", "    ", ""),
      (links, indent) => {
        const text = links.map(({ name, message, methods }) =>
          [
            `${name}${message === null ? "" : `: ${message}`}`,
            ...methods.map((method) => `${indent}at p.C.${method}(C.java:1)`),
          ].join("\n")
        ).join("\nCaused by: ");
        const got: typeof links = [];
        for (let at = parseJavaException(text); at !== null; at = at.cause) {
          got.push({
            name: at.class,
            message: at.message,
            methods: at.frames.map(({ method }) => method),
          });
        }
        assertEquals(got, links);
      },
    ),
  );
});

Deno.test("parseJavaException() never throws", () => {
  const piece = fc.constantFrom(
    "a.XException",
    ": ",
    "\n",
    F,
    "Caused by: ",
    "\tSuppressed: ",
    "Wrapped by: ",
    "... 2 more",
    "[CIRCULAR REFERENCE: ",
    "]",
    "\\n\\tat ",
    "#012",
    "\x1b[",
    " at ",
    "nested exception is:",
    '"',
    "(",
    "é",
  );
  fc.assert(fc.property(fc.array(fc.oneof(piece, fc.string())), (parts) => {
    parseJavaException(parts.join(""));
  }));
});

const HOSTILE = [
  "\n",
  " ",
  "at ",
  "\\",
  "\\n\\tat ",
  F + "\n",
  "a.XException ",
  "Caused by: a.X\n",
  "\tSuppressed: a.X\n",
  "nested exception is:\na.XException: x\n",
  "\x1b[",
  "(",
  "a.",
  "... 1 more\n",
];

for (const piece of HOSTILE) {
  Deno.test(`parseJavaException() reads 2 MB of ${JSON.stringify(piece)} in linear time`, () => {
    const text = "a.XException: m\n" + piece.repeat(Math.ceil(2e6 / piece.length));
    const started = performance.now();
    parseJavaException(text);
    // Quadratic time would be minutes; the margin is for a busy machine.
    assert(performance.now() - started < 5000);
  });
}
