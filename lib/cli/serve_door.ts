import { isIP } from "node:net";
import type { GuardOptions } from "../serve/security/guarded_app.ts";
import { DEFAULT_BIND, DEFAULT_PORT, type ListenValues } from "./serve_flags.ts";
import type { AnswerRequest } from "./answer_node.ts";
import type { listen, WebServer } from "./web_server.ts";

/** What `omlens serve` uses of the machine besides files, so that tests can do without a socket. */
export interface ServeMachine {
  /** A text that nobody can guess, fit for an address. */
  readonly makeToken: () => string;
  /** Opens the socket. */
  readonly listen: typeof listen;
}

/** A place where browsers come, whatever they find there. */
export interface ServeDoor extends Pick<WebServer, "stop"> {
  /** The address with the token. */
  readonly url: string;
  /** What every app that is shown here must know. */
  readonly guard: GuardOptions;
  /** Shows something else from now on. */
  readonly show: (answer: AnswerRequest) => void;
}

const PORTS_TRIED = 20;
const ANY_ADDRESS: readonly string[] = ["0.0.0.0", "::"];

/**
 * Opens the door; what is seen first is made for those who are let in.
 *
 * @throws {UsageError} when the address cannot be listened on
 */
export async function openDoor(
  { bind = DEFAULT_BIND, port }: Partial<ListenValues>,
  { makeToken, listen }: ServeMachine,
  showFirst: (guard: GuardOptions) => AnswerRequest,
): Promise<ServeDoor> {
  const token = makeToken();
  let shown: AnswerRequest | null = null;
  const server = await listen(
    { hostname: bind, port: port ?? DEFAULT_PORT, tries: port === undefined ? PORTS_TRIED : 1 },
    (port) => {
      shown = showFirst({ token, ...hostsOf(bind, port) });
      return (request) => shown!(request);
    },
  );
  return {
    url: `${addressOf(bind, server.port)}?token=${token}`,
    guard: { token, ...hostsOf(bind, server.port) },
    stop: server.stop,
    show: (answer) => shown = answer,
  };
}

/** What is to be said about an address that others can reach; empty when they cannot. */
export function warningOf(bind: string): string {
  if (isLoopback(bind)) return "";
  return `omlens: others on the network can reach ${bind}, and read along: what is sent is not encrypted\n`;
}

/** The `Host` values that lead here: a name that somebody else could lead here is none. */
function hostsOf(bind: string, port: number): Pick<GuardOptions, "hosts" | "anyAddress"> {
  const names = isLoopback(bind) || ANY_ADDRESS.includes(bind) ? ["127.0.0.1", "localhost", "[::1]"] : [];
  const own = isIP(bind) === 6 ? `[${bind}]` : bind;
  const hosts = [...new Set([own, ...names])].map((name) => port === 80 ? name : `${name}:${port}`);
  return { hosts, anyAddress: ANY_ADDRESS.includes(bind) };
}

function isLoopback(bind: string): boolean {
  return bind === "localhost" || bind === "::1" || /^127\./.test(bind);
}

/** A browser on this machine gets there. */
function addressOf(bind: string, port: number): string {
  const name = ANY_ADDRESS.includes(bind) ? DEFAULT_BIND : isIP(bind) === 6 ? `[${bind}]` : bind;
  return `http://${name}:${port}/`;
}
