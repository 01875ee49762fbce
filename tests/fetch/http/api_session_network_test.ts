import { RemoteError } from "../../../lib/errors.ts";
import { ApiSession, type OpsManagerOptions } from "../../../lib/fetch/http/api_session.ts";
import { Secret } from "../../../lib/fetch/secret.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "../../../lib/std/assert.ts";
import {
  type Fault,
  type OpsManagerServer,
  type OpsManagerSetup,
  withOpsManager,
} from "../../helpers/ops_manager_server.ts";
import { CREATE, LIST } from "./fake_api.ts";
import { endlessWait, fakeClock } from "./fake_clock.ts";

const RESET: Fault = { kind: "reset" };
const SERVERS: OpsManagerSetup = { servers: [{ serverId: "om-1.example.com", serverType: "MMS_SERVER" }] };

function sessionWith(server: OpsManagerServer, over: Partial<OpsManagerOptions> = {}): ApiSession {
  const { url: baseUrl, publicKey, privateKey } = server;
  const { now, delay } = fakeClock();
  const key = new Secret(privateKey);
  return new ApiSession({ baseUrl, publicKey, privateKey: key, now, delay, deadline: endlessWait, ...over });
}

async function listedIds(session: ApiSession): Promise<unknown> {
  const list = await session.json(LIST);
  const [first] =
    typeof list === "object" && list !== null && "results" in list && Array.isArray(list.results)
      ? list.results
      : [];
  return first?.serverId;
}

Deno.test("ApiSession lists the servers of a real server, with one handshake for two requests", async () => {
  await withOpsManager(SERVERS, async (server) => {
    const session = sessionWith(server);
    for (let n = 0; n < 2; n++) assertEquals(await listedIds(session), "om-1.example.com");
    assertEquals(server.requests.map(({ status, nc }) => [status, nc]), [
      [401, null],
      [200, "00000001"],
      [200, "00000002"],
    ]);
    assert(session.serviceVersion?.includes("versionString=8.0.27"));
    assert(session.serverTimeMs !== null);
  });
});

Deno.test("ApiSession signs the address exactly as fetch sends it", async () => {
  const setup: OpsManagerSetup = {
    fault: ({ authorized }) => authorized ? { kind: "body", bytes: "{}" } : undefined,
  };
  await withOpsManager(setup, async (server) => {
    const session = sessionWith(server);
    for (const path of ["/a:download", "/b%20c%2Fd", "/e;f=g,h", "/i|j^k{l}[m]`'\"é", "//n//"]) {
      const query = [["q", "a:b c&d=é'\"{|}^`[]<>#\\%"], ["r", ""]] as const;
      assertEquals(await session.json({ ...LIST, path, query }), {}, path);
    }
  });
});

for (const at of [1, 3, 4]) {
  Deno.test(`ApiSession goes on when request ${at} is reset`, async () => {
    await withOpsManager({ ...SERVERS, fault: ({ n }) => n === at ? RESET : undefined }, async (server) => {
      const session = sessionWith(server);
      for (let n = 0; n < 3; n++) assertEquals(await listedIds(session), "om-1.example.com");
    });
  });
}

Deno.test("ApiSession goes on when a kept connection breaks under a nonce that is good once", async () => {
  const setup: OpsManagerSetup = {
    ...SERVERS,
    digest: { nonceUses: 1 },
    fault: ({ n }) => n === 4 ? RESET : undefined,
  };
  await withOpsManager(setup, async (server) => {
    const session = sessionWith(server);
    for (let n = 0; n < 3; n++) assertEquals(await listedIds(session), "om-1.example.com");
  });
});

Deno.test("ApiSession sends a POST once when a kept connection breaks: fetch must not repeat it by itself", async () => {
  await withOpsManager({ fault: ({ authorized }) => authorized ? RESET : undefined }, async (server) => {
    await assertRejects(() => sessionWith(server).json(CREATE), RemoteError, "cut the connection");
    assertEquals(server.requests.map(({ method, nc }) => [method, nc]), [["POST", null], [
      "POST",
      "00000001",
    ]]);
  });
});

Deno.test("ApiSession gives up when every attempt is reset", async () => {
  await withOpsManager({ fault: () => RESET }, async (server) => {
    const error = await assertRejects(() => sessionWith(server).json(LIST), RemoteError);
    const host = server.url.slice("http://".length);
    assertEquals(
      error.message,
      `Cannot list the servers: ${host} cut the connection before it answered (tried 6 times)`,
    );
    assert(error.isTransient && error.status === null);
  });
});

Deno.test("ApiSession ends a request that is never answered", async () => {
  const { promise: hung, resolve } = Promise.withResolvers<void>();
  const fault = (): Fault => (resolve(), { kind: "hang" });
  await withOpsManager({ fault }, async (server) => {
    const deadline = (ms: number, signal?: AbortSignal) => Promise.race([hung, endlessWait(ms, signal)]);
    const session = sessionWith(server, { deadline, maxAttempts: 1, timeoutMs: 5000 });
    await assertRejects(() => session.json(LIST), RemoteError, "does not answer within 5 s");
  });
});

Deno.test("ApiSession ends at once when it is told to while a request is not answered", async () => {
  const stop = new AbortController();
  const reason = new Error("enough");
  const fault = (): Fault => (queueMicrotask(() => stop.abort(reason)), { kind: "hang" });
  await withOpsManager({ fault }, async (server) => {
    assertEquals(await assertRejects(() => sessionWith(server, { signal: stop.signal }).json(LIST)), reason);
  });
});

Deno.test("ApiSession says that nothing listens", async () => {
  const { url } = await withOpsManager({}, (server) => Promise.resolve(server));
  const waits: string[] = [];
  const session = new ApiSession({
    baseUrl: url,
    publicKey: "public",
    privateKey: new Secret("private"),
    ...fakeClock(),
    onWait: ({ why }) => void waits.push(why),
  });
  const error = await assertRejects(
    () => session.json(CREATE),
    RemoteError,
    "refuses the connection (tried 6 times)",
  );
  assertEquals(waits.length, 5);
  assertMatch(error.remedy, /^check that Ops Manager runs, the port in --base-url, and the proxy /);
});

Deno.test("ApiSession gives no credentials to another origin", async () => {
  await withOpsManager({}, async (other) => {
    const fault = ({ authorized, path }: { authorized: boolean; path: string }): Fault | undefined =>
      authorized ? { kind: "answer", status: 307, headers: { location: `${other.url}${path}` } } : undefined;
    await withOpsManager({ fault }, async (server) => {
      const error = await assertRejects(() => sessionWith(server).json(LIST), RemoteError, "another origin");
      assert(error.remedy.endsWith(`--base-url ${other.url}`), error.remedy);
    });
    assertEquals(other.requests, []);
  });
});

Deno.test("ApiSession follows a redirect inside the origin, signed anew", async () => {
  const fault = ({ authorized, path }: { authorized: boolean; path: string }): Fault | undefined =>
    authorized && path.endsWith("/servers")
      ? { kind: "answer", status: 301, headers: { location: "servers/?moved=yes" } }
      : authorized
      ? { kind: "body", bytes: '{"moved":true}' }
      : undefined;
  await withOpsManager({ fault }, async (server) => {
    assertEquals(await sessionWith(server).json(LIST), { moved: true });
    assertEquals(server.requests.map(({ authorized, status }) => [authorized, status]), [
      [false, 401],
      [true, 301],
      [true, 200],
    ]);
  });
});

for (
  const [what, wrong] of [
    ["private key", { privateKey: new Secret("wr0ng-pr1va7e-key") }],
    ["public key", { publicKey: "nobody" }],
  ] as const
) {
  Deno.test(`ApiSession asks twice with a wrong ${what}, then says what to check`, async () => {
    await withOpsManager(SERVERS, async (server) => {
      const error = await assertRejects(() => sessionWith(server, wrong).json(LIST), RemoteError);
      assertEquals([error.status, error.errorCode, server.requests.length], [401, "USER_UNAUTHORIZED", 2]);
      assert(error.remedy.startsWith("check the public key, the private key"), error.remedy);
      assert(!Deno.inspect(error).includes("wr0ng"));
    });
  });
}

Deno.test("ApiSession takes a new nonce whenever the old one is stale", async () => {
  for (const nonceUses of [1, 3]) {
    await withOpsManager({ ...SERVERS, digest: { nonceUses } }, async (server) => {
      const session = sessionWith(server);
      for (let n = 0; n < 5; n++) assertEquals(await listedIds(session), "om-1.example.com");
      assertEquals(server.requests.filter(({ problem, isStale }) => problem !== null && !isStale), []);
    });
  }
});

Deno.test("ApiSession.json() asks again when the body is cut, and gives up when it always is", async () => {
  const cutAt = (which: readonly number[]) => ({ n }: { n: number }): Fault | undefined =>
    which.includes(n) ? { kind: "cut", afterBytes: 10 } : undefined;
  await withOpsManager({ ...SERVERS, fault: cutAt([2, 3]) }, async (server) => {
    assertEquals(await listedIds(sessionWith(server)), "om-1.example.com");
  });
  await withOpsManager({ ...SERVERS, fault: cutAt([2, 3, 4, 5, 6, 7, 8, 9]) }, async (server) => {
    await assertRejects(
      () => sessionWith(server).json(LIST),
      RemoteError,
      "the connection is cut after 10 bytes",
    );
  });
});

Deno.test("ApiSession.body() ends a body that falls silent", async () => {
  const fault = ({ authorized }: { authorized: boolean }): Fault | undefined =>
    authorized ? { kind: "stall", afterBytes: 4 } : undefined;
  await withOpsManager({ ...SERVERS, fault }, async (server) => {
    const silence = Promise.withResolvers<void>();
    const deadline = (ms: number, signal?: AbortSignal) =>
      Promise.race([silence.promise, endlessWait(ms, signal)]);
    const session = sessionWith(server, { deadline });
    const bytes = session.body(await session.open(LIST));
    assertEquals((await bytes.next()).value?.length, 4);
    silence.resolve();
    await assertRejects(() => bytes.next(), RemoteError, "it is silent for 30 s after 4 bytes");
  });
});
