/** What a server answered. */
export interface PlainAnswer {
  /** Status. */
  readonly status: number;
  /** Body, as UTF-8. */
  readonly body: string;
}

const HEAD_END = "\r\n\r\n";

/**
 * A connection to a port of this machine that is kept, as cheap for who asks as can be: it is about the server. Takes bodies of a
 * known length, and chunked ones.
 */
export class KeptConnection {
  readonly #connection: Deno.Conn;
  readonly #head: string;
  readonly #latin1 = new TextDecoder("latin1");
  #bytes = new Uint8Array(256 * 1024);
  #end = 0;

  /** Takes what {@linkcode KeptConnection.open} opened. */
  constructor(connection: Deno.Conn, head: string) {
    this.#connection = connection;
    this.#head = head;
  }

  /** Opens one; `headers` are sent with every request. */
  static async open(port: number, headers: Readonly<Record<string, string>>): Promise<KeptConnection> {
    const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    return new KeptConnection(await Deno.connect({ hostname: "127.0.0.1", port }), head);
  }

  /** Asks for a path. */
  async get(path: string): Promise<PlainAnswer> {
    await this.#connection.write(new TextEncoder().encode(`GET ${path} HTTP/1.1\r\n${this.#head}\r\n`));
    this.#end = 0;
    let head = "";
    while (!head.includes(HEAD_END)) head += await this.#read();
    const start = head.indexOf(HEAD_END) + HEAD_END.length;
    const status = Number(head.slice(9, 12));
    const [, length] = /^content-length: (\d+)\r$/im.exec(head.slice(0, start)) ?? [];
    if (length === undefined) return { status, body: await this.#chunked(head, start) };
    while (this.#end < start + Number(length)) await this.#read();
    return { status, body: new TextDecoder().decode(this.#bytes.subarray(start, this.#end)) };
  }

  /** Closes it. */
  close(): void {
    this.#connection.close();
  }

  async #chunked(read: string, start: number): Promise<string> {
    let all = read;
    while (!all.endsWith("\r\n0\r\n\r\n")) all += await this.#read();
    const bytes: number[] = [];
    let size = 1;
    for (let at = start; size > 0; at += size + 2) {
      const line = all.indexOf("\r\n", at);
      size = Number.parseInt(all.slice(at, line), 16);
      at = line + 2;
      bytes.push(...this.#bytes.subarray(at, at + size));
    }
    return new TextDecoder().decode(new Uint8Array(bytes));
  }

  /** Reads on; gives what is new as Latin-1. */
  async #read(): Promise<string> {
    if (this.#end === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#end);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    const count = await this.#connection.read(this.#bytes.subarray(this.#end));
    if (count === null) throw new Error("the server closed the connection");
    this.#end += count;
    return this.#latin1.decode(this.#bytes.subarray(this.#end - count, this.#end));
  }
}
