import { createServer, type IncomingMessage, request as forward, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { type OpsManagerServer, withOpsManager } from "../helpers/ops_manager_server.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { type FetchResult, runFetch } from "./run_fetch.ts";

const OPENSSL = "/usr/bin/openssl";
const isThere = await Deno.stat(OPENSSL).then(({ isFile }) => isFile, () => false);
const skipped = isThere ? "" : ` (skipped: no ${OPENSSL} here)`;

/** A name that only the proxy can reach. */
const HOST = "om.invalid";

interface ForwardingProxy {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** `METHOD TARGET` of every request, and what it was authorized with. */
  readonly seen: string[];
}

/** A proxy that takes every host for the server, and whoever has the right password. */
async function withForwardingProxy(
  { toPort, password }: { toPort: number; password?: string },
  use: (proxy: ForwardingProxy) => Promise<void>,
): Promise<void> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const isWelcome = ({ method, url, headers }: IncomingMessage): boolean => {
    seen.push(`${method} ${url}`);
    return password === undefined || headers["proxy-authorization"] === `Basic ${btoa(`user:${password}`)}`;
  };
  const proxy = createServer((message: IncomingMessage, response: ServerResponse) => {
    if (!isWelcome(message)) return void response.writeHead(407).end();
    const { pathname, search } = new URL(message.url ?? "");
    const { method = "GET", headers } = message;
    message.pipe(
      forward(
        { port: toPort, host: "127.0.0.1", method, headers, path: pathname + search, agent: false },
        (answer) => {
          response.writeHead(answer.statusCode ?? 0, answer.headers);
          answer.pipe(response);
        },
      ),
    );
  });
  proxy.on("connect", (message: IncomingMessage, client: Socket) => {
    if (!isWelcome(message)) return void client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const server = connect(toPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const bound = proxy.address();
  try {
    await use({ address: `127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`, seen });
  } finally {
    for (const socket of sockets) socket.destroy();
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  }
}

const portOf = ({ url }: OpsManagerServer): number => Number(new URL(url).port);

/** `omlens fetch servers` as a process of its own. Deno reads the variables of proxies without a permission. */
function listServers(
  server: OpsManagerServer,
  { host, args = [], variables }: {
    host: string;
    args?: readonly string[];
    variables: Readonly<Record<string, string>>;
  },
): Promise<FetchResult> {
  const base = new URL(server.url);
  const env = { OMLENS_PUBLIC_KEY: server.publicKey, OMLENS_PRIVATE_KEY: server.privateKey };
  return runFetch({
    args: [
      "fetch",
      "servers",
      "--json",
      "--base-url",
      `${base.protocol}//${host}:${base.port}`,
      "--rate",
      "20",
      ...args,
    ],
    cwd: ".",
    env: { ...env, ...variables },
    permissions: [`--allow-net=${host}:${base.port}`, `--allow-env=${Object.keys(env)}`, "--allow-read"],
  });
}

const SERVERS = [{
  serverId: "om-1.example.com",
  serverType: "MMS_SERVER",
  lastPing: "2026-05-11T08:00:00Z",
}];
const PATH = "/api/public/v1.0/admin/servers";

for (const variable of ["HTTP_PROXY", "http_proxy", "ALL_PROXY"]) {
  Deno.test(`omlens fetch goes through the proxy of ${variable}, with no permission but for Ops Manager`, async () => {
    await withOpsManager({ servers: SERVERS }, async (server) => {
      await withForwardingProxy({ toPort: portOf(server) }, async ({ address, seen }) => {
        const variables = { [variable]: `http://${address}` };
        const { code, out, err } = await listServers(server, {
          host: HOST,
          args: ["--allow-http"],
          variables,
        });
        assertEquals([code, err], [0, ""]);
        assertEquals(JSON.parse(out), SERVERS);
        assert(
          seen.every((line) => line.startsWith(`GET http://${HOST}:${portOf(server)}${PATH}`)),
          `${seen}`,
        );
        assertEquals(server.requests.map(({ status }) => status), [401, 200]);
      });
    });
  });
}

Deno.test("omlens fetch goes to this machine through the proxy, too, unless NO_PROXY names it", async () => {
  await withOpsManager({ servers: SERVERS }, async (server) => {
    await withForwardingProxy({ toPort: portOf(server) }, async ({ address, seen }) => {
      const proxied = { HTTP_PROXY: `http://${address}` };
      const host = "127.0.0.1";
      assertEquals((await listServers(server, { host, variables: proxied })).code, 0);
      assertEquals(seen.length, 2);
      assertEquals((await listServers(server, { host, variables: { ...proxied, NO_PROXY: host } })).code, 0);
      assertEquals([seen.length, server.requests.length], [2, 4]);
    });
  });
});

Deno.test({
  name: `omlens fetch tunnels TLS through the proxy of HTTPS_PROXY, which sees nothing of it${skipped}`,
  ignore: !isThere,
  fn: () =>
    withFolder(async (folder) => {
      const tls = await makeCertificate(folder);
      await withOpsManager({ servers: SERVERS, tls }, async (server) => {
        await withForwardingProxy(
          { toPort: portOf(server), password: "pr0xy-w0rd" },
          async ({ address, seen }) => {
            const args = ["--ca-cert", `${folder}/om.pem`];
            const run = (user: string) =>
              listServers(server, {
                host: HOST,
                args,
                variables: { HTTPS_PROXY: `http://${user}${address}` },
              });

            const { code, out, err } = await run("user:pr0xy-w0rd@");
            assertEquals([code, err], [0, ""]);
            assertEquals(JSON.parse(out), SERVERS);
            assertEquals(new Set(seen), new Set([`CONNECT ${HOST}:${portOf(server)}`]));

            const refused = await run("user:wr0ng-w0rd@");
            assertEquals([refused.code, refused.out], [5, ""]);
            assertStringIncludes(refused.err, "is behind a proxy that wants a password");
            assertStringIncludes(refused.err, "try: give name and password of the proxy in HTTPS_PROXY");
            assert(!refused.err.includes("w0rd"), refused.err);
          },
        );
      });
    }),
});

/** A certificate for {@linkcode HOST} that is its own authority and lasts a day. */
async function makeCertificate(folder: string): Promise<{ cert: string; key: string }> {
  const { success } = await new Deno.Command(OPENSSL, {
    args: [
      ...[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "1",
      ],
      ...[
        "-subj",
        `/CN=${HOST}`,
        "-addext",
        `subjectAltName=DNS:${HOST}`,
        "-addext",
        "basicConstraints=CA:FALSE",
      ],
      ...["-keyout", "om.key", "-out", "om.pem"],
    ],
    cwd: folder,
    stderr: "null",
  }).output();
  assert(success);
  return {
    cert: await Deno.readTextFile(`${folder}/om.pem`),
    key: await Deno.readTextFile(`${folder}/om.key`),
  };
}
