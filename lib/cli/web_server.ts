import { lookup } from "node:dns/promises";
import { createServer, type Server } from "node:http";
import { isIP } from "node:net";
import { UsageError } from "../errors.ts";
import { answerNode, type AnswerRequest } from "./answer_node.ts";

/** A server that listens. */
export interface WebServer {
  /** The port it got. */
  readonly port: number;
  /** Lets it finish what it is answering, and closes it. */
  readonly stop: () => Promise<void>;
}

/** Where to listen. */
export interface ListenOptions {
  /** Address. */
  readonly hostname: string;
  /** Port; 0: any. */
  readonly port: number;
  /** Ports tried one after another while they are taken. */
  readonly tries: number;
  /** What is not the usual of {@linkcode SERVER_LIMITS}. */
  readonly limits?: Partial<ServerLimits>;
}

/** What strangers can cost, before anybody knows whether they have the token. */
export interface ServerLimits {
  /** Connections at a time; more are closed at once. */
  readonly maxConnections: number;
  /** Bytes of the first line and the headers of a request: more are answered with 431. */
  readonly maxHeadBytes: number;
  /** Time for these bytes to come: longer is answered with 408. */
  readonly headMs: number;
  /** Time that a connection is kept for the next request. */
  readonly keptMs: number;
  /** Time in which a client takes some of the answer, or the connection is cut. */
  readonly takeMs: number;
}

/** The usual limits. */
export const SERVER_LIMITS: ServerLimits = {
  maxConnections: 1000,
  maxHeadBytes: 64 * 1024,
  headMs: 10_000,
  keptMs: 10_000,
  takeMs: 30_000,
};
/** How long an answer may take when the server is to stop. */
const STOP_MS = 1000;

/**
 * Listens. `answerOn` makes what answers once the port is known. By `node:http`: `Deno.serve` 2.9 waits for the end of a request
 * for ever, takes any number of connections, and has no setting for either.
 *
 * @throws {UsageError} when the address cannot be listened on
 */
export async function listen(
  options: ListenOptions,
  answerOn: (port: number) => AnswerRequest,
): Promise<WebServer> {
  const limits = { ...SERVER_LIMITS, ...options.limits };
  let answer: AnswerRequest | null = null;
  const server = makeServer(limits, (request) => answer!(request));
  const port = await openServer(server, { ...options, hostname: await addressOf(options.hostname) });
  answer = answerOn(port);
  return { port, stop: () => stop(server) };
}

function makeServer(limits: ServerLimits, answer: AnswerRequest): Server {
  const server = createServer({
    maxHeaderSize: limits.maxHeadBytes,
    headersTimeout: limits.headMs,
    requestTimeout: limits.headMs,
    connectionsCheckingInterval: Math.ceil(limits.headMs / 4),
    keepAliveTimeout: limits.keptMs,
  }, (incoming, outgoing) => void answerNode({ incoming, outgoing, takeMs: limits.takeMs }, answer));
  server.maxConnections = limits.maxConnections;
  return server;
}

async function stop(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  // A connection that a browser keeps open would be waited for.
  const timer = setTimeout(() => server.closeAllConnections(), STOP_MS);
  await promise;
  clearTimeout(timer);
}

async function openServer(server: Server, { hostname, port, tries }: ListenOptions): Promise<number> {
  for (let next = port;; next++) {
    try {
      await checkPermission(hostname, next);
      return await bind(server, hostname, next);
    } catch (error) {
      const isTaken = codeOf(error) === "EADDRINUSE";
      if (!isTaken || next - port + 1 >= tries || next >= 65_535) throw explain(error, hostname, next);
    }
  }
}

/** The address that a name stands for: permissions are asked for it. An unknown name is told by whoever binds to it. */
async function addressOf(hostname: string): Promise<string> {
  if (isIP(hostname) !== 0) return hostname;
  return await lookup(hostname).then(({ address }) => address, () => hostname);
}

/** Before: what `node:http` meets when it is not permitted cannot be caught. */
async function checkPermission(hostname: string, port: number): Promise<void> {
  const host = `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
  const { state } = await Deno.permissions.request({ name: "net", host });
  if (state !== "granted") throw new Deno.errors.NotCapable(`net access to ${host} is not permitted`);
}

function bind(server: Server, hostname: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once("error", reject);
  server.listen(port, hostname, () => {
    server.removeListener("error", reject);
    const address = server.address();
    resolve(typeof address === "object" && address !== null ? address.port : port);
  });
  return promise;
}

function codeOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return "NotCapable";
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function explain(error: unknown, hostname: string, port: number): UsageError {
  const remedies: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
    EADDRINUSE: ["another program listens there", "--port 0 for any port that is free"],
    EADDRNOTAVAIL: ["this machine has no such address", "--bind 127.0.0.1"],
    EACCES: ["the system denies it", "--port 0 for any port that is free"],
    NotCapable: ["Deno was not given the permission", `deno run --allow-net=${hostname} …`],
  };
  const reason = error instanceof Error ? error.message : String(error);
  const [why, remedy] = remedies[codeOf(error)] ?? [reason, "--bind 127.0.0.1"];
  return new UsageError(`Cannot listen on ${hostname} port ${port}: ${why}`, { remedy, cause: error });
}
