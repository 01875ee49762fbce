/** A connection as no browser makes it. */
export interface RawAnswer {
  /** What came, as Latin-1, until the server closed the connection or the time was over. */
  readonly text: string;
  /** The status in its first line; 0: there is none. */
  readonly status: number;
  /** Whether the server closed the connection. */
  readonly isClosed: boolean;
}

/** Sends bytes to a port of this machine and takes what comes for a while. */
export async function rawRequest(
  port: number,
  text: string,
  { forMs = 3000 }: { forMs?: number } = {},
): Promise<RawAnswer> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const decoder = new TextDecoder("latin1");
  let [answer, isClosed] = ["", false];
  const timer = setTimeout(() => connection.close(), forMs);
  const read = async () => {
    const buffer = new Uint8Array(65_536);
    for (let count = await connection.read(buffer); count !== null; count = await connection.read(buffer)) {
      answer += decoder.decode(buffer.subarray(0, count));
    }
  };
  try {
    const reading = read();
    reading.catch(() => {});
    await write(connection, new TextEncoder().encode(text));
    await reading;
    isClosed = true;
  } catch (error) {
    // A server that refuses need not take what is still on the way.
    isClosed = error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe;
  } finally {
    clearTimeout(timer);
    try {
      connection.close();
    } catch {
      // The timer did it.
    }
  }
  return { text: answer, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0), isClosed };
}

async function write(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}
