import { templateCovers } from "../../../lib/analyze/diff/template_covers.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

/** What is general, what is special, whether the first covers the second. */
const CASES: readonly (readonly [general: string, special: string, covers: boolean])[] = [
  ["Took # ms", "Took # ms", true],
  ["Opened #", "Opened settings", true],
  ["Opened settings", "Opened #", false],
  ["Opened #", "Closed settings", false],
  ["Opened # of #", "Opened pages of replica", true],
  ["Opened # of #", "Opened pages for replica", false],
  ["Opened #", "Opened all pages", false],
  ["Opened # #", "Opened all pages", true],
  ["path=/#/#.log", "path=/var/mms.log", true],
  ["path=/#/#.log", "path=/var/mms.txt", false],
  ["path=/#/#.log", "path=/log", false],
  ["a#a", "a", false],
  ["a#a", "aa", true],
  ["a#bc#c", "abc", false],
  ["a#bc#c", "abcc", true],
  ["#b#", "abc", true],
  ["#bb#", "abc", false],
  ["", "", true],
];

Deno.test("templateCovers() takes a mask for what is there, within a word", () => {
  for (const [general, special, covers] of CASES) {
    assertEquals(templateCovers(general, special), covers, `${general} / ${special}`);
  }
});

Deno.test("templateCovers() holds for every template with some of its words masked", () => {
  const words = fc.array(fc.tuple(fc.stringMatching(/^[a-z#/=.]{1,8}$/), fc.boolean()), { minLength: 1 });
  fc.assert(fc.property(words, (words) => {
    const special = words.map(([word]) => word).join(" ");
    const general = words.map(([word, masked]) => masked ? "#" : word).join(" ");
    assert(templateCovers(general, special));
  }));
});

Deno.test("templateCovers() does not take long for many masks in a long word", () => {
  assert(!templateCovers("#a".repeat(500) + "b", "a".repeat(1000)));
});
