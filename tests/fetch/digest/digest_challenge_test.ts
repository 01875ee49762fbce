import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { chooseChallenge, type DigestChallenge } from "../../../lib/fetch/digest/digest_challenge.ts";

const PLAIN: DigestChallenge = {
  realm: "r",
  nonce: "n",
  opaque: null,
  algorithm: "MD5",
  algorithmName: null,
  isSession: false,
  qop: null,
  stale: false,
  userhash: false,
  isUtf8: false,
};

const CASES: readonly { name: string; headers: string[]; expected: Partial<DigestChallenge> | null }[] = [
  { name: "no algorithm as MD5", headers: ["Digest realm=r, nonce=n"], expected: {} },
  {
    name: "all directives",
    headers: [
      'Digest realm=r, domain="/a /b", nonce=n, opaque="", stale=TRUE, algorithm=SHA-256, qop=auth, charset=utf-8, userhash=True, new=1',
    ],
    expected: {
      opaque: "",
      stale: true,
      algorithm: "SHA-256",
      algorithmName: "SHA-256",
      qop: "auth",
      isUtf8: true,
      userhash: true,
    },
  },
  {
    name: "a -sess algorithm in its own spelling",
    headers: ["Digest realm=r, nonce=n, algorithm=md5-Sess"],
    expected: { algorithmName: "md5-Sess", isSession: true },
  },
  {
    name: "auth of a list",
    headers: ['Digest realm=r, nonce=n, qop="auth-int, AUTH"'],
    expected: { qop: "auth" },
  },
  { name: "op as qop", headers: ['Digest realm=r, nonce=n, op="auth"'], expected: { qop: "auth" } },
  {
    name: "qop before op",
    headers: ['Digest realm=r, nonce=n, op="auth-int", qop="auth"'],
    expected: { qop: "auth" },
  },
  { name: "an empty qop as none", headers: ['Digest realm=r, nonce=n, qop=""'], expected: {} },
  { name: "an empty realm", headers: ['Digest realm="", nonce=n'], expected: { realm: "" } },
  {
    name: "the bytes of a realm",
    headers: ['Digest realm="\xc3\xa9\xe9", nonce=n'],
    expected: { realm: "\xc3\xa9\xe9" },
  },
  { name: "only auth-int", headers: ['Digest realm=r, nonce=n, qop="auth-int"'], expected: null },
  {
    name: "only auth-int, with op=auth beside it",
    headers: ["Digest realm=r, nonce=n, qop=auth-int, op=auth"],
    expected: null,
  },
  { name: "an unknown algorithm", headers: ["Digest realm=r, nonce=n, algorithm=SHA-1"], expected: null },
  {
    name: "an algorithm with a line break behind",
    headers: ['Digest realm=r, nonce=n, algorithm="MD5\n"'],
    expected: null,
  },
  { name: "no realm", headers: ["Digest nonce=n"], expected: null },
  { name: "no nonce", headers: ["Digest realm=r"], expected: null },
  { name: "an empty nonce", headers: ['Digest realm=r, nonce=""'], expected: null },
  { name: "a line break in the realm", headers: ['Digest realm="r\r\nX: y", nonce=n'], expected: null },
  { name: "a control character in the nonce", headers: ['Digest realm=r, nonce="n\x07"'], expected: null },
  { name: "a DEL in the opaque", headers: ['Digest realm=r, nonce=n, opaque="\x7f"'], expected: null },
  { name: "a realm that is no byte string", headers: ['Digest realm="\u0117", nonce=n'], expected: null },
  { name: "Basic alone", headers: ['Basic realm="r"', "Negotiate"], expected: null },
  {
    name: "another scheme with the parameters of Digest",
    headers: ["Basic realm=r, nonce=n"],
    expected: null,
  },
  { name: "no header", headers: [], expected: null },
];

for (const { name, headers, expected } of CASES) {
  Deno.test(`chooseChallenge() ${expected ? "takes" : "refuses"} ${name}`, () => {
    assertEquals(chooseChallenge(headers), expected && { ...PLAIN, ...expected });
  });
}

Deno.test("chooseChallenge() takes the strongest algorithm, of equals the first, from one header or several", () => {
  const offers: [string, string][] = [
    ["Basic", 'Basic realm="b"'],
    ["1", "Digest realm=r, nonce=1, algorithm=MD5"],
    ["2", "Digest realm=r, nonce=2, algorithm=SHA-256"],
    ["3", "Digest realm=r, nonce=3, algorithm=SHA-256-sess"],
    ["4", "Digest realm=r, nonce=4, algorithm=SHA-512-256-sess"],
    ["5", "Digest realm=r, nonce=5, algorithm=SHA-512-256, qop=auth-int"],
    ["6", "Digest realm=r, nonce=6, algorithm=SHA3"],
  ];
  const choose = (...names: string[]) => {
    const headers = names.map((name) => new Map(offers).get(name) ?? "");
    const apart = chooseChallenge(headers);
    assertEquals(chooseChallenge([headers.join(", ")]), apart);
    return apart?.nonce;
  };
  assertEquals(choose("Basic", "1", "2", "3"), "2");
  assertEquals(choose("3", "2", "1", "Basic"), "3");
  assertEquals(choose("1", "5", "4", "6", "2"), "4");
  assertEquals(choose("5", "6", "1"), "1");
  assertEquals(choose("Basic", "5", "6"), undefined);
});

Deno.test("chooseChallenge() reads what fetch makes of two headers", () => {
  const headers = new Headers([
    ["www-authenticate", 'Basic realm="x, y"'],
    ["www-authenticate", 'Digest realm="MMS Public API",nonce=n'],
  ]);
  const joined = headers.get("www-authenticate");
  assert(joined);
  assertEquals(chooseChallenge([joined])?.realm, "MMS Public API");
});
