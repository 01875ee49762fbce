import { matchSignatures } from "../../../lib/analyze/diff/match_signatures.ts";
import type { Signature } from "../../../lib/analyze/analysis.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { messageOf } from "./diff_case.ts";

function matched(before: readonly Signature[], after: readonly Signature[]): string[] {
  const templates = (signatures: readonly Signature[]) =>
    signatures.map(({ template }) => template).sort().join(" + ");
  return matchSignatures(before, after).map((pair) => `${templates(pair.before)} -> ${templates(pair.after)}`)
    .sort();
}

Deno.test("matchSignatures() matches by id", () => {
  assertEquals(
    matched([messageOf("a", 1), messageOf("b", 1)], [messageOf("b", 1), messageOf("c", 1)]),
    [" -> c", "a -> ", "b -> b"],
  );
});

Deno.test("matchSignatures() puts the words of one side under the mask of the other, whichever has it", () => {
  const [masked, words] = [
    [messageOf("Opened # pages", 9)],
    [messageOf("Opened all pages", 3), messageOf("Opened some pages", 4)],
  ];
  assertEquals(matched(masked, words), ["Opened # pages -> Opened all pages + Opened some pages"]);
  assertEquals(matched(words, masked), ["Opened all pages + Opened some pages -> Opened # pages"]);
});

Deno.test("matchSignatures() prefers the template that leaves least open", () => {
  assertEquals(
    matched([messageOf("Opened all pages", 3)], [messageOf("Opened # #", 1), messageOf("Opened # pages", 1)]),
    [" -> Opened # #", "Opened all pages -> Opened # pages"],
  );
});

Deno.test("matchSignatures() prefers one mask to three, whichever is longer", () => {
  assertEquals(
    matched([messageOf("x-y-z done", 3)], [messageOf("#-#-# done", 1), messageOf("x-# done", 1)]),
    [" -> #-#-# done", "x-y-z done -> x-# done"],
  );
});

Deno.test("matchSignatures() matches the same text with another stack trace, which is another id", () => {
  const exception = "a.B < c.D";
  assertEquals(
    matched([messageOf("x", 1, { id: "1", exception })], [messageOf("x", 1, { id: "2", exception })]),
    ["x -> x"],
  );
});

Deno.test("matchSignatures() keeps apart what another logger, level or exception says", () => {
  for (const other of [{ logger: "com.example.Other" }, { level: "WARN" }, { exception: "a.B" }]) {
    assertEquals(
      matched([messageOf("Opened all", 1)], [messageOf("Opened #", 1, other)]),
      [" -> Opened #", "Opened all -> "],
    );
  }
});

Deno.test("matchSignatures() joins a chain of ever more general templates", () => {
  assertEquals(
    matched(
      [messageOf("a b c", 1), messageOf("a # #", 1)],
      [messageOf("a # c", 1)],
    ),
    ["a # # + a b c -> a # c"],
  );
});

Deno.test("matchSignatures() takes thousands of templates of one place in a moment", () => {
  const many = (word: string) => Array.from({ length: 5000 }, (_, i) => messageOf(`${word}${i} # done`, 1));
  assertEquals(matchSignatures(many("a"), many("b")).length, 10_000);
});
