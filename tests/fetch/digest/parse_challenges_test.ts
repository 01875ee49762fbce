import { assertEquals } from "../../../lib/std/assert.ts";
import { parseChallenges } from "../../../lib/fetch/digest/parse_challenges.ts";
import { anyCharacter, fc } from "../../helpers/property.ts";

type Plain = [scheme: string, params: Record<string, string>, token68?: string];

function plain(header: string): Plain[] {
  return parseChallenges(header).map(({ scheme, token68, params }) => [
    scheme,
    Object.fromEntries(params),
    ...(token68 === null ? [] as const : [token68] as const),
  ]);
}

const CASES: readonly { name: string; header: string; expected: Plain[] }[] = [
  { name: "nothing", header: "", expected: [] },
  { name: "only separators", header: " , ,\t,", expected: [] },
  {
    name: "the challenge as the documentation of Ops Manager prints it",
    header: 'Digest realm="MMS Public API", domain="", nonce="abc123", algorithm=MD5, op="auth", stale=false',
    expected: [["digest", {
      realm: "MMS Public API",
      domain: "",
      nonce: "abc123",
      algorithm: "MD5",
      op: "auth",
      stale: "false",
    }]],
  },
  {
    name: "unquoted values",
    header: "Digest nonce=ab==,a=/x",
    expected: [["digest", { nonce: "ab==", a: "/x" }]],
  },
  {
    name: "escapes, commas and equals signs in quotes",
    header: String.raw`Digest realm="a \"b\", c\\d=e", nonce="\n"`,
    expected: [["digest", { realm: 'a "b", c\\d=e', nonce: "n" }]],
  },
  {
    name: "any spacing, and none",
    header: 'Digest\t realm  =\t"x"  ,nonce=y,\r\n opaque= "z"',
    expected: [["digest", { realm: "x", nonce: "y", opaque: "z" }]],
  },
  {
    name: "any case of names",
    header: "DIGEST Realm=X, NONCE=Y",
    expected: [["digest", { realm: "X", nonce: "Y" }]],
  },
  {
    name: "missing commas",
    header: 'Digest realm="x" nonce="y"',
    expected: [["digest", { realm: "x", nonce: "y" }]],
  },
  {
    name: "too many commas",
    header: ",,Digest ,realm=x,, ,nonce=y,",
    expected: [["digest", { realm: "x", nonce: "y" }]],
  },
  {
    name: "the first of a repeated one",
    header: "Digest nonce=a, Nonce=b",
    expected: [["digest", { nonce: "a" }]],
  },
  {
    name: "several challenges in one header",
    header: 'Basic realm="b", Digest realm="d", nonce=n, Digest nonce=m,Bearer',
    expected: [
      ["basic", { realm: "b" }],
      ["digest", { realm: "d", nonce: "n" }],
      ["digest", { nonce: "m" }],
      ["bearer", {}],
    ],
  },
  {
    name: "token68",
    header: "Negotiate YWJj+/==, Digest nonce=n, NTLM TlRM",
    expected: [["negotiate", {}, "YWJj+/=="], ["digest", { nonce: "n" }], ["ntlm", {}, "TlRM"]],
  },
  {
    name: "schemes alone",
    header: "Negotiate, NTLM , Basic",
    expected: [["negotiate", {}], ["ntlm", {}], ["basic", {}]],
  },
  {
    name: "an empty value in front",
    header: "Digest qop=, nonce=n",
    expected: [["digest", { qop: "", nonce: "n" }]],
  },
  {
    name: "a quote that never closes",
    header: 'Digest realm=x, nonce="ab, c=d',
    expected: [["digest", { realm: "x" }]],
  },
  {
    name: "a backslash at the end",
    header: 'Digest realm=x, nonce="ab\\',
    expected: [["digest", { realm: "x" }]],
  },
  {
    name: "junk between",
    header: 'Digest realm=x, (?), "y, z=1", nonce=n',
    expected: [["digest", { realm: "x", nonce: "n" }]],
  },
  { name: "parameters of no scheme", header: "realm=x, nonce=y", expected: [] },
  {
    name: "names that objects have already",
    header: "Digest __proto__=a, constructor=b, toString=c",
    expected: [["digest", Object.fromEntries([["__proto__", "a"], ["constructor", "b"], ["tostring", "c"]])]],
  },
];

for (const { name, header, expected } of CASES) {
  Deno.test(`parseChallenges() reads ${name}`, () => assertEquals(plain(header), expected));
}

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,8}$/);
const space = fc.stringMatching(/^[ \t]{0,3}$/);

function randomCase(text: string, upper: boolean): string {
  return upper ? text.toUpperCase() : text.toLowerCase();
}

const parameter = fc.record({
  name: token.map((name) => name.toLowerCase()),
  value: fc.oneof(token, fc.string({ maxLength: 12, unit: "binary-ascii" })),
  isUpper: fc.boolean(),
  isEscapedThroughout: fc.boolean(),
  spaces: fc.tuple(space, space, space, space),
});

type Parameter = typeof parameter extends fc.Arbitrary<infer T> ? T : never;

function serialise({ name, value, isUpper, isEscapedThroughout, spaces: [a, b, c, d] }: Parameter): string {
  const isToken = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value) && !isEscapedThroughout;
  const escaped = value.replace(isEscapedThroughout ? /[^]/g : /["\\]/g, "\\$&");
  return `${a}${randomCase(name, isUpper)}${b}=${c}${isToken ? value : `"${escaped}"`}${d}`;
}

Deno.test("parseChallenges() reads back any challenges, however they are spaced, quoted and capitalised", () => {
  const challenge = fc.record({ scheme: token, params: fc.array(parameter, { minLength: 1, maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(challenge, { maxLength: 4 }), space, (challenges, gap) => {
      const header = challenges.map(({ scheme, params }) =>
        `${scheme} ${gap}${params.map(serialise).join(",")}`
      )
        .join(`,${gap}`);
      const expected = challenges.map(({ scheme, params }): Plain => [
        scheme.toLowerCase(),
        Object.fromEntries(params.toReversed().map(({ name, value }) => [name, value])),
      ]);
      assertEquals(plain(header).map(sorted), expected.map(sorted));
    }),
    { numRuns: 300 },
  );
});

function sorted([scheme, params, token68]: Plain): unknown {
  return [scheme, Object.entries(params).toSorted(([a], [b]) => a < b ? -1 : 1), token68];
}

Deno.test("parseChallenges() throws on no text", () => {
  const piece = fc.oneof(
    fc.constantFrom("Digest ", "Basic", "nonce", "realm=", '"', "\\", ",", "=", " ", "\r\n", "\0", "=="),
    fc.string({ unit: anyCharacter, maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const header = pieces.join("");
      const texts = parseChallenges(header).flatMap(({ scheme, token68, params }) => [
        scheme,
        token68 ?? "",
        ...[...params].flat(),
      ]);
      // Nothing is made up: all that comes out was in the header.
      return texts.join("").length <= header.length;
    }),
    { numRuns: 300 },
  );
});

Deno.test("parseChallenges() takes linear time: a quarter of a megabyte of the worst text is done", () => {
  const repeat = (text: string) => text.repeat(2 ** 18 / text.length);
  const worst = [
    repeat("a"),
    repeat("a "),
    repeat("a b/"),
    repeat('"'),
    `Digest nonce="${repeat("\\")}`,
    `a ${repeat("b")}(`,
    `a ${repeat("b=")}(`,
    `Digest qop${repeat(" ")}=x`,
  ];
  for (const header of worst) parseChallenges(header);
  assertEquals(plain(`Digest realm="${repeat("r")}"`)[0]?.[1]["realm"]?.length, 2 ** 18);
});
