import { KeptConnection } from "./kept_connection.ts";

/** How quick the answers were, in milliseconds. */
export interface LoadTimes {
  /** Answers. */
  readonly count: number;
  /** Answers a second. */
  readonly perSecond: number;
  /** Half took no longer. */
  readonly p50: number;
  /** 95 of 100 took no longer. */
  readonly p95: number;
  /** 99 of 100 took no longer. */
  readonly p99: number;
  /** The slowest. */
  readonly max: number;
}

/** Who asks for what. */
export interface LoadOptions {
  /** Port on this machine. */
  readonly port: number;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Asked for in turn, each reader beginning at another. */
  readonly paths: readonly string[];
  /** Readers at the same time; each keeps a connection. */
  readonly readers: number;
  /** Requests of a reader, one after another. */
  readonly requests: number;
  /** Is given every answer. */
  readonly check: (path: string, status: number, body: string) => void;
}

/** Has many readers ask at the same time over real sockets, each of them again as soon as it has its answer. */
export async function readerLoad(options: LoadOptions): Promise<LoadTimes> {
  const { port, headers, readers, requests, paths, check } = options;
  const tookMs: number[] = [];
  const startMs = performance.now();
  const read = async (reader: number) => {
    const connection = await KeptConnection.open(port, headers);
    for (let at = 0; at < requests; at++) {
      const path = paths[(reader + at) % paths.length]!;
      const askedMs = performance.now();
      const { status, body } = await connection.get(path);
      tookMs.push(performance.now() - askedMs);
      check(path, status, body);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: readers }, (_, reader) => read(reader)));
  const allMs = performance.now() - startMs;
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.min(tookMs.length - 1, Math.ceil(tookMs.length * share) - 1)]!;
  const perSecond = tookMs.length / allMs * 1000;
  return { count: tookMs.length, perSecond, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** One line of figures. */
export function describeLoad({ count, perSecond, p50, p95, p99, max }: LoadTimes): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return `${count} answers, ${Math.round(perSecond)} a second: p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${
    ms(p99)
  }, max ${ms(max)}`;
}
