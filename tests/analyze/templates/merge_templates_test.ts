/** All messages are synthetic. */
import { type GroupedTemplate, mergeTemplates } from "../../../lib/analyze/templates/merge_templates.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

/** Different words without a digit. */
function words(count: number): string[] {
  const letters = [..."abcdefgh"];
  return letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `${a}${b}${c}`))).slice(0, count);
}

function merged(templates: readonly string[]): string[] {
  return [...new Set(mergeTemplates(templates.map((template) => ({ group: "g", template }))))];
}

const MERGED: readonly (readonly [name: string, templates: readonly string[], merged: readonly string[]])[] =
  [
    ["a name beside a mask", ["Read class # for #", "Read class acme.Job for acme.JobQueue"], [
      "Read class # for #",
    ]],
    ["nothing beside a mask", ["Took job # of #", "Took job null of #"], ["Took job # of #"]],
    ["many names", words(8).map((word) => `Read class acme.${word} again`), ["Read class # again"]],
    [
      "many names at two places",
      words(8).map((word, i) => `Read acme.${word} for acme.${words(8)[7 - i]}`),
      ["Read # for #"],
    ],
    ["many words", words(32).map((word) => `Invalid user ${word} from #`), ["Invalid user # from #"]],
    [
      "words beside a mask",
      ["Lost the host #", ...words(3).map((word) => `Lost the host ${word}`)],
      ["Lost the host #"],
    ],
  ];

const APART: readonly (readonly [name: string, templates: readonly string[]])[] = [
  ["some names", words(7).map((word) => `Read class acme.${word} again`)],
  ["some words", words(31).map((word) => `Invalid user ${word} from #`)],
  ["states", words(40).map((word) => `Went to state ${word.toUpperCase()} again`)],
  ["states beside a mask", [
    "Went to state #",
    ...words(9).map((word) => `Went to state ${word.toUpperCase()}`),
  ]],
  ["first words", words(40).map((word) => `${word} startup has succeeded`)],
  ["messages of one word", words(40)],
  ["messages of two words", words(40).map((word) => `Acme ${word}`)],
  ["exceptions beside a mask", ["Failed by #", "Failed by acme.LateException"]],
  ["names alone", ["#", "acme.name:true"]],
  ["other punctuation", ["Lost [host] #", ...words(3).map((word) => `Lost (host) ${word}`)]],
  ["another number of words", ["Lost the host #", ...words(3).map((word) => `Lost the host ${word} again`)]],
];

for (const [name, templates, expected] of MERGED) {
  Deno.test(`mergeTemplates() makes one of ${name}`, () => assertEquals(merged(templates), expected));
}

for (const [name, templates] of APART) {
  Deno.test(`mergeTemplates() keeps ${name} apart`, () => assertEquals(merged(templates), templates));
}

Deno.test("mergeTemplates() merges nothing across groups", () => {
  const templates = words(8).map((word, i) => ({
    group: String(i % 2),
    template: `Read class acme.${word}`,
  }));
  assertEquals(mergeTemplates(templates), templates.map(({ template }) => template));
});

Deno.test("mergeTemplates() gives each template the same in any order, and one with masks where it has tokens", () => {
  const token = fc.constantFrom("#", "Lost", "host", "acme.a", "acme.b", "null", "LATE", "on", ...words(6));
  const grouped: fc.Arbitrary<GroupedTemplate> = fc.record({
    group: fc.constantFrom("g", "h"),
    template: fc.array(token, { maxLength: 5 }).map((tokens) => tokens.join(" ")),
  });
  fc.assert(fc.property(fc.array(grouped, { maxLength: 60 }), (templates) => {
    const forward = mergeTemplates(templates);
    assertEquals(mergeTemplates(templates.toReversed()).toReversed(), forward);
    forward.forEach((template, at) => {
      const before = templates[at]!.template.split(" ");
      const after = template.split(" ");
      assertEquals(after.length, before.length);
      assert(after.every((one, place) => one === "#" || one === before[place]));
    });
  }));
});

Deno.test("mergeTemplates() leaves a group alone that is too long to be taken to pieces", () => {
  const templates = words(500).map((word) => `Lost the host ${word} ${"x".repeat(9000)}`);
  assertEquals(merged(templates).length, 500);
  assertEquals(merged(templates.slice(0, 400)).length, 1);
});
