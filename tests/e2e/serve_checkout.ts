import { CHECKOUT } from "./run_omlens.ts";

const TYPES: Readonly<Record<string, string>> = {
  ts: "application/typescript",
  json: "application/json",
  css: "text/css",
  js: "text/javascript",
};

/** Calls `use` with the address of a server on this machine that gives the files of the checkout. */
export async function withServedCheckout(
  use: (address: string, requested: Set<string>) => Promise<void>,
): Promise<void> {
  const requested = new Set<string>();
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const path = new URL(request.url).pathname.slice(1);
    requested.add(path);
    const body = await Deno.readFile(new URL(path, CHECKOUT)).catch(() => null);
    if (body === null) return new Response(null, { status: 404 });
    const type = TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "text/plain";
    return new Response(body, { headers: { "content-type": type } });
  });
  await use(`http://127.0.0.1:${server.addr.port}/`, requested);
}
