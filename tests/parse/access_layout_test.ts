import { compileAccessLayout } from "../../lib/parse/access_layout.ts";
import { parseAccessLine } from "../../lib/parse/access_line.ts";
import { UsageError } from "../../lib/errors.ts";
import { assertEquals, assertExists, assertThrows } from "../../lib/std/assert.ts";

const T = "[12/Apr/2026:03:14:15 +0000]";

const PATTERNS: readonly [pattern: string, line: string, expected: Record<string, unknown>][] = [
  ["common", `h - sam ${T} "GET / HTTP/1.1" 200 5`, {
    client: "h",
    user: "sam",
    url: "/",
    status: 200,
    responseBytes: 5,
  }],
  ["combined", `h - - ${T} "GET / HTTP/1.1" 200 5 "-" "x y"`, { userAgent: "x y" }],
  ["%combined %D", `h - - ${T} "GET / HTTP/1.1" 200 5 "-" "x y" 12`, { userAgent: "x y", latencyMs: 12 }],
  [
    '%h %l %u [%t] "%r" %s %b "%i{Referer}" "%i{User-Agent}" %D',
    `h - - ${T} "GET / HTTP/1.1" 200 5 "-" "x" 12`,
    { latencyMs: 12 },
  ],
  [
    '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D',
    `h - - ${T} "GET / HTTP/1.1" 200 5 "-" "x" 12000`,
    { latencyMs: 12, userAgent: "x" },
  ],
  ['%v:%p %a %t "%r" %>s %O %{ms}T %{us}T', `om.x:443 h ${T} "GET / HTTP/1.1" 200 5 12 12000`, {
    vhost: "om.x",
    client: "h",
    latencyMs: 12,
  }],
  [
    "%t{yyyy-MM-dd'T'HH:mm:ss.SSSZ} %a %m %U%q %H %s %b %T",
    "2026-04-12T03:14:15.926+0000 h PUT /a ?b=c HTTP/1.1 200 5 3".replace("/a ?", "/a?"),
    {
      timeMs: Date.UTC(2026, 3, 12, 3, 14, 15, 926),
      method: "PUT",
      url: "/a?b=c",
      protocol: "HTTP/1.1",
      latencyMs: 3000,
    },
  ],
  [
    '%date %clientHost "%requestURL" %statusCode %bytesSent %elapsedTime %threadName',
    `${T} h "GET / HTTP/1.1" 200 5 9 qtp-7`,
    { client: "h", latencyMs: 9, extra: ["qtp-7"] },
  ],
  ["%h %u [%t] %r %s %b", `h Sam de Vries ${T} GET / HTTP/1.1 200 5`.replace("Sam de Vries", "sam"), {
    user: "sam",
    url: "/",
  }],
  ['%h [%t] %s|%b|"%i{X-Forwarded-For}"|%i{Cookie} 100%%', `h ${T} 200|5|"192.0.2.1, 192.0.2.2"|a=b 100%`, {
    status: 200,
    forwardedFor: "192.0.2.1, 192.0.2.2",
    extra: ["a=b"],
  }],
  ["%-15h [%t] %.3s %n", `h ${T} 200 `, { client: "h", status: 200 }],
];

for (const [pattern, line, expected] of PATTERNS) {
  Deno.test(`compileAccessLayout() makes a layout of ${pattern}`, () => {
    const read = parseAccessLine(line, compileAccessLayout(pattern));
    assertExists(read, line);
    const got: Record<string, unknown> = { ...read };
    assertEquals(Object.fromEntries(Object.keys(expected).map((key) => [key, got[key]])), expected);
  });
}

const BAD: readonly [pattern: string, message: string][] = [
  ["%h [%t] %zork", 'word "%zork" at position 9 is not known'],
  ["%t %", 'word "%" at position 4 is not known'],
  ["%t %{Referer", 'word "%{Referer" at position 4 is not known'],
  ["%h %s", "it has no time, expected %t"],
  ["", "it has no time, expected %t"],
];

for (const [pattern, message] of BAD) {
  Deno.test(`compileAccessLayout() refuses ${JSON.stringify(pattern)}`, () => {
    assertThrows(() => compileAccessLayout(pattern), UsageError, message);
  });
}
