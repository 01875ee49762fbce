import { UsageError } from "../errors.ts";

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
}

/** Answers a request that came in on a port. */
export type AnswerRequest = (request: Request) => Promise<Response>;

/** How long an answer may take when the server is to stop. */
const STOP_MS = 1000;

/**
 * Listens. `answerOn` makes what answers once the port is known.
 *
 * @throws {UsageError} when the address cannot be listened on
 */
export function listen(options: ListenOptions, answerOn: (port: number) => AnswerRequest): WebServer {
  let answer: AnswerRequest | null = null;
  const abortion = new AbortController();
  const server = openServer(options, abortion.signal, (request) => answer!(request));
  answer = answerOn(server.addr.port);
  return {
    port: server.addr.port,
    stop: async () => {
      // A connection that a browser keeps open would be waited for.
      const timer = setTimeout(() => abortion.abort(), STOP_MS);
      await server.shutdown();
      clearTimeout(timer);
    },
  };
}

function openServer(
  { hostname, port, tries }: ListenOptions,
  signal: AbortSignal,
  answer: AnswerRequest,
): Deno.HttpServer<Deno.NetAddr> {
  for (let next = port;; next++) {
    try {
      return Deno.serve({ hostname, port: next, signal, onListen: () => {} }, answer);
    } catch (error) {
      const isTaken = error instanceof Deno.errors.AddrInUse;
      if (!isTaken || next - port + 1 >= tries || next >= 65_535) throw explain(error, hostname, next);
    }
  }
}

function explain(error: unknown, hostname: string, port: number): unknown {
  const remedies: readonly (readonly [new (...args: never[]) => Error, string, string])[] = [
    [Deno.errors.AddrInUse, "another program listens there", "--port 0 for any port that is free"],
    [Deno.errors.AddrNotAvailable, "this machine has no such address", "--bind 127.0.0.1"],
    [Deno.errors.PermissionDenied, "the system denies it", "--port 0 for any port that is free"],
    [Deno.errors.NotCapable, "Deno was not given the permission", `deno run --allow-net=${hostname} …`],
  ];
  const [, why, remedy] = remedies.find(([kind]) => error instanceof kind) ?? [];
  if (why === undefined || remedy === undefined) {
    const reason = error instanceof Error ? error.message : String(error);
    return new UsageError(`Cannot listen on ${hostname} port ${port}: ${reason}`, {
      remedy: "--bind 127.0.0.1",
      cause: error,
    });
  }
  return new UsageError(`Cannot listen on ${hostname} port ${port}: ${why}`, { remedy, cause: error });
}
