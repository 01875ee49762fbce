import { assert, assertEquals } from "../../lib/std/assert.ts";
import { DigestGate, type DigestGateOptions } from "./digest_gate.ts";

/** RFC 7616 §3.9.1, without the response. */
const RFC = {
  publicKey: "Mufasa",
  privateKey: "Circle of Life",
  realm: "http-auth@example.org",
  nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
  uri: "/dir/index.html",
  more: 'qop=auth, nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"',
};
const RFC_MD5 = "8ca523f5e9506fed4657c9700eebdbec";
/** Of the documentation of Ops Manager, recomputed by another program. */
const OPS_MANAGER = {
  publicKey: "public",
  privateKey: "private",
  realm: "MMS Public API",
  nonce: "abc123",
  uri: "/api/public/v1.0/orgs/5b478b3afc4625789ce616a3/events?pageNum=1&itemsPerPage=500",
  more: 'qop=auth, nc=00000001, cnonce="0123456789abcdef"',
};
type Credentials = typeof RFC;

function gateFor({ publicKey, privateKey, realm, nonce }: Credentials, options: DigestGateOptions = {}) {
  const gate = new DigestGate({ publicKey, privateKey, realm, makeNonce: () => nonce, ...options });
  gate.challenge({ isStale: false });
  return gate;
}

function header({ publicKey, realm, nonce, uri, more }: Credentials, response: string): string {
  return `Digest username="${publicKey}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
    `response="${response}"${more && `, ${more}`}`;
}

const SHA_256 = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
const ACCEPTED: readonly [name: string, Credentials, DigestGateOptions, response: string][] = [
  ["RFC 7616 MD5", RFC, {}, RFC_MD5],
  [
    "RFC 7616 SHA-256",
    { ...RFC, more: `${RFC.more}, algorithm=SHA-256` },
    { algorithm: "SHA-256" },
    SHA_256,
  ],
  [
    "RFC 2069: no qop",
    {
      ...RFC,
      privateKey: "CircleOfLife",
      realm: "testrealm@host.com",
      nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
      more: "",
    },
    { qop: null },
    "1949323746fe6a43ef61f9606e7febea",
  ],
  ["Ops Manager", OPS_MANAGER, { qopName: "op" }, "242539271e9a450decb4310c34862585"],
  [
    "UTF-8",
    { ...OPS_MANAGER, publicKey: "p\u00c3\u00bablic", privateKey: "pr\u00efvate" },
    {},
    "c83713178fa7d87de7fe1f0035e6ab76",
  ],
];

for (const [name, credentials, options, response] of ACCEPTED) {
  Deno.test(`DigestGate accepts the known answer: ${name}`, () => {
    // What a server sees of UTF-8 in a header is its bytes, one a character.
    const publicKey = credentials.publicKey.replace("\u00c3\u00ba", "\u00fa");
    const gate = gateFor({ ...credentials, publicKey }, options);
    const verdict = gate.check("GET", credentials.uri, header(credentials, response));
    assertEquals([verdict.isAccepted, verdict.problem, verdict.username], [true, null, publicKey]);
  });
}

const REFUSED: readonly [name: string, changed: Partial<Credentials>, problem: string][] = [
  ["user", { publicKey: "Scar" }, "unknown user"],
  ["realm", { realm: "x" }, "another realm"],
  ["nonce", { nonce: "x" }, "unknown nonce"],
  ["uri", { uri: "/x" }, "uri is /x, the request line has /dir/index.html"],
  ["algorithm", { more: `${RFC.more}, algorithm=SHA-256` }, "another algorithm"],
  ["opaque", { more: `${RFC.more}, opaque="x"` }, "another opaque"],
  ["qop", { more: "" }, "qop is not auth"],
  ["nc", { more: RFC.more.replace("00000001", "1") }, "nc is not 8 hex digits"],
  ["cnonce", { more: RFC.more.replace("f2/", "f3/") }, "wrong response"],
  ["syntax", { more: "qop" }, "no well-formed Digest credentials"],
];

for (const [name, changed, problem] of REFUSED) {
  Deno.test(`DigestGate refuses another ${name}`, () => {
    const verdict = gateFor(RFC).check("GET", RFC.uri, header({ ...RFC, ...changed }, RFC_MD5));
    assertEquals([verdict.isAccepted, verdict.isStale, verdict.problem], [false, false, problem]);
  });
}

Deno.test("DigestGate refuses an answer that was used before, and another method", () => {
  const gate = gateFor(RFC);
  assertEquals(gate.check("POST", RFC.uri, header(RFC, RFC_MD5)).problem, "wrong response");
  assert(gate.check("GET", RFC.uri, header(RFC, RFC_MD5)).isAccepted);
  assertEquals(gate.check("GET", RFC.uri, header(RFC, RFC_MD5)).problem, "nc is 1 after 1");
});

Deno.test("DigestGate calls a nonce stale when it is used up and the answer is right, else not", () => {
  const gate = gateFor(RFC);
  gate.expireNonces();
  assert(gate.check("GET", RFC.uri, header(RFC, RFC_MD5)).isStale);
  assert(!gate.check("GET", RFC.uri, header(RFC, "0")).isStale);
  assertEquals(
    gate.challenge({ isStale: true }),
    [`Digest realm="${RFC.realm}", domain="", nonce="${RFC.nonce}", algorithm=MD5, qop="auth", stale=true`],
  );
});
