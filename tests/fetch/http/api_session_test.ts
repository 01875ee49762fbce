import { RemoteError, UsageError } from "../../../lib/errors.ts";
import type { RequestTrace } from "../../../lib/fetch/http/request_sender.ts";
import { Secret } from "../../../lib/fetch/secret.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../../../lib/std/assert.ts";
import { challengeAnswer, CREATE, errorAnswer, fakeApi, jsonAnswer, LIST, PRIVATE_KEY } from "./fake_api.ts";
import { START_MS } from "./fake_clock.ts";

Deno.test("ApiSession asks without credentials first, answers the challenge, and then keeps the nonce", async () => {
  const api = fakeApi((n) => n === 1 ? challengeAnswer() : jsonAnswer({ n }));
  const path = "/orgs/5b478b3afc4625789ce616a3/events";
  for (const pageNum of ["1", "2"]) {
    await api.session.json({ ...LIST, path, query: [["pageNum", pageNum], ["itemsPerPage", "500"]] });
  }
  const answers = api.sent.map(({ headers }) => headers.get("authorization"));
  assertEquals(answers[0], null);
  assertEquals(
    /uri="([^"]*)"/.exec(answers[1] ?? "")?.[1],
    `/api/public/v1.0${path}?pageNum=1&itemsPerPage=500`,
  );
  assertEquals(answers.map((answer) => /nc=(\w+)/.exec(answer ?? "")?.[1]), [
    undefined,
    "00000001",
    "00000002",
  ]);
});

Deno.test("ApiSession sends JSON, its own headers and those of the request", async () => {
  const api = fakeApi(() => jsonAnswer(null));
  await api.session.json({
    ...CREATE,
    body: { logTypes: ["DAEMON"] },
    headers: { "X-Own": "1", accept: "text/x" },
  });
  const { method, url, headers, body } = api.sent[0]!;
  assertEquals([method, url, body], [
    "POST",
    "https://om.example.com:8443/api/public/v1.0/admin/omLogCollectionJobs",
    '{"logTypes":["DAEMON"]}',
  ]);
  assertEquals(Object.fromEntries(headers), {
    accept: "text/x",
    "content-type": "application/json",
    "user-agent": "omlens",
    "x-own": "1",
  });
});

Deno.test("ApiSession encodes the query", async () => {
  const api = fakeApi(() => jsonAnswer(null));
  await api.session.json({ ...LIST, query: [["a b", "c&d=e+é"], ["minDate", "2026-05-11T08:00:00Z"]] });
  assertEquals(api.sent[0]?.url.split("?")[1], "a%20b=c%26d%3De%2B%C3%A9&minDate=2026-05-11T08%3A00%3A00Z");
});

for (const id of ["..", "../..", "%2e%2e/.%2E", "x/../../../private"]) {
  Deno.test(`ApiSession does not leave the API by the id ${id}`, async () => {
    const api = fakeApi(() => jsonAnswer(null));
    await assertRejects(
      () => api.session.json({ ...LIST, path: `/${id}/../x` }),
      UsageError,
      "out of the API",
    );
    assertEquals(api.sent, []);
  });
}

Deno.test("ApiSession keeps half a second between any two requests, handshakes and retries included", async () => {
  const api = fakeApi((n) =>
    n === 1 ? challengeAnswer() : n === 3 ? errorAnswer(503, "X", { "retry-after": "0" }) : jsonAnswer(n)
  );
  for (let n = 0; n < 3; n++) await api.session.json(LIST);
  assertEquals(api.sent.map(({ atMs }) => atMs - START_MS), [0, 500, 1000, 1500, 2000]);
});

Deno.test("ApiSession keeps half a second where requests arrive, too, when the first is on its way for long", async () => {
  const api = fakeApi(async (n) => {
    if (n === 1) await api.clock.delay(40);
    return n === 1 ? challengeAnswer() : jsonAnswer(n);
  });
  for (let n = 0; n < 2; n++) await api.session.json(LIST);
  assertEquals(api.sent.map(({ atMs }) => atMs - START_MS), [0, 540, 1040]);
});

Deno.test("ApiSession sends simultaneous requests one after the other, each with its own count", async () => {
  const api = fakeApi((n) => n === 1 ? challengeAnswer() : jsonAnswer(n));
  assertEquals(await Promise.all([1, 2, 3].map(() => api.session.json(LIST))), [2, 3, 4]);
  const counts = api.sent.map(({ headers }) => /nc=(\w+)/.exec(headers.get("authorization") ?? "")?.[1]);
  assertEquals(counts, [undefined, "00000001", "00000002", "00000003"]);
});

Deno.test("ApiSession climbs the ladder: each step with its wait and its reason", async () => {
  const steps = [
    new TypeError("fetch failed", { cause: new Error("Connection refused (os error 111)") }),
    errorAnswer(503, "A_CODE"),
    errorAnswer(429, "RATE_LIMITED"),
    errorAnswer(502, "A_CODE", { "retry-after": "7" }),
    errorAnswer(504, "A_CODE", {
      "retry-after": new Date(START_MS + 100_000).toUTCString(),
      date: new Date(START_MS).toUTCString(),
    }),
    jsonAnswer({ results: [] }),
  ];
  const api = fakeApi((n) => steps[n - 1]!, { requestsPerSecond: 1000 });
  assertEquals(await api.session.json(LIST), { results: [] });
  assertEquals(api.clock.waits.filter((ms) => ms > 1), [500, 1000, 60_000, 7000, 100_000]);
  assertEquals(api.whys, [
    "om.example.com:8443 refuses the connection",
    "Ops Manager answers 503 (A_CODE)",
    "Ops Manager answers 429 (RATE_LIMITED)",
    "Ops Manager answers 502 (A_CODE)",
    "Ops Manager answers 504 (A_CODE)",
  ]);
});

Deno.test("ApiSession gives up after six attempts", async () => {
  const api = fakeApi(() => errorAnswer(503, "A_CODE"));
  const error = await assertRejects(() => api.session.json(LIST), RemoteError);
  assertEquals(
    error.message,
    "Cannot list the servers: Ops Manager answers 503 (A_CODE): Synthetic detail (tried 6 times)",
  );
  assertEquals([api.sent.length, error.isTransient], [6, true]);
});

for (
  const [method, statuses, requests] of [
    ["POST", [503], 1],
    ["POST", [502], 1],
    ["PATCH", [503], 2],
    ["DELETE", [503], 2],
    ["GET", [500], 1],
    ["GET", [400], 1],
    ["GET", [404], 1],
  ] as const
) {
  Deno.test(`ApiSession sends a ${method} that is answered ${statuses} ${requests} times`, async () => {
    const api = fakeApi((n) => n > statuses.length ? jsonAnswer(1) : errorAnswer(statuses[n - 1]!, "A_CODE"));
    await api.session.json({ ...CREATE, method }).catch((error) => assert(error instanceof RemoteError));
    assertEquals(api.sent.length, requests);
  });
}

Deno.test("ApiSession repeats a POST only when it cannot have been done", async () => {
  const refused = new TypeError("fetch failed", {
    cause: new Error("tcp connect error: Connection refused (os error 111)"),
  });
  const reset = new TypeError("fetch failed", {
    cause: new Error("Connection reset by peer (os error 104)"),
  });
  const steps = [refused, errorAnswer(429, "RATE_LIMITED"), reset];
  const api = fakeApi((n) => steps[n - 1]!);
  await assertRejects(() => api.session.json(CREATE), RemoteError, "cut the connection");
  assertEquals(api.sent.length, 3);
});

Deno.test("ApiSession ends a request that is not answered in time, and may try it again", async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const api = fakeApi(() => jsonAnswer(1), {
    timeoutMs: 1000,
    maxAttempts: 2,
    deadline: () => Promise.resolve(),
    fetch: (_input, init) => {
      signals.push(init?.signal ?? undefined);
      return new Promise((_resolve, reject) =>
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))
      );
    },
  });
  const error = await assertRejects(() => api.session.json(LIST), RemoteError);
  assertEquals(
    error.message,
    "Cannot list the servers: om.example.com:8443 does not answer within 1 s (tried 2 times)",
  );
  assertEquals(signals.map((signal) => signal?.aborted), [true, true]);
});

Deno.test("ApiSession ends with the reason of a signal: before, while it waits for an answer, and in a wait", async () => {
  const reason = new Error("enough");
  const stop = new AbortController();
  const hanging: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      stop.abort(reason);
    });
  const apis = [
    fakeApi(() => jsonAnswer(1), { signal: AbortSignal.abort(reason) }).session.json(LIST),
    fakeApi(() => jsonAnswer(1)).session.json({ ...LIST, signal: AbortSignal.abort(reason) }),
    fakeApi(() => jsonAnswer(1), { fetch: hanging }).session.json({ ...LIST, signal: stop.signal }),
  ];
  const inWait = new AbortController();
  const delay = () => {
    inWait.abort(reason);
    return Promise.reject(new DOMException("as node:timers has it", "AbortError"));
  };
  apis.push(fakeApi(() => errorAnswer(503, "X"), { delay, signal: inWait.signal }).session.json(LIST));
  for (const result of apis) assertEquals(await assertRejects(() => result), reason);
});

Deno.test("ApiSession passes on what says that a permission is missing", async () => {
  const denied = new Deno.errors.NotCapable(
    'Requires net access to "om.example.com:8443", run again with the --allow-net flag',
  );
  const api = fakeApi(() => denied);
  assertEquals(await assertRejects(() => api.session.json(LIST)), denied);
  assertEquals(api.sent.length, 1);
});

Deno.test("ApiSession keeps the version and the time of the server", async () => {
  const date = "Mon, 11 May 2026 08:02:30 GMT";
  const headers = { "x-mongodb-service-version": "gitHash=0; versionString=8.0.27", date };
  const api = fakeApi((n) => n === 1 ? jsonAnswer(1, { headers }) : jsonAnswer(1));
  assertEquals([api.session.serviceVersion, api.session.serverTimeMs], [null, null]);
  for (let n = 0; n < 2; n++) await api.session.json(LIST);
  assertEquals(api.session.serviceVersion, "gitHash=0; versionString=8.0.27");
  assertEquals(api.session.serverTimeMs, Date.UTC(2026, 4, 11, 8, 2, 30));
});

Deno.test("ApiSession traces every request, with nothing of its headers", async () => {
  const traces: RequestTrace[] = [];
  const steps = [challengeAnswer(), new TypeError("reset"), jsonAnswer(1)];
  const api = fakeApi((n) => steps[n - 1]!, { onRequest: (trace) => void traces.push(trace) });
  await api.session.json(LIST);
  const url = "https://om.example.com:8443/api/public/v1.0/admin/servers";
  assertEquals(traces, [
    { method: "GET", url, status: 401, durationMs: 0, attempt: 1 },
    { method: "GET", url, status: null, durationMs: 0, attempt: 1 },
    { method: "GET", url, status: 200, durationMs: 0, attempt: 2 },
  ]);
});

for (
  const [over, message] of [
    [{ publicKey: "" }, "public key is empty"],
    [{ publicKey: "a\nb" }, "public key holds a line end"],
    [{ privateKey: new Secret("") }, "private key is empty"],
    [{ privateKey: new Secret(`${PRIVATE_KEY}\r\n`) }, "private key holds a line end"],
    [{ requestsPerSecond: 0 }, "rate is 0"],
    [{ requestsPerSecond: NaN }, "rate is NaN"],
    [{ timeoutMs: 0 }, "timeout is 0"],
    [{ timeoutMs: 1e10 }, "timeout is 10000000000"],
    [{ maxAttempts: 0.5 }, "attempts is 0.5"],
    [{ baseUrl: "http://om.example.com:8080" }, "plain http"],
  ] as const
) {
  Deno.test(`ApiSession() refuses options: ${message}`, () => {
    const error = assertThrows(() => fakeApi(() => jsonAnswer(1), over), UsageError, message);
    assert(!Deno.inspect(error).includes(PRIVATE_KEY));
  });
}
