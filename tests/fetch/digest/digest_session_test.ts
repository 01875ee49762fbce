import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { DigestSession, type DigestVerdict } from "../../../lib/fetch/digest/digest_session.ts";
import { parseChallenges } from "../../../lib/fetch/digest/parse_challenges.ts";
import { Secret } from "../../../lib/fetch/secret.ts";
import { fc } from "../../helpers/property.ts";

const URI = "/api/public/v1.0/orgs";
const PRIVATE_KEY = "3c1b5b1e-unmistakable-private-key";

function newSession(): DigestSession {
  let cnonces = 0;
  return new DigestSession({
    publicKey: "public",
    privateKey: new Secret(PRIVATE_KEY),
    makeCnonce: () => `cnonce${++cnonces}`,
  });
}

function challenge(nonce: string, more = ""): string {
  return `Digest realm="MMS Public API", domain="", nonce="${nonce}", algorithm=MD5, qop="auth"${more}`;
}

/** What identifies an answer: "NONCE NC CNONCE", or null. */
function authorize(session: DigestSession): string | null {
  const answer = session.authorize("GET", URI);
  const params = parseChallenges(answer ?? "")[0]?.params;
  return params ? ["nonce", "nc", "cnonce"].map((name) => params.get(name)).join(" ") : null;
}

/** Brings a session so far that its nonce "a" was used once and accepted. */
function usedSession(): DigestSession {
  const session = newSession();
  session.authorize("GET", URI);
  session.challenged([challenge("a")]);
  session.authorize("GET", URI);
  session.accepted(null);
  return session;
}

Deno.test("DigestSession asks without credentials first, then answers, then counts the uses of its nonce", () => {
  const session = newSession();
  assertEquals(authorize(session), null);
  assertEquals(session.challenged([challenge("a")]), "answer");
  assertEquals(authorize(session), "a 00000001 cnonce1");
  session.accepted(null);
  assertEquals(authorize(session), "a 00000002 cnonce1");
  session.accepted(null);
  for (let nc = 3; nc < 16; nc++) authorize(session);
  assertEquals(authorize(session), "a 00000010 cnonce1");
});

Deno.test("DigestSession gives the known answer with the keys it was given", () => {
  const session = new DigestSession({
    publicKey: "public",
    privateKey: new Secret("private"),
    makeCnonce: () => "0123456789abcdef",
  });
  const events = `${URI}/5b478b3afc4625789ce616a3/events?pageNum=1&itemsPerPage=500`;
  session.authorize("GET", events);
  session.challenged([challenge("abc123")]);
  const params = parseChallenges(session.authorize("GET", events) ?? "")[0]?.params;
  // Vector 5 of the domain file.
  assertEquals(params?.get("response"), "242539271e9a450decb4310c34862585");
});

Deno.test("DigestSession stays without credentials as long as nobody asks for them", () => {
  const session = newSession();
  assertEquals(authorize(session), null);
  session.accepted('nextnonce="x"');
  assertEquals(authorize(session), null);
});

Deno.test("DigestSession takes a new nonce when the old one is stale, and begins to count again", () => {
  const session = usedSession();
  authorize(session);
  assertEquals(session.challenged([challenge("b", ", stale=true")]), "stale");
  assertEquals(authorize(session), "b 00000001 cnonce2");
  session.accepted(null);
  assertEquals(authorize(session), "b 00000002 cnonce2");
});

/** 401s after each other, and the verdicts; `before` begins each. */
const SEQUENCES: readonly {
  name: string;
  before: () => DigestSession;
  exchanges: readonly (readonly [header: string | null, verdict: DigestVerdict])[];
}[] = [
  {
    name: "a wrong key: the fresh nonce is refused",
    before: newSession,
    exchanges: [[challenge("a"), "answer"], [challenge("b"), "refused"]],
  },
  {
    name: "a wrong key, the server's nonce always the same",
    before: newSession,
    exchanges: [[challenge("a"), "answer"], [challenge("a"), "refused"]],
  },
  {
    name: "stale after the first answer, then refused",
    before: newSession,
    exchanges: [[challenge("a"), "answer"], [challenge("b", ", stale=true"), "stale"], [
      challenge("c"),
      "refused",
    ]],
  },
  {
    name: "stale for ever",
    before: newSession,
    exchanges: [
      [challenge("a"), "answer"],
      [challenge("b", ", stale=true"), "stale"],
      [challenge("c", ", stale=true"), "refused"],
    ],
  },
  {
    name: "an old nonce whose server forgets to say stale, then refused",
    before: usedSession,
    exchanges: [[challenge("b"), "stale"], [challenge("c"), "refused"]],
  },
  {
    name: "an old nonce refused with itself: the right is missing, not the nonce",
    before: usedSession,
    exchanges: [[challenge("a"), "refused"]],
  },
  {
    name: "the same nonce said to be stale",
    before: usedSession,
    exchanges: [[challenge("a", ", stale=true"), "stale"], [challenge("a", ", stale=true"), "refused"]],
  },
  {
    name: "only Basic",
    before: newSession,
    exchanges: [['Basic realm="x"', "unsupported"], ["Basic", "unsupported"]],
  },
  { name: "no challenge at all", before: newSession, exchanges: [[null, "unsupported"]] },
  { name: "no challenge after an answer", before: usedSession, exchanges: [[null, "refused"]] },
  {
    name: "a nonce with a line break after an answer",
    before: usedSession,
    exchanges: [[challenge("b\r\nX: y"), "refused"]],
  },
];

for (const { name, before, exchanges } of SEQUENCES) {
  Deno.test(`DigestSession.challenged() judges ${name}`, () => {
    const session = before();
    const verdicts = exchanges.map(([header]) => {
      session.authorize("GET", URI);
      return session.challenged(header === null ? [] : [header]);
    });
    assertEquals(verdicts, exchanges.map(([, verdict]) => verdict));
  });
}

Deno.test("DigestSession goes on with the newest nonce after a refusal, and tries another once more", () => {
  const session = usedSession();
  authorize(session);
  assertEquals(session.challenged([challenge("a")]), "refused");
  assertEquals(authorize(session), "a 00000003 cnonce1");
  assertEquals(session.challenged([challenge("b")]), "stale");
  assertEquals(authorize(session), "b 00000001 cnonce2");
});

Deno.test("DigestSession begins anew without credentials after a refusal without a challenge", () => {
  const session = usedSession();
  authorize(session);
  assertEquals(session.challenged([]), "refused");
  assertEquals(authorize(session), null);
  assertEquals(session.challenged([challenge("b")]), "answer");
});

Deno.test("DigestSession tries a nonce once more that grew old while its answer was lost", () => {
  const session = newSession();
  authorize(session);
  session.challenged([challenge("a")]);
  // The connection is cut; the same request goes out again, much later.
  authorize(session);
  assertEquals(authorize(session), "a 00000002 cnonce1");
  assertEquals(session.challenged([challenge("b")]), "stale");
});

Deno.test("DigestSession.accepted() takes the nextnonce, and forgives when that one is refused", () => {
  const session = usedSession();
  session.accepted('rspauth="00", nextnonce="b"');
  assertEquals(authorize(session), "b 00000001 cnonce2");
  assertEquals(session.challenged([challenge("c")]), "stale");
});

Deno.test("DigestSession.accepted() leaves its nonce for no nextnonce that is the same, empty, broken or for -sess", () => {
  for (
    const info of [
      null,
      "",
      'nextnonce="a"',
      'nextnonce=""',
      'nextnonce="x\r\ny"',
      'nextnonce="x',
      '"',
      "rspauth=1",
    ]
  ) {
    const session = usedSession();
    session.accepted(info);
    assertEquals(authorize(session), "a 00000002 cnonce1");
  }
  const session = newSession();
  authorize(session);
  session.challenged([challenge("a").replace("MD5", "MD5-sess")]);
  authorize(session);
  session.accepted('nextnonce="b"');
  assertEquals(authorize(session), "a 00000002 cnonce1");
});

Deno.test("DigestSession repeats no request more than twice, whatever the server says", () => {
  const header = fc.oneof(
    fc.tuple(
      fc.constantFrom("a", "b", "c"),
      fc.constantFrom("", ", stale=true", ", algorithm=X", ", qop=auth-int"),
    )
      .map(([nonce, more]) => challenge(nonce, more)),
    fc.constantFrom("Basic", "Digest", "", `Digest realm=r, nonce=n, stale=true`),
  );
  // For each request the headers of the 401s it meets; then it is accepted.
  fc.assert(
    fc.property(fc.array(fc.array(header, { maxLength: 5 }), { maxLength: 8 }), (requests) => {
      const session = newSession();
      for (const headers of requests) {
        let repeats = 0;
        authorize(session);
        for (const text of headers) {
          const verdict = session.challenged([text]);
          if (verdict === "refused" || verdict === "unsupported") break;
          repeats++;
          assert(authorize(session) !== null);
        }
        assert(repeats <= 2);
        session.accepted(null);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("DigestSession shows the private key in no inspection, JSON or answer", () => {
  const session = usedSession();
  const shown = [
    Deno.inspect(session, { showHidden: true, depth: 9 }),
    JSON.stringify(session),
    String(session),
    JSON.stringify(Object.getOwnPropertyDescriptors(session)),
    session.authorize("GET", URI) ?? "",
  ];
  assertEquals(shown.filter((text) => text.includes(PRIVATE_KEY)), []);
});
