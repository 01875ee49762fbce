import type { AnswerRequest } from "../../lib/cli/answer_node.ts";
import { listen, type ListenOptions, type WebServer } from "../../lib/cli/web_server.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../../lib/std/assert.ts";
import { rawRequest } from "./raw_request.ts";

const ANSWER = () => Promise.resolve(new Response("synthetic"));
const ANY: ListenOptions = { hostname: "127.0.0.1", port: 0, tries: 1 };

async function withServer(
  answer: AnswerRequest,
  use: (server: WebServer) => Promise<void>,
  limits: ListenOptions["limits"] = {},
): Promise<void> {
  const server = await listen({ ...ANY, limits }, () => answer);
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}

Deno.test("listen() answers on the port it says, until it is stopped", async () => {
  const ports: number[] = [];
  const server = await listen(ANY, (port) => {
    ports.push(port);
    return ANSWER;
  });
  const address = `http://127.0.0.1:${server.port}/`;
  assertEquals(await (await fetch(address)).text(), "synthetic");
  await server.stop();
  assertEquals(ports, [server.port]);
  assertEquals(await fetch(address).then(() => "answered", () => "refused"), "refused");
});

Deno.test("listen() takes the next port while one is taken, or says that it is", async () => {
  const first = await listen(ANY, () => ANSWER);
  const second = await listen({ ...ANY, port: first.port, tries: 20 }, () => ANSWER);
  assert(second.port > first.port);
  const error = await assertRejects(() => listen({ ...ANY, port: first.port }, () => ANSWER), UsageError);
  assertEquals(
    [error.message, error.remedy],
    [
      `Cannot listen on 127.0.0.1 port ${first.port}: another program listens there`,
      "--port 0 for any port that is free",
    ],
  );
  await Promise.all([first.stop(), second.stop()]);
});

Deno.test("listen() says that Deno was not given the permission", async () => {
  const error = await assertRejects(
    () => listen({ ...ANY, hostname: "127.0.0.2" }, () => ANSWER),
    UsageError,
  );
  assertEquals(error.remedy, "deno run --allow-net=127.0.0.2 …");
});

Deno.test("listen() hands on method, address and headers as they were sent, and no body", () =>
  withServer(
    async (request) =>
      Response.json([request.method, request.url, request.headers.get("x-a"), await request.text()]),
    async ({ port }) => {
      for (
        const [line, expected] of [
          ["GET /a?b=%20", ["GET", "http://h.example:1/a?b=%20", "1, 2", ""]],
          ["GET //evil.example/", ["GET", "http://h.example:1//evil.example/", "1, 2", ""]],
          ["GET http://evil.example/x", ["GET", "http://evil.example/x", "1, 2", ""]],
          ["POST /", ["POST", "http://h.example:1/", "1, 2", ""]],
        ] as const
      ) {
        const head = `${line} HTTP/1.1\r\nHost: h.example:1\r\nX-A: 1\r\nX-A: 2\r\nConnection: close\r\n`;
        const { text } = await rawRequest(port, `${head}\r\n`);
        assertStringIncludes(text, JSON.stringify(expected));
      }
    },
  ));

const ODD: readonly (readonly [what: string, request: string, status: number])[] = [
  ["no Host", "GET / HTTP/1.1\r\n\r\n", 400],
  ["no Host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 200],
  ["two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n", 400],
  ["a Host that is none", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", 400],
  ["no address", "GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400],
  ["TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405],
  ["an unknown method", "FOO / HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["no HTTP", "\x00\x01 nonsense\r\n\r\n", 400],
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
  [
    "two lengths",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    400,
  ],
  ["more headers than it takes", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(70_000)}\r\n\r\n`, 431],
  ["a longer address than it takes", `GET /${"x".repeat(70_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
];

for (const [what, request, status] of ODD) {
  Deno.test(`listen() answers ${status} to ${what}, and closes the connection`, () =>
    withServer(ANSWER, async ({ port }) => {
      const answer = await rawRequest(port, request);
      assertEquals([answer.status, answer.isClosed], [status, true]);
    }));
}

Deno.test("listen() answers HEAD with the headers of the answer and without its body", () =>
  withServer(
    () => Promise.resolve(new Response("synthetic", { headers: { "content-length": "9", "x-a": "1" } })),
    async ({ port }) => {
      const { text } = await rawRequest(port, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertStringIncludes(text.toLowerCase(), "content-length: 9\r\n");
      assert(text.endsWith("\r\n\r\n") && !text.includes("synthetic"), text);
    },
  ));

Deno.test("listen() does not wait for a body, and closes the connection behind it", () =>
  withServer(ANSWER, async ({ port }) => {
    const head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n";
    const { status, isClosed } = await rawRequest(port, `${head}abc`);
    assertEquals([status, isClosed], [200, true]);
  }));

Deno.test("listen() answers 408 to a request that does not end, while it answers others", () =>
  withServer(ANSWER, async ({ port }) => {
    const slow = ["", "GET / HTTP/1.1\r\nHost: a\r\n"].flatMap((text) =>
      Array.from({ length: 100 }, () => rawRequest(port, text, { forMs: 10_000 }))
    );
    assertEquals(await (await fetch(`http://127.0.0.1:${port}/`)).text(), "synthetic");
    const answers = await Promise.all(slow);
    assertEquals([...new Set(answers.map(({ status, isClosed }) => `${status} ${isClosed}`))], ["408 true"]);
  }, { headMs: 400 }));

Deno.test("listen() closes a connection that sends no further request", () =>
  withServer(ANSWER, async ({ port }) => {
    const { status, isClosed } = await rawRequest(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", {
      forMs: 10_000,
    });
    assertEquals([status, isClosed], [200, true]);
  }, { keptMs: 100 }));

Deno.test("listen() takes only so many connections at a time", () =>
  withServer(ANSWER, async ({ port }) => {
    const held = await Promise.all(
      Array.from({ length: 3 }, () => Deno.connect({ hostname: "127.0.0.1", port })),
    );
    const { status, isClosed } = await rawRequest(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assertEquals([status, isClosed], [0, true]);
    held.forEach((connection) => connection.close());
  }, { maxConnections: 3 }));

Deno.test("listen() cuts off a client that does not take the answer, and tells the one who answers", async () => {
  const { promise: cancelled, resolve } = Promise.withResolvers<void>();
  const part = new Uint8Array(1 << 20);
  const endless = () =>
    new ReadableStream({ pull: (controller) => controller.enqueue(part), cancel: () => resolve() });
  await withServer(() => Promise.resolve(new Response(endless())), async ({ port }) => {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await connection.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    await cancelled;
    connection.close();
  }, { takeMs: 200 });
});

Deno.test("listen() cancels an answer, and aborts its request, when the client goes away", async () => {
  const { promise: cancelled, resolve } = Promise.withResolvers<void>();
  const { promise: aborted, resolve: abort } = Promise.withResolvers<void>();
  const answer: AnswerRequest = ({ signal }) => {
    signal.addEventListener("abort", () => abort());
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode("first\n")),
      cancel: () => resolve(),
    });
    return Promise.resolve(new Response(body));
  };
  await withServer(answer, async ({ port }) => {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    const reader = response.body!.getReader();
    assertEquals(new TextDecoder().decode((await reader.read()).value), "first\n");
    await reader.cancel();
    await Promise.all([cancelled, aborted]);
  });
});
