import { ACCESS_LAYOUTS } from "../../lib/parse/access_layout.ts";
import { type AccessLine, parseAccessLine } from "../../lib/parse/access_line.ts";
import { assert, assertEquals, assertExists } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const T = "[12/Apr/2026:03:14:15 +0000]";
const TIME_MS = Date.UTC(2026, 3, 12, 3, 14, 15);

/** Synthetic lines, and the fields that matter in each. */
const LINES: readonly [what: string, line: string, expected: Partial<AccessLine>][] = [
  ["a common line", `192.0.2.1 - - ${T} "GET /a?b=c HTTP/1.1" 200 512`, {
    client: "192.0.2.1",
    user: null,
    timeMs: TIME_MS,
    method: "GET",
    url: "/a?b=c",
    protocol: "HTTP/1.1",
    status: 200,
    responseBytes: 512,
    latencyMs: null,
    referer: null,
    userAgent: null,
    groupId: null,
    extra: [],
  }],
  ["a combined line", `192.0.2.1 - sam ${T} "GET / HTTP/2.0" 304 - "https://om/" "Mozilla/5.0 (X11)"`, {
    user: "sam",
    responseBytes: null,
    referer: "https://om/",
    userAgent: "Mozilla/5.0 (X11)",
  }],
  ["milliseconds after it", `h - - ${T} "GET / HTTP/1.1" 200 1 "-" "x/1" 12`, { latencyMs: 12, extra: [] }],
  ["seconds after it", `h - - ${T} "GET / HTTP/1.1" 200 1 "-" "x/1" 0.012`, { latencyMs: 12 }],
  ["a time with its unit", `h - - ${T} "GET / HTTP/1.1" 200 1 "-" "x/1" 12.3ms`, { latencyMs: 12.3 }],
  ["microseconds with their unit", `h - - ${T} "GET / HTTP/1.1" 200 1 450us`, { latencyMs: 0.45 }],
  ["nginx pairs", `h - - ${T} "GET / HTTP/1.1" 200 1 "-" "x/1" rt=0.003 uct="0.001" urt="-"`, {
    latencyMs: 3,
    extra: ["uct=0.001", "urt=-"],
  }],
  ["a project", `h - - ${T} "GET / HTTP/1.1" 200 1 "-" "x/1" gid:5f0000000000000000000001 7`, {
    groupId: "5f0000000000000000000001",
    latencyMs: 7,
  }],
  ["a forwarded address", `h - - ${T} "GET / HTTP/1.1" 200 1 "-" "x/1" "203.0.113.9, 192.0.2.7"`, {
    forwardedFor: "203.0.113.9, 192.0.2.7",
  }],
  ["a virtual host", `om.example.com:443 2001:db8::1 - - ${T} "GET / HTTP/1.1" 200 1 "-" "x/1"`, {
    vhost: "om.example.com",
    client: "2001:db8::1",
    user: null,
  }],
  ["an IPv6 client", `::1 - - ${T} "GET / HTTP/1.1" 200 1`, { client: "::1", vhost: null }],
  ["an IPv6 client in brackets", `[0:0:0:0:0:0:0:1] - - ${T} "GET / HTTP/1.1" 200 1`, {
    client: "[0:0:0:0:0:0:0:1]",
  }],
  ["a user with spaces", `h - Sam de Vries ${T} "GET / HTTP/1.1" 200 1`, { user: "Sam de Vries" }],
  ["escaped quotes", `h - - ${T} "GET /\\"x\\" HTTP/1.1" 200 1 "-" "a \\"b\\" \\\\c"`, {
    url: '/"x"',
    userAgent: 'a "b" \\c',
  }],
  ["quotes that are not escaped", `h - - ${T} "GET /"x" HTTP/1.1" 404 1`, { url: '/"x"', status: 404 }],
  ["TLS bytes, escaped", `h - - ${T} "\\x16\\x03\\x01\\x02" 400 0 "-" "-"`, {
    method: null,
    url: null,
    status: 400,
  }],
  ["TLS bytes, raw", `h - - ${T} "\x16\x03\ufffd\x01" 400 0`, { method: null, url: null, status: 400 }],
  ["no request", `h - - ${T} "-" 408 -`, { method: null, url: null, status: 408 }],
  ["an empty request", `h - - ${T} "" 400 0`, { method: null, url: null }],
  ["a request without protocol", `h - - ${T} "GET /a" 200 1`, { method: "GET", url: "/a", protocol: null }],
  ["a URL with spaces", `h - - ${T} "GET /a b HTTP/1.1" 400 1`, { url: "/a b", protocol: "HTTP/1.1" }],
  ["no status", `h - - ${T} "GET / HTTP/1.1" - -`, { status: null, responseBytes: null }],
  ["an ISO time", `h - - [2026-04-12T05:14:15.926+0200] "GET / HTTP/1.1" 200 1`, { timeMs: TIME_MS + 926 }],
  ["old combined", `h - ${T} 200 512 "-" "x/1" 5`, {
    client: "h",
    method: null,
    status: 200,
    responseBytes: 512,
    userAgent: "x/1",
    latencyMs: 5,
  }],
  ["an unknown tail", `h - - ${T} "GET / HTTP/1.1" 200 1 "-" "x/1" 5 abc "d e" https://f`, {
    latencyMs: 5,
    extra: ["abc", "d e", "https://f"],
  }],
  ["a carriage return", `h - - ${T} "GET / HTTP/1.1" 200 1\r`, { responseBytes: 1 }],
];

for (const [what, line, expected] of LINES) {
  Deno.test(`parseAccessLine() reads ${what}`, () => {
    const got = parseAccessLine(line);
    assertExists(got);
    const keys = Object.keys(expected) as (keyof AccessLine)[];
    assertEquals(Object.fromEntries(keys.map((key) => [key, got[key]])), { ...expected });
  });
}

const OTHERS = [
  "",
  "#logback.access pattern: common",
  "2026-04-12T03:14:15.926+0000 [main] INFO  a.B [B.java:c:1] - done",
  `h - - [12/Foo/2026:03:14:15 +0000] "GET / HTTP/1.1" 200 1`,
  `h - - ${T} "GET / HTTP/1.1" 20 1`,
  `h - - ${T} "GET / HTTP/1.1" 200 1x`,
  `h - - ${T} "GET /${"a".repeat(70_000)} HTTP/1.1" 200 1`,
];

for (const line of OTHERS) {
  Deno.test(`parseAccessLine() rejects ${JSON.stringify(line.slice(0, 60))}`, () =>
    assertEquals(parseAccessLine(line), null));
}

Deno.test("parseAccessLine() keeps to the layout it is given", () => {
  const common = ACCESS_LAYOUTS.find(({ name }) => name === "common");
  assertExists(common);
  assertEquals(parseAccessLine(`h - ${T} 200 512 "-" "x/1"`, common), null);
  const tail = [...["referer", "userAgent", "extra", "latencyMs"] as const];
  const line = parseAccessLine(`h - - ${T} "GET / HTTP/1.1" 200 1 "-" "x/1" 7 12`, { ...common, tail });
  assertEquals([line?.latencyMs, line?.extra], [12, ["7"]]);
});

Deno.test("parseAccessLine() gives back the fields a line was made of", () => {
  const fields = fc.record({
    client: fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()),
    user: fc.option(fc.stringMatching(/^[a-z][a-z@.]{0,20}$/)),
    timeMs: fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000),
    method: fc.constantFrom("GET", "POST", "PATCH"),
    url: fc.stringMatching(/^\/[!-~]{0,60}$/),
    status: fc.integer({ min: 100, max: 599 }),
    responseBytes: fc.option(fc.nat()),
    userAgent: fc.stringMatching(/^[A-Z][ -~]{0,40}\/1$/),
  }, { noNullPrototype: true });
  const quote = (text: string) => text.replace(/["\\]/g, "\\$&");
  fc.assert(fc.property(fields, (want) => {
    const time = new Date(want.timeMs).toISOString().replace(".000Z", "+0000");
    const got = parseAccessLine(
      `${want.client} - ${want.user ?? "-"} [${time}] "${want.method} ${quote(want.url)} HTTP/1.1" ` +
        `${want.status} ${want.responseBytes ?? "-"} "-" "${quote(want.userAgent)}"`,
    );
    assertExists(got);
    const { client, user, timeMs, method, url, status, responseBytes, userAgent } = got;
    assertEquals<unknown>({ client, user, timeMs, method, url, status, responseBytes, userAgent }, want);
  }));
});

Deno.test("parseAccessLine() never throws", () => {
  const piece = fc.constantFrom(
    "h - - ",
    T,
    ' "',
    '"',
    "\\",
    " 200 1",
    " ",
    "GET / HTTP/1.1",
    "rt=",
    "[",
    "]",
  );
  fc.assert(fc.property(fc.array(fc.oneof(piece, fc.string())), (parts) => {
    parseAccessLine(parts.join(""));
  }));
});

for (const piece of [" ", '"', "\\", '" ', '\\"', "a ", " 200 1", "[", "= ", 'k="']) {
  Deno.test(`parseAccessLine() reads a long line of ${JSON.stringify(piece)} in linear time`, () => {
    const started = performance.now();
    for (const head of ["", `h - - ${T} "`, `h - - ${T} "GET / HTTP/1.1" 200 1 `]) {
      parseAccessLine((head + piece.repeat(65_000)).slice(0, 65_000));
    }
    assert(performance.now() - started < 2000);
  });
}
