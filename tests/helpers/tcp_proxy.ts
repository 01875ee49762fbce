/** What happens on the way. */
export interface ProxyHooks {
  /** Awaited before what the client sent goes on to the server. */
  readonly beforeSend?: (text: string) => Promise<void>;
  /** The first connection on which the server sent more bytes than this is cut there. */
  readonly cutAfterBytes?: number;
}

/** Calls `use` with a port of the loopback from which everything goes to another port and back, if the hooks let it. */
export async function withProxy(
  toPort: number,
  hooks: ProxyHooks,
  use: (port: number) => Promise<void>,
): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let bytesLeft = hooks.cutAfterBytes;
  const serve = async (client: Deno.TcpConn) => {
    const server = await Deno.connect({ hostname: "127.0.0.1", port: toPort });
    const upward = pipe(client, server, async (bytes) => {
      await hooks.beforeSend?.(new TextDecoder().decode(bytes));
      return bytes;
    });
    let sent = 0;
    const downward = pipe(server, client, (bytes) => {
      if (bytesLeft === undefined || sent + bytes.length <= bytesLeft) {
        sent += bytes.length;
        return Promise.resolve(bytes);
      }
      const rest = bytes.subarray(0, bytesLeft - sent);
      bytesLeft = undefined;
      return Promise.resolve({ last: rest });
    });
    await Promise.allSettled([upward, downward]);
  };
  const accepting = (async () => {
    const connections: Promise<void>[] = [];
    for await (const client of listener) connections.push(serve(client));
    await Promise.allSettled(connections);
  })();
  try {
    await use(listener.addr.port);
  } finally {
    listener.close();
    await accepting;
  }
}

type Passed = Uint8Array | { readonly last: Uint8Array };

/** Ends both ways when this one ends. */
async function pipe(
  from: Deno.TcpConn,
  to: Deno.TcpConn,
  pass: (bytes: Uint8Array) => Promise<Passed>,
): Promise<void> {
  const buffer = new Uint8Array(65_536);
  try {
    for (let n = await from.read(buffer); n !== null; n = await from.read(buffer)) {
      const passed = await pass(buffer.slice(0, n));
      const bytes = passed instanceof Uint8Array ? passed : passed.last;
      for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await to.write(rest));
      if (!(passed instanceof Uint8Array)) break;
    }
  } finally {
    for (const connection of [from, to]) {
      try {
        connection.close();
      } catch {
        // The other way has closed it.
      }
    }
  }
}
