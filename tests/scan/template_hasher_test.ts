import { maskText } from "../../lib/scan/mask_text.ts";
import { type KeptToken, TemplateHasher } from "../../lib/scan/template_hasher.ts";
import { viewBytes } from "../../lib/scan/viewed_bytes.ts";
import { assert, assertEquals, assertNotEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const KEPT: readonly KeptToken[] = [
  { before: "error", token: "18" },
  { before: "code", token: "E11000" },
  { before: "10.0.0.1", token: "27017" },
  { before: "", token: "99" },
  { before: "version", token: "8.0:" },
];
const encoder = new TextEncoder();

function hashOf(text: string, kept: readonly KeptToken[] = KEPT): string {
  // Surrounded by bytes that must not count.
  const b = encoder.encode(`x ${text}9 y`);
  const hasher = new TemplateHasher(kept);
  hasher.reset(1);
  hasher.addMasked(viewBytes(b), 2, b.length - 3);
  return `${hasher.high} ${hasher.low}`;
}

function hashOfLines(lines: readonly string[]): string {
  const hasher = new TemplateHasher(KEPT);
  hasher.reset(1);
  for (const line of lines) {
    const b = encoder.encode(line);
    hasher.addContinuation(viewBytes(b), 0, b.length);
  }
  return `${hasher.high} ${hasher.low}`;
}

const words = ["error", "#", "#", "a#", "code", "Timed", "out", "", "error:", "a-b", "\u00fc"];
const variables = [
  "18",
  "18:",
  "18.",
  "189",
  "99",
  "E11000",
  "10.0.0.1",
  "27017",
  "a@b",
  "5f00",
  "x1y",
  "18x",
];
const delimiters = [" ", " ", " ", ",", "=", "(", ")", "/", '"', "\t", "[", "]", "|", "  "];
const pieces = fc.array(fc.tuple(fc.constantFrom(...words, ...variables), fc.constantFrom(...delimiters)), {
  maxLength: 6,
});
/** A text and one much like it, so that equal templates are frequent. */
const pairs = fc.tuple(
  pieces,
  fc.nat(),
  fc.constantFrom(...variables, ...words),
  fc.constantFrom(...variables, ...words),
  fc.constantFrom(...delimiters, null),
).map(([list, place, token, last, delimiter]) => {
  const at = list.length === 0 ? 0 : place % list.length;
  const other = list.map(([text, end], i): [string, string] =>
    i === at ? [token, delimiter ?? end] : [text, end]
  );
  const join = (parts: readonly (readonly [string, string])[]) =>
    parts.map(([text, end]) => text + end).join("");
  return [join(list) + last, join(other) + last] as const;
});

Deno.test("TemplateHasher and maskText() make the same templates", () => {
  let equal = 0;
  fc.assert(
    fc.property(pairs, fc.constantFrom(KEPT, []), ([one, other], kept) => {
      const isOne = maskText(one, kept) === maskText(other, kept);
      if (isOne && one !== other) equal++;
      assertEquals(hashOf(one, kept) === hashOf(other, kept), isOne, JSON.stringify([one, other]));
    }),
    { numRuns: 5000 },
  );
  assert(equal > 50, `only ${equal} pairs were of one template`);
});

const MASKED: (readonly [text: string, template: string])[] = [
  ["", ""],
  ["no variable part", "no variable part"],
  ["took 17 ms", "took # ms"],
  ["took 17ms", "took #"],
  ["host om-1.example.com:27017 is down", "host # is down"],
  ["user sam@example.com", "user #"],
  ["{a=1, b=[2,3]}", "{a=#, b=[#,#]}"],
  ["17", "#"],
  [" 17 ", " # "],
  ["a\tb1\nc", "a\t#\nc"],
  ["error 18", "error 18"],
  ["error 189", "error #"],
  ["error 18: no", "error 18: no"],
  ["error 18.", "error 18."],
  ["error 18; no", "error 18; no"],
  ["error  18", "error  #"],
  ["errors 18", "errors #"],
  ["error=18", "error=18"],
  ["(code E11000)", "(code E11000)"],
  ["at 10.0.0.1/27017", "at #/27017"],
  ["at 10.0.0.2/27017", "at #/#"],
  ["99", "99"],
  ["error 99 x", "error 99 x"],
  ["990", "#"],
  ["version 8.0", "version 8.0"],
  ["version 8.0:", "version 8.0:"],
];

Deno.test("maskText() masks tokens with a digit or @, except those that rules name", () => {
  for (const [text, template] of MASKED) assertEquals(maskText(text, KEPT), template, text);
});

Deno.test("TemplateHasher tells the templates of a table apart, and no more", () => {
  for (const [one, template] of MASKED) {
    for (const [other, otherTemplate] of MASKED) {
      assertEquals(hashOf(one) === hashOf(other), template === otherTemplate, JSON.stringify([one, other]));
    }
  }
});

Deno.test("TemplateHasher gives frames one hash whatever their line, file and numbers are", () => {
  const frames = [
    "\tat com.acme.Mongo$3.execute(Mongo.java:12)",
    "\tat com.acme.Mongo$3.execute(Mongo.java:999)",
    "        at com.acme.Mongo$14.execute(Unknown Source)",
    "\tat com.acme.Mongo$3.execute(Mongo.java:12) ~[acme.jar:1.2]",
  ];
  for (const frame of frames) assertEquals(hashOfLines([frame]), hashOfLines([frames[0]!]), frame);
  const others = [
    "\tat com.acme.Mongo$3.insert(Mongo.java:12)",
    "\tat com.acme.Other$3.execute(Mongo.java:12)",
  ];
  for (const frame of others) assertNotEquals(hashOfLines([frame]), hashOfLines([frames[0]!]), frame);
});

Deno.test("TemplateHasher keeps the names of exceptions and masks what they say", () => {
  const one = "Caused by: com.acme.s3.S3Exception: timed out after 17 ms";
  assertEquals(hashOfLines([one]), hashOfLines([one.replace("17", "3000")]));
  for (
    const other of [
      "com.acme.s3.SException2: x",
      "com.acme.s3.Timeout: timed out after 17 ms",
      "com.acme.s3.S3Exception",
    ]
  ) {
    assertNotEquals(hashOfLines([one]), hashOfLines([`Caused by: ${other}`]), other);
  }
});

Deno.test("TemplateHasher counts continuation lines and their order", () => {
  const lists = [[], ["a"], ["a", "a"], ["a", "b"], ["b", "a"], ["a b"], ["ab"], ["", "a"]];
  const hashes = lists.map(hashOfLines);
  assertEquals(new Set(hashes).size, lists.length);
});

Deno.test("TemplateHasher starts over with reset(), and its seed counts", () => {
  const b = encoder.encode("some text");
  const hasher = new TemplateHasher();
  const hash = (seed: number) => {
    hasher.reset(seed);
    hasher.addMasked(viewBytes(b), 0, b.length);
    return `${hasher.high} ${hasher.low}`;
  };
  const first = hash(1);
  assertNotEquals(hash(2), first);
  assertEquals(hash(1), first);
});

Deno.test("TemplateHasher does not collide on many short texts", () => {
  const letters = [..."abcdefghij"];
  const texts = letters.flatMap((a) =>
    letters.flatMap((b) => letters.flatMap((c) => letters.map((d) => `${a} ${b}${c} ${d}`)))
  );
  assertEquals(new Set(texts.map((text) => hashOf(text, []))).size, texts.length);
});
