import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { VIEWS } from "../../lib/view/view_list.ts";
import { API_ROUTES } from "../../lib/serve/answer_request.ts";
import { createReportApp } from "../../lib/serve/create_report_app.ts";
import { hostileApp, hostileReader } from "./hostile_reader.ts";
import { ask, HOST, TOKEN } from "./sample_case.ts";

const BEARER = { authorization: `Bearer ${TOKEN}` };
const PATHS = [
  ...VIEWS.map(({ path }) => path),
  ...API_ROUTES.map(({ path }) => `/api/v1${path}`),
  "/api/v1/openapi.json",
  "/nowhere",
  "/api/v1/nowhere",
].map((path) => path.replace("{id}", "f-appdb"));

for (const path of PATHS) {
  Deno.test(`createReportApp() tells nothing of the case at ${path} without the token`, async () => {
    const app = hostileApp();
    for (const headers of [{}, { authorization: "Bearer wrong" }, { cookie: "omlens=1" }]) {
      const response = await app.request(path, { headers });
      assertEquals(response.status, 401);
      const body = await response.text();
      assert(!/om-1\.example|om-logs|appdb/i.test(body.replaceAll(path, "")), body);
      assertStringIncludes(body, path.startsWith("/api/") ? '"code":"token"' : "with its token");
    }
  });
}

/** Requests that are refused although they have the token. */
const REFUSED: readonly (readonly [why: string, status: number, init: RequestInit, url?: string])[] = [
  ["a foreign Host", 421, { headers: { host: "evil.example" } }],
  ["a foreign Host with the right port", 421, { headers: { host: "evil.example:8765" } }],
  ["the right Host with another port", 421, { headers: { host: "127.0.0.1:80" } }],
  ["the address of the machine, which is not allowed", 421, { headers: { host: "192.0.2.1:8765" } }],
  ["a foreign Host in the request line", 421, {}, "http://evil.example:8765/"],
  ["a foreign Origin", 403, { headers: { origin: "http://evil.example" } }],
  ["the Origin null", 403, { headers: { origin: "null" } }],
  ["the Origin of another port", 403, { headers: { origin: "http://127.0.0.1:9999" } }],
  ["the Origin over TLS", 403, { headers: { origin: `https://${HOST}` } }],
  ["another site", 403, { headers: { "sec-fetch-site": "cross-site" } }],
  ["another port of the same site", 403, { headers: { "sec-fetch-site": "same-site" } }],
  ["POST", 405, { method: "POST" }],
  ["PUT", 405, { method: "PUT" }],
  ["DELETE", 405, { method: "DELETE" }],
  ["OPTIONS, as a browser asks before a foreign request", 405, { method: "OPTIONS" }],
  ["headers of 33 KiB", 431, { headers: { "x-long": "x".repeat(33 * 1024) } }],
  ["a body of 9 KiB", 413, { headers: { "content-length": "9216" } }],
  ["a body of no known length", 413, { method: "POST", headers: { "transfer-encoding": "chunked" } }],
];

for (const [why, status, init, url] of REFUSED) {
  for (const path of ["/", "/api/v1/case", "/assets/page.css", `/?token=${TOKEN}`]) {
    Deno.test(`createReportApp() refuses ${why} at ${path.split("?")[0]}${path.includes("?") ? " with the token" : ""}`, async () => {
      const request = new Request(new URL(path, url ?? `http://${HOST}`), {
        ...init,
        headers: { ...BEARER, ...init.headers },
      });
      const response = await hostileApp().fetch(request);
      assertEquals(response.status, status);
      assertEquals(response.headers.get("set-cookie"), null);
      assertEquals(response.headers.get("access-control-allow-origin"), null);
      if (status === 405) assertEquals(response.headers.get("allow"), "GET, HEAD");
      assert(!(await response.text()).includes("om-1.example"));
    });
  }
}

const ALLOWED: readonly (readonly [what: string, headers: Record<string, string>])[] = [
  ["the first host", { host: HOST }],
  ["the second host, in capitals", { host: "LOCALHOST:8765" }],
  ["its own Origin", { origin: `http://${HOST}` }],
  ["its own pages", { "sec-fetch-site": "same-origin" }],
  ["the address bar", { "sec-fetch-site": "none" }],
];

for (const [what, headers] of ALLOWED) {
  Deno.test(`createReportApp() answers to ${what}`, async () => {
    const response = await hostileApp().request("/", { headers: { ...BEARER, ...headers } });
    assertEquals(response.status, 200);
    await response.body?.cancel();
  });
}

Deno.test("createReportApp() answers to any IP address, but to no name, when told to", async () => {
  const app = createReportApp(hostileReader(), { token: TOKEN, hosts: ["localhost:8765"], anyAddress: true });
  for (
    const [host, status] of [
      ["192.0.2.7:8765", 200],
      ["[2001:db8::7]:8765", 200],
      ["localhost:8765", 200],
      ["evil.example:8765", 421],
      ["1.2.3.4.evil.example:8765", 421],
      ["[evil]:8765", 421],
      ["999.1.1.1:8765", 421],
    ] as const
  ) {
    const response = await app.request("/", { headers: { ...BEARER, host } });
    await response.body?.cancel();
    assertEquals([host, response.status], [host, status]);
  }
});

Deno.test("createReportApp() trades the token for a cookie, once, and takes it out of the address", async () => {
  const app = hostileApp();
  const entry = await app.request(`/search?q=level%3AERROR&token=${TOKEN}`);
  assertEquals([entry.status, entry.headers.get("location")], [303, "/search?q=level%3AERROR"]);
  const setCookie = entry.headers.get("set-cookie") ?? "";
  assertMatch(setCookie, /^omlens-[0-9a-f]{8}=[0-9a-f]{64}; HttpOnly; SameSite=Strict; Path=\/$/);
  assert(!setCookie.includes(TOKEN));
  const [cookie = ""] = setCookie.split(";");
  const inside = await app.request("/", { headers: { cookie: `other=1; ${cookie}` } });
  assertEquals(inside.status, 200);
  await inside.body?.cancel();
  for (
    const wrong of [`${cookie}0`, cookie.slice(0, -1), cookie.replace("omlens-", "omlens_"), `x=${TOKEN}`]
  ) {
    const refused = await app.request("/", { headers: { cookie: wrong } });
    assertEquals([wrong, refused.status], [wrong, 401]);
    await refused.body?.cancel();
  }
});

Deno.test("createReportApp() with another token does not take the cookie of the first", async () => {
  const [cookie = ""] = ((await hostileApp().request(`/?token=${TOKEN}`)).headers.get("set-cookie") ?? "")
    .split(";");
  const other = createReportApp(hostileReader(), { token: "another", hosts: [HOST] });
  const response = await other.request("/", { headers: { cookie } });
  assertEquals(response.status, 401);
  await response.body?.cancel();
});

Deno.test("createReportApp() lets nobody in with a wrong token in the address", async () => {
  for (const token of ["", "wrong", TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase()]) {
    const response = await hostileApp().request(`/?token=${token}`);
    assertEquals([token, response.status, response.headers.get("set-cookie")], [token, 401, null]);
    await response.body?.cancel();
  }
});

Deno.test("createReportApp() sends nobody to another host", async () => {
  for (const path of ["//evil.example/", "///evil.example/", "/\\evil.example/"]) {
    const request = new Request(`http://${HOST}${path}?token=${TOKEN}`);
    const location = (await hostileApp().fetch(request)).headers.get("location") ?? "";
    assertEquals(new URL(location, `http://${HOST}`).host, HOST);
  }
});

Deno.test("createReportApp() puts the same guards on every answer", async () => {
  const app = hostileApp();
  const answers = [
    await ask(app, "/"),
    await ask(app, "/api/v1/case"),
    await ask(app, "/nowhere"),
    await app.request("/"),
    await app.request("/assets/page.js"),
    await app.request(`/?token=${TOKEN}`),
    await app.request("/", { method: "POST" }),
  ];
  for (const { headers, body } of answers) {
    assertEquals(
      headers.get("content-security-policy"),
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assertEquals(headers.get("referrer-policy"), "no-referrer");
    assertEquals(headers.get("cross-origin-opener-policy"), "same-origin");
    assertEquals(headers.get("cross-origin-resource-policy"), "same-origin");
    assert(headers.has("cache-control"));
    await body?.cancel();
  }
});

Deno.test("createReportApp() answers HEAD like GET, without a body", async () => {
  for (const path of ["/", "/api/v1/case", "/api/v1/records/stream", "/nowhere", "/api/v1/nowhere"]) {
    const got = await hostileApp().request(path, { headers: BEARER });
    const head = await hostileApp().request(path, { method: "HEAD", headers: BEARER });
    assertEquals([head.status, [...head.headers], await head.text()], [got.status, [...got.headers], ""]);
    await got.body?.cancel();
  }
});

Deno.test("createReportApp() refuses an address of more than 32 KiB, whoever asks", async () => {
  const path = `/api/v1/records?filter=${"%20".repeat(11_000)}`;
  for (const headers of [BEARER, {}]) {
    const response = await hostileApp().request(path, { headers });
    const { error } = await response.json();
    assertEquals([response.status, error.code, error.remedy], [414, "address-size", "shorten the filter"]);
  }
});

Deno.test("createReportApp() says which answers may be kept, and by whom", async () => {
  const app = hostileApp();
  const [, script = ""] = /src="(\/assets\/[^"]+)"/.exec(await (await ask(app, "/")).text()) ?? [];
  for (
    const [path, expected] of [
      ["/", "private, no-cache"],
      ["/api/v1/case", "private, no-cache"],
      ["/api/v1/records?limit=1", "private, no-cache"],
      ["/api/v1/records/stream", "no-store, no-transform"],
      ["/nowhere", "no-store"],
      ["/api/v1/findings/nix", "no-store"],
      [`/?token=${TOKEN}`, "no-store"],
      [script, "public, max-age=31536000, immutable"],
      ["/assets/page.js", "no-cache"],
      ["/assets/page.js?v=another", "no-cache"],
    ] as const
  ) {
    const { headers, body } = await ask(app, path);
    assertEquals([path, headers.get("cache-control")], [path, expected]);
    await body?.cancel();
  }
  assert(script.startsWith("/assets/page.js?v="), script);
  const { headers, body } = await app.request("/api/v1/case");
  assertEquals([headers.get("cache-control"), headers.get("etag")], ["no-store", null]);
  await body?.cancel();
});

Deno.test("createReportApp() serves only its own assets, and no other name", async () => {
  const app = hostileApp();
  for (const name of ["page.css", "page.js"]) {
    const response = await app.request(`/assets/${name}`);
    assertEquals(response.status, 200);
    assert((await response.text()).length > 100);
  }
  for (const name of ["", "nix.css", "../mod.ts", "__proto__", "constructor", "page.css/"]) {
    const response = await app.request(`/assets/${name}`, { headers: BEARER });
    assertEquals([name, response.status], [name, 404]);
    await response.body?.cancel();
  }
});
