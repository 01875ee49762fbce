import { listen, type ListenOptions } from "../../lib/cli/web_server.ts";
import { createReportApp } from "../../lib/serve/create_report_app.ts";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { hostileReader } from "../serve/hostile_reader.ts";
import { TOKEN } from "../serve/sample_case.ts";
import { rawRequest } from "./raw_request.ts";

const ANY: ListenOptions = { hostname: "127.0.0.1", port: 0, tries: 1 };

/** Serves a case of hostile text at a real socket. */
async function withCaseServer(use: (port: number) => Promise<void>): Promise<void> {
  const server = await listen(
    ANY,
    (port) => createReportApp(hostileReader(), { token: TOKEN, hosts: [`127.0.0.1:${port}`] }).fetch,
  );
  try {
    await use(server.port);
  } finally {
    await server.stop();
  }
}

const BEARER = `Authorization: Bearer ${TOKEN}`;

/** A first line, headers besides `Connection: close` (PORT is filled in), and the status. */
const REQUESTS: readonly (readonly [line: string, headers: readonly string[], status: number])[] = [
  ["GET /api/v1/case HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER], 200],
  ["GET /api/v1/case HTTP/1.0", ["Host: 127.0.0.1:PORT", BEARER], 200],
  ["GET http://127.0.0.1:PORT/api/v1/case HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER], 200],
  ["GET /api/v1/case HTTP/1.1", ["Host: 127.0.0.1:PORT"], 401],
  ["GET /api/v1/case HTTP/1.0", [BEARER], 421],
  ["GET /api/v1/case HTTP/1.1", ["Host: evil.example", BEARER], 421],
  ["GET /api/v1/case HTTP/1.1", ["Host: 127.0.0.1:80", BEARER], 421],
  ["GET http://evil.example/api/v1/case HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER], 421],
  ["GET http://127.0.0.1:PORT/api/v1/case HTTP/1.1", ["Host: evil.example", BEARER], 421],
  ["GET /api/v1/case HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER, "Origin: http://evil.example"], 403],
  ["GET /api/v1/case HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER, "Sec-Fetch-Site: cross-site"], 403],
  ["POST /api/v1/case HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER, "Content-Length: 3"], 405],
  ["POST /api/v1/case HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER, "Content-Length: 99999999"], 413],
  ["GET /api/v1/case HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER, "Transfer-Encoding: chunked"], 413],
  ["TRACE / HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER], 405],
  [`GET /?x=${"x".repeat(40_000)} HTTP/1.1`, ["Host: 127.0.0.1:PORT", BEARER], 414],
  ["GET / HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER, `X-Long: ${"x".repeat(40_000)}`], 431],
  ["GET / HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER, `X-Long: ${"x".repeat(400_000)}`], 431],
  ["GET /../../etc/passwd HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER], 404],
  ["GET /assets/..%2f..%2fmod.ts HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER], 404],
  ["GET /%00 HTTP/1.1", ["Host: 127.0.0.1:PORT", BEARER], 404],
];

for (const [line, headers, status] of REQUESTS) {
  const shown = [line, ...headers.slice(0, 3)].join(" | ").replace(TOKEN, "TOKEN").slice(0, 110);
  Deno.test(`omlens serve answers ${status} to ${shown}`, () =>
    withCaseServer(async (port) => {
      const head = [line, ...headers, "Connection: close", "", ""].join("\r\n").replaceAll("PORT", `${port}`);
      const answer = await rawRequest(port, head);
      assertEquals([answer.status, answer.isClosed], [status, true]);
      assert(!/^access-control-allow-origin:/im.test(answer.text));
      if (status === 405) assertStringIncludes(answer.text.toLowerCase(), "allow: get, head\r\n");
      if (status >= 400) assert(!answer.text.includes("om-1.example"));
    }));
}

Deno.test("omlens serve answers HEAD at a socket with the headers of GET, and 304 to who has the answer", () =>
  withCaseServer(async (port) => {
    const common = `Host: 127.0.0.1:${port}\r\n${BEARER}\r\nConnection: close\r\n`;
    const headersOf = (text: string) =>
      text.split("\r\n\r\n")[0]!.split("\r\n").slice(1).filter((line) => !/^date:/i.test(line)).sort();
    const got = await rawRequest(port, `GET / HTTP/1.1\r\n${common}\r\n`);
    const head = await rawRequest(port, `HEAD / HTTP/1.1\r\n${common}\r\n`);
    assertEquals(headersOf(head.text), headersOf(got.text));
    assertEquals(head.text.split("\r\n\r\n")[1], "");
    const [, length] = /^content-length: (\d+)$/im.exec(got.text) ?? [];
    assertEquals(got.text.length - got.text.indexOf("\r\n\r\n") - 4, Number(length));
    const [, tag] = /^etag: (.+)$/im.exec(got.text) ?? [];
    const same = await rawRequest(port, `GET / HTTP/1.1\r\n${common}If-None-Match: ${tag}\r\n\r\n`);
    assertEquals([same.status, same.text.split("\r\n\r\n")[1]], [304, ""]);
  }));
