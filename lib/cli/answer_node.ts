import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers a request that came in on a port. */
export type AnswerRequest = (request: Request) => Promise<Response>;

/** A request and where its answer goes. */
export interface NodeExchange {
  /** The request. */
  readonly incoming: IncomingMessage;
  /** Where the answer goes. */
  readonly outgoing: ServerResponse;
  /** Time in which the client takes some of the answer, or the connection is cut. */
  readonly takeMs: number;
}

/** Methods that a web `Request` cannot have. */
const NO_METHODS: ReadonlySet<string> = new Set(["TRACE", "TRACK", "CONNECT"]);

/** What happens when all is taken, or nobody takes it any more. */
const TAKEN = ["drain", "finish", "close"] as const;

/** Answers a request of `node:http` as a web server does. The body of a request is never read. */
export async function answerNode(exchange: NodeExchange, answer: AnswerRequest): Promise<void> {
  const { incoming, outgoing } = exchange;
  const abortion = new AbortController();
  outgoing.on("close", () => {
    if (!outgoing.writableFinished) abortion.abort();
  });
  try {
    const request = webRequest(incoming, abortion.signal);
    await send(request === null ? refusal(incoming) : await answer(request), exchange);
  } catch {
    // Whoever answers explains its errors; what is left is a connection that was cut.
    outgoing.destroy();
  }
}

/** Null: there is no such address or method. */
function webRequest(
  { method = "", url = "", rawHeaders }: IncomingMessage,
  signal: AbortSignal,
): Request | null {
  if (NO_METHODS.has(method)) return null;
  try {
    const headers = new Headers();
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
    }
    // Not resolved against the host: two slashes at the beginning would name another.
    const address = url.startsWith("/") ? `http://${headers.get("host") ?? "missing.invalid"}${url}` : url;
    return new Request(address, { method, headers, signal });
  } catch {
    return null;
  }
}

function refusal({ method = "" }: IncomingMessage): Response {
  return NO_METHODS.has(method)
    ? new Response(null, { status: 405, headers: { allow: "GET, HEAD" } })
    : new Response(null, { status: 400 });
}

async function send(response: Response, exchange: NodeExchange): Promise<void> {
  const { headers, body } = response;
  const { incoming, outgoing } = exchange;
  for (const [name, value] of headers) outgoing.appendHeader(name, value);
  // What follows is not read: it cannot be told from the next request.
  if (hasBody(incoming)) outgoing.setHeader("connection", "close");
  outgoing.writeHead(response.status);
  if (body === null || incoming.method === "HEAD") {
    outgoing.end();
    return await body?.cancel();
  }
  await sendBody(body, Number(headers.get("content-length") ?? Infinity), exchange);
}

async function sendBody(
  body: ReadableStream<Uint8Array>,
  length: number,
  { outgoing, takeMs }: NodeExchange,
): Promise<void> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  outgoing.on("close", cancel);
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    // All of it in one part goes with the head.
    if (part.value.length === length) outgoing.end(part.value);
    else if (!outgoing.write(part.value)) await taken(outgoing, takeMs);
  }
  outgoing.removeListener("close", cancel);
  outgoing.end();
  if (!outgoing.writableFinished) await taken(outgoing, takeMs);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Waits until the client has taken what was written; who does not is cut off. */
function taken(outgoing: ServerResponse, takeMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => outgoing.destroy(), takeMs);
  const settle = () => {
    clearTimeout(timer);
    for (const event of TAKEN) outgoing.removeListener(event, settle);
    resolve();
  };
  for (const event of TAKEN) outgoing.on(event, settle);
  return promise;
}
