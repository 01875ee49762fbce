import { assert, assertEquals, assertStringIncludes, assertThrows } from "../../../lib/std/assert.ts";
import { UsageError } from "../../../lib/errors.ts";
import { answerChallenge, type DigestRequest } from "../../../lib/fetch/digest/answer_challenge.ts";
import { chooseChallenge, type DigestChallenge } from "../../../lib/fetch/digest/digest_challenge.ts";
import { parseChallenges } from "../../../lib/fetch/digest/parse_challenges.ts";
import { fc } from "../../helpers/property.ts";

interface Vector {
  name: string;
  header: string;
  request: DigestRequest;
  cnonce?: string;
  nc?: number;
  response: string;
  /** Parameters the answer has besides those of every answer. */
  others?: Record<string, string>;
}

const RFC2617 = 'realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"';
const RFC7616 =
  'realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", qop="auth, auth-int"';
const RFC7616_CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
const OPS_MANAGER = 'realm="MMS Public API", domain="", nonce="abc123", algorithm=MD5, stale=false';
const EVENTS = "/api/public/v1.0/orgs/5b478b3afc4625789ce616a3/events?pageNum=1&itemsPerPage=500";
const JOBS = "/api/public/v1.0/admin/omLogCollectionJobs";
const INDEX = { method: "GET", uri: "/dir/index.html", username: "Mufasa" };
const KEYS = { method: "GET", uri: EVENTS, username: "public", password: "private" };

// 1 to 9 of the domain file, which recomputed them; the others by Python's hashlib and the errata of RFC 7616.
const VECTORS: readonly Vector[] = [
  {
    name: "1, of RFC 2617 §3.5",
    header: `Digest ${RFC2617}, qop="auth,auth-int", opaque="5ccc069c403ebaf9f0171e9517f40e41"`,
    request: { ...INDEX, password: "Circle Of Life" },
    cnonce: "0a4f113b",
    response: "6629fae49393a05397450978507c4ef1",
    others: { opaque: "5ccc069c403ebaf9f0171e9517f40e41" },
  },
  {
    name: "2, of RFC 7616 §3.9.1 with MD5",
    header: `Digest ${RFC7616}, algorithm=MD5`,
    request: { ...INDEX, password: "Circle of Life" },
    cnonce: RFC7616_CNONCE,
    response: "8ca523f5e9506fed4657c9700eebdbec",
    others: { algorithm: "MD5" },
  },
  {
    name: "3, of RFC 7616 §3.9.1 with SHA-256",
    header: `Digest ${RFC7616}, algorithm=SHA-256`,
    request: { ...INDEX, password: "Circle of Life" },
    cnonce: RFC7616_CNONCE,
    response: "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    others: { algorithm: "SHA-256" },
  },
  {
    name: "5, of Ops Manager",
    header: `Digest ${OPS_MANAGER}, qop="auth"`,
    request: KEYS,
    response: "242539271e9a450decb4310c34862585",
    others: { algorithm: "MD5" },
  },
  {
    name: "5 with op for qop",
    header: `Digest ${OPS_MANAGER}, op="auth"`,
    request: KEYS,
    response: "242539271e9a450decb4310c34862585",
    others: { algorithm: "MD5" },
  },
  {
    name: "6, a nonce used again",
    header: `Digest ${OPS_MANAGER}, qop="auth"`,
    request: { ...KEYS, uri: EVENTS.replace("pageNum=1", "pageNum=2") },
    nc: 2,
    response: "1653060bcc0f9dfe1c56b64dd18815d5",
    others: { algorithm: "MD5" },
  },
  {
    name: "7, a colon in the path",
    header: `Digest ${OPS_MANAGER}, qop="auth"`,
    request: { ...KEYS, uri: `${JOBS}/675a1234567890abcdef1234:download` },
    response: "adf18f11ef8fbdac59dc1842cbc5cbae",
    others: { algorithm: "MD5" },
  },
  {
    name: "8, POST",
    header: `Digest ${OPS_MANAGER}, qop="auth"`,
    request: { ...KEYS, method: "POST", uri: JOBS },
    response: "ca203eca6720b51727632a6d22bbb9ec",
    others: { algorithm: "MD5" },
  },
  {
    name: "9, keys that are not ASCII",
    header: `Digest ${OPS_MANAGER}, qop="auth"`,
    request: { ...KEYS, username: "p\u00fablic", password: "pr\u00efvate" },
    response: "c83713178fa7d87de7fe1f0035e6ab76",
    others: { algorithm: "MD5", username: "p\xc3\xbablic" },
  },
  {
    name: "9 decomposed, for a server that names the charset",
    header: `Digest ${OPS_MANAGER}, qop="auth", charset=UTF-8`,
    request: { ...KEYS, username: "pu\u0301blic", password: "pri\u0308vate" },
    response: "c83713178fa7d87de7fe1f0035e6ab76",
    others: { algorithm: "MD5", "username*": "UTF-8''p%C3%BAblic" },
  },
  {
    name: "of RFC 7616 §3.9.2 with its errata: SHA-512-256 and userhash",
    header:
      'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", charset=UTF-8, userhash=true',
    request: {
      method: "GET",
      uri: "/doe.json",
      username: "J\u00e4s\u00f8n Doe",
      password: "Secret, or not?",
    },
    cnonce: "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v",
    response: "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5",
    others: {
      algorithm: "SHA-512-256",
      username: "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b",
      userhash: "true",
    },
  },
  ...([
    ["MD5-sess", 1, "8e3825c57e897f5a0dec6c2d4e5059d0"],
    ["MD5-sess", 2, "d16df0df0d92cef8935129145e21b5e1"],
    ["SHA-256-sess", 1, "b8822e12417cb7750f4e2b8515f0dcf25b7dd26993e80bee1426201446a7f59b"],
    ["SHA-512-256-sess", 2, "3a0849c5f3bcdb1c486312b54b05e2fc1fa19338901c682cab482089c8cd108a"],
  ] as const).map(([algorithm, nc, response]) => ({
    name: `of ${algorithm}, answer ${nc}`,
    header: `Digest ${RFC2617}, qop=auth, algorithm=${algorithm}`,
    request: { ...INDEX, password: "Circle Of Life" },
    cnonce: "0a4f113b",
    nc,
    response,
    others: { algorithm },
  })),
];

/** Vectors without qop: no nc, no cnonce in the answer. */
const WITHOUT_QOP: readonly Vector[] = [
  {
    name: "4, of RFC 2069",
    header: `Digest ${RFC2617}`,
    request: { ...INDEX, password: "CircleOfLife" },
    response: "1949323746fe6a43ef61f9606e7febea",
  },
  {
    name: "5 without qop",
    header: `Digest ${OPS_MANAGER}`,
    request: KEYS,
    response: "5e5f46b9dbe23c7939c31f759d01cdab",
    others: { algorithm: "MD5" },
  },
];

function challengeOf(header: string): DigestChallenge {
  const challenge = chooseChallenge([header]);
  assert(challenge);
  return challenge;
}

function paramsOf(answer: string): Record<string, string> {
  return Object.fromEntries(parseChallenges(answer)[0]?.params ?? []);
}

function checkVector(vector: Vector, qopParams: Record<string, string>): void {
  const { header, request, cnonce = "0123456789abcdef", nc = 1, response, others } = vector;
  const challenge = challengeOf(header);
  const answer = answerChallenge(challenge, request, { cnonce, nc });
  const username: Record<string, string> = others && "username*" in others
    ? {}
    : { username: request.username };
  assertEquals(
    new Map(Object.entries(paramsOf(new Headers({ authorization: answer }).get("authorization") ?? ""))),
    new Map(
      Object.entries({
        ...username,
        realm: challenge.realm,
        nonce: challenge.nonce,
        uri: request.uri,
        response,
        ...qopParams,
        ...others,
      }),
    ),
  );
}

for (const vector of VECTORS) {
  Deno.test(`answerChallenge() gives the known answer to vector ${vector.name}`, () => {
    const { cnonce = "0123456789abcdef", nc = 1 } = vector;
    checkVector(vector, { qop: "auth", nc: `0000000${nc}`, cnonce });
  });
}

for (const vector of WITHOUT_QOP) {
  Deno.test(`answerChallenge() gives the known answer to vector ${vector.name}`, () =>
    checkVector(vector, {}));
}

Deno.test("answerChallenge() writes the header as RFC 7616 §3.4 has it: which values are quoted, and which bare", () => {
  const challenge = challengeOf(`Digest ${OPS_MANAGER}, qop="auth", opaque=o`);
  assertEquals(
    answerChallenge(challenge, { ...KEYS, uri: "/a?b=c" }, { cnonce: "cn", nc: 0x1f }),
    'Digest username="public", realm="MMS Public API", nonce="abc123", uri="/a?b=c", algorithm=MD5, qop=auth, ' +
      // Computed with Python's hashlib.
      'nc=0000001f, cnonce="cn", response="cf63a416d02decbf753b3646d36ba3fb", opaque="o"',
  );
});

Deno.test("answerChallenge() sends the cnonce of a -sess hash without qop too: the server needs it", () => {
  const challenge = challengeOf("Digest realm=r, nonce=n, algorithm=MD5-sess");
  const { qop, nc, cnonce } = paramsOf(answerChallenge(challenge, KEYS, { cnonce: "cn", nc: 1 }));
  assertEquals([qop, nc, cnonce], [undefined, undefined, "cn"]);
});

Deno.test("answerChallenge() escapes quotes and backslashes", () => {
  const challenge = challengeOf(String.raw`Digest realm="a \"b\" \\c", nonce="\"n", opaque="\\", qop=auth`);
  const answer = answerChallenge(challenge, { ...KEYS, username: 'Bob "\\"' }, { cnonce: "cn", nc: 1 });
  assertStringIncludes(answer, String.raw`Digest username="Bob \"\\\"", realm="a \"b\" \\c", nonce="\"n", `);
  assertStringIncludes(answer, String.raw`, opaque="\\"`);
});

Deno.test("answerChallenge() hashes and returns the bytes of a realm in any encoding", () => {
  const challenge = challengeOf('Digest realm="\xc3\xa9\xe9", nonce=n');
  const answer = answerChallenge(challenge, { ...KEYS, uri: "/" }, { cnonce: "", nc: 1 });
  // md5(md5(b"public:\xc3\xa9\xe9:private").hex + ":n:" + md5("GET:/").hex), computed with Python's hashlib.
  assertEquals(paramsOf(answer)["response"], "624ef5cb4c864f6b6ccfc06c07bc5acd");
  assertEquals(paramsOf(answer)["realm"], "\xc3\xa9\xe9");
});

Deno.test("answerChallenge() refuses what cannot stand in a header, without the password in the message", () => {
  const challenge = challengeOf("Digest realm=r, nonce=n");
  const broken = [{ username: "a\r\nX: y" }, { uri: "/\n" }, { uri: "/\u0117" }, { username: "a\0" }];
  for (const part of broken) {
    const error = assertThrows(
      () => answerChallenge(challenge, { ...KEYS, password: "hidden", ...part }, { cnonce: "cn", nc: 1 }),
      UsageError,
      "Cannot answer a Digest challenge",
    );
    assert(!Deno.inspect(error).includes("hidden"));
  }
});

Deno.test("answerChallenge() never lets a control character through, nor the password", () => {
  const unit = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) },
    { weight: 1, arbitrary: fc.constantFrom("\r\n", '"', "\\", "\0", "\u0117", "\ud800") },
  );
  const text = fc.string({ unit, maxLength: 8 });
  const outcomes = { dropped: 0, refused: 0, answered: 0 };
  fc.assert(
    fc.property(text, text, text, text, fc.boolean(), (realm, nonce, opaque, username, isUtf8) => {
      const [r, n, o] = [realm, nonce, opaque].map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`);
      const header = `Digest realm=${r}, nonce=${n}, opaque=${o}, qop=auth${isUtf8 ? ", charset=UTF-8" : ""}`;
      const challenge = chooseChallenge([header]);
      if (challenge === null) return void outcomes.dropped++;
      try {
        const request = { ...KEYS, username, password: "PASSWORD-NOBODY-SEES" };
        const answer = answerChallenge(challenge, request, { cnonce: "cn", nc: 1 });
        assert(!/[^\x20-\x7e\x80-\xff]/.test(answer));
        assert(!answer.includes("NOBODY"));
        assertEquals(new Headers({ authorization: answer }).get("authorization"), answer);
        assertEquals([paramsOf(answer)["realm"], paramsOf(answer)["opaque"]], [realm, opaque]);
        outcomes.answered++;
      } catch (error) {
        assert(error instanceof UsageError, `${error}`);
        outcomes.refused++;
      }
    }),
    { numRuns: 400 },
  );
  assert(Object.values(outcomes).every((count) => count > 0), JSON.stringify(outcomes));
});
