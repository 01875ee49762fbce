import { RemoteError } from "../../../lib/errors.ts";
import { assert, assertEquals, assertRejects } from "../../../lib/std/assert.ts";
import { challengeAnswer, errorAnswer, fakeApi, jsonAnswer, PRIVATE_KEY } from "./fake_api.ts";

const LIST = { what: "list the servers", method: "GET", path: "/admin/servers" } as const;

for (
  const [name, answer, value] of [
    ["a plain body", jsonAnswer({ results: [1] }), { results: [1] }],
    ["a body with BOM", new Response('\ufeff{"a":1}'), { a: 1 }],
    ["a document in its envelope", jsonAnswer({ status: 200, content: { id: "1" } }), { id: "1" }],
    ["a list in its envelope", jsonAnswer({ status: 200, results: [] }), { status: 200, results: [] }],
    ["no body", new Response(null, { status: 204 }), null],
    ["an empty body", new Response(""), null],
  ] as const
) {
  Deno.test(`ApiSession.json() reads ${name}`, async () => {
    assertEquals<unknown>(await fakeApi(() => answer).session.json(LIST), value);
  });
}

Deno.test("ApiSession.json() calls garbage what it is", async () => {
  const page = "<html><title>Log in</title></html>";
  const api = fakeApi(() => new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } }));
  const error = await assertRejects(() => api.session.json(LIST), RemoteError);
  assertEquals(
    error.message,
    `Cannot list the servers: om.example.com:8443 answers 200 with text/html; charset=utf-8, expected JSON: ${page}`,
  );
  assertEquals([api.sent.length, error.cause, error.isTransient], [1, undefined, false]);
});

Deno.test("ApiSession.json() finds the error in an envelope", async () => {
  const content = { error: 404, errorCode: "ORG_NOT_FOUND", detail: "No organization." };
  const api = fakeApi(() => jsonAnswer({ status: 404, content }));
  const error = await assertRejects(() => api.session.json(LIST), RemoteError);
  assertEquals([error.status, error.errorCode], [404, "ORG_NOT_FOUND"]);
  assertEquals(
    error.message,
    "Cannot list the servers: Ops Manager answers 404 (ORG_NOT_FOUND): No organization",
  );
});

Deno.test("ApiSession.json() waits and asks again when the envelope says 503", async () => {
  const api = fakeApi((n) =>
    n === 1 ? jsonAnswer({ status: 503, content: { errorCode: "A_CODE" } }) : jsonAnswer({ n })
  );
  assertEquals(await api.session.json(LIST), { n: 2 });
});

Deno.test("ApiSession.json() asks again when the body is cut", async () => {
  const cut = () =>
    new ReadableStream({
      start: (controller) => controller.error(new TypeError("error reading a body from connection")),
    });
  const api = fakeApi((n) => n === 1 ? new Response(cut()) : jsonAnswer({ n }));
  assertEquals(await api.session.json(LIST), { n: 2 });
  assertEquals(api.whys, ["the answer is not whole: the connection is cut after 0 bytes"]);
});

Deno.test("ApiSession.json() asks again when its JSON is cut where the end of the body is that of the connection", async () => {
  const api = fakeApi((n) => n === 1 ? new Response('{"results": [{"id": "1"') : jsonAnswer({ n }));
  assertEquals(await api.session.json(LIST), { n: 2 });
  assertEquals(api.whys, ["the JSON of the answer is not whole"]);
});

Deno.test("ApiSession.json() stops reading after 64 MiB", async () => {
  const state = { sentBytes: 0 };
  const chunk = new Uint8Array(1024 * 1024).fill(0x20);
  const body = new ReadableStream({
    pull(controller) {
      state.sentBytes += chunk.length;
      controller.enqueue(chunk);
    },
  }, { highWaterMark: 0 });
  const error = await assertRejects(
    () => fakeApi(() => new Response(body)).session.json(LIST),
    RemoteError,
    "64 MiB",
  );
  assertEquals([state.sentBytes, error.isTransient], [65 * 1024 * 1024, false]);
});

Deno.test("ApiSession.open() gives the answer unread, and also one with a status that is accepted", async () => {
  const api = fakeApi((n) => new Response(`${n}`, { status: n === 1 ? 206 : 416 }));
  const partial = await api.session.open(LIST);
  const refused = await api.session.open({ ...LIST, accept: [416] });
  assertEquals([partial.status, partial.bodyUsed, refused.status, await refused.text()], [
    206,
    false,
    416,
    "2",
  ]);
  const bytes = await Array.fromAsync(api.session.body(partial));
  assertEquals(bytes, [new TextEncoder().encode("1")]);
  await assertRejects(() => api.session.open(LIST), RemoteError, "answers 416: 3");
});

Deno.test("ApiSession.body() ends with the reason of the request's signal", async () => {
  const stop = new AbortController();
  const api = fakeApi(() => new Response(new ReadableStream()));
  const bytes = api.session.body(await api.session.open({ ...LIST, signal: stop.signal }));
  const next = bytes.next();
  const reason = new Error("enough");
  stop.abort(reason);
  assertEquals(await assertRejects(() => next), reason);
});

Deno.test("ApiSession says what to check when the keys are refused", async () => {
  const api = fakeApi((n) => challengeAnswer(`Digest realm="r", nonce="${n}", qop="auth"`));
  const error = await assertRejects(() => api.session.json(LIST), RemoteError);
  assertEquals(
    error.message,
    "Cannot list the servers: Ops Manager answers 401 (USER_UNAUTHORIZED): You are not authorized for this resource",
  );
  assertEquals(
    error.remedy,
    "check the public key, the private key, and that the key was made in this Ops Manager; it needs the role Global Read Only",
  );
  assertEquals([api.sent.length, error.status, error.isTransient], [2, 401, false]);
});

Deno.test("ApiSession asks once more when a key is refused that was good before", async () => {
  const challenge = (n: number) =>
    challengeAnswer(`Digest realm="r", nonce="${n}", qop="auth", stale=${n === 3}`);
  const good = fakeApi((n) => n === 2 || n === 5 ? jsonAnswer(n) : challenge(n));
  assertEquals([await good.session.json(LIST), await good.session.json(LIST)], [2, 5]);
  const bad = fakeApi((n) => n === 2 ? jsonAnswer(n) : challenge(n));
  await bad.session.json(LIST);
  await assertRejects(() => bad.session.json(LIST), RemoteError, "401");
  assertEquals(bad.sent.length, 5);
});

for (
  const [offered, words] of [
    ["", "offers no way to authenticate"],
    ['Basic realm="nginx"', 'offers Basic realm="nginx"'],
    [
      'Digest realm="r", nonce="n", qop="auth-int"',
      "offers Digest … (qop auth-int), expected HTTP Digest with qop auth",
    ],
    ["Negotiate", "offers Negotiate"],
  ] as const
) {
  Deno.test(`ApiSession never answers ${offered || "a 401 without challenge"}`, async () => {
    const api = fakeApi(() => challengeAnswer(offered));
    const error = await assertRejects(() => api.session.json(LIST), RemoteError, words);
    assertEquals([api.sent.length, error.status], [1, 401]);
    assert(error.remedy.includes("not to a proxy"));
  });
}

Deno.test("ApiSession goes on with a new nonce when the old one is stale", async () => {
  const stale = 'Digest realm="r", nonce="second", qop="auth", stale=true';
  const api = fakeApi((n) => n === 1 ? challengeAnswer() : n === 3 ? challengeAnswer(stale) : jsonAnswer(n));
  assertEquals([await api.session.json(LIST), await api.session.json(LIST)], [2, 4]);
  assert(/nonce="second".*nc=00000001/.test(api.sent[3]?.headers.get("authorization") ?? ""));
});

Deno.test("ApiSession does not play on with a server whose nonces are always stale", async () => {
  const api = fakeApi((n) => challengeAnswer(`Digest realm="r", nonce="${n}", qop="auth", stale=true`));
  await assertRejects(() => api.session.json(LIST), RemoteError, "401 and calls its own new nonce stale");
  assert(api.sent.length <= 4, String(api.sent.length));
});

Deno.test("ApiSession follows redirects inside the origin with an answer for the new address", async () => {
  const api = fakeApi((n, { url }) =>
    n === 1
      ? challengeAnswer()
      : url.endsWith("/moved?a=1")
      ? jsonAnswer(n)
      : new Response("", { status: 307, headers: { location: "/moved?a=1" } })
  );
  assertEquals(await api.session.json(LIST), 3);
  assert(api.sent[2]?.headers.get("authorization")?.includes('uri="/moved?a=1"'));
});

Deno.test("ApiSession follows no redirect to another origin", async () => {
  const location = "https://evil.example/api/public/v1.0/admin/servers";
  const api = fakeApi((n) =>
    n === 1 ? challengeAnswer() : new Response("", { status: 302, headers: { location } })
  );
  const error = await assertRejects(() => api.session.json(LIST), RemoteError, "https://evil.example/");
  assertEquals(
    error.remedy,
    "check that this is your Ops Manager, then give --base-url https://evil.example",
  );
  assertEquals(api.sent.map(({ url }) => new URL(url).host), ["om.example.com:8443", "om.example.com:8443"]);
});

Deno.test("ApiSession gives up on redirects in circles", async () => {
  const api = fakeApi(() => new Response("", { status: 302, headers: { location: "?again" } }));
  await assertRejects(() => api.session.json(LIST), RemoteError, "6 redirects");
  assertEquals(api.sent.length, 6);
});

Deno.test("ApiSession repeats the private key in no message, whatever the server sends", async () => {
  const echo = `x ${PRIVATE_KEY} y ${btoa(PRIVATE_KEY)}`;
  const steps = [
    jsonAnswer({ errorCode: "A_CODE", detail: echo }, { status: 400 }),
    new Response(echo, { status: 404, statusText: PRIVATE_KEY }),
    new Response(echo, { headers: { "content-type": PRIVATE_KEY } }),
    challengeAnswer(`Basic realm="${echo}"`),
    new Response("", { status: 302, headers: { location: `https://evil.example/${PRIVATE_KEY}` } }),
    errorAnswer(400, PRIVATE_KEY),
  ];
  for (const step of steps) {
    const api = fakeApi(() => step);
    const error = await assertRejects(() => api.session.json(LIST), RemoteError);
    const all = Deno.inspect(error) + Deno.inspect(api.session) + error.stack + error.remedy +
      api.session.serviceVersion;
    assert(!all.includes(PRIVATE_KEY) && !all.includes(btoa(PRIVATE_KEY)), all);
  }
});
