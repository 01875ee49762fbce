import { listen } from "../../lib/cli/web_server.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertThrows } from "../../lib/std/assert.ts";

const ANSWER = () => Promise.resolve(new Response("synthetic"));

Deno.test("listen() answers on the port it says, until it is stopped", async () => {
  const ports: number[] = [];
  const server = listen({ hostname: "127.0.0.1", port: 0, tries: 1 }, (port) => {
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
  const first = listen({ hostname: "127.0.0.1", port: 0, tries: 1 }, () => ANSWER);
  const second = listen({ hostname: "127.0.0.1", port: first.port, tries: 20 }, () => ANSWER);
  assert(second.port > first.port);
  const error = assertThrows(
    () => listen({ hostname: "127.0.0.1", port: first.port, tries: 1 }, () => ANSWER),
    UsageError,
  );
  assertEquals(
    [error.message, error.remedy],
    [
      `Cannot listen on 127.0.0.1 port ${first.port}: another program listens there`,
      "--port 0 for any port that is free",
    ],
  );
  await Promise.all([first.stop(), second.stop()]);
});

Deno.test("listen() says that Deno was not given the permission", () => {
  const error = assertThrows(
    () => listen({ hostname: "127.0.0.2", port: 0, tries: 1 }, () => ANSWER),
    UsageError,
  );
  assertEquals(error.remedy, "deno run --allow-net=127.0.0.2 …");
});
