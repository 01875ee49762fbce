import type { CliIo } from "../../lib/cli/cli_io.ts";

/** A machine with the real file system whose terminal is a string. */
export interface FakeIo extends CliIo {
  /** What was printed so far. */
  readonly printed: { out: string; err: string };
  /** Presses Ctrl-C; false when nobody listens. */
  readonly interrupt: () => boolean;
}

/** What of the machine differs. */
export interface FakeIoOptions extends Partial<Omit<CliIo, "mayRead">> {
  /** Whether reading is permitted. */
  readonly readable?: boolean;
  /** Both outputs are terminals. */
  readonly terminal?: boolean;
  /** Environment. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Makes one. */
export function fakeIo(
  { terminal = false, readable = true, variables = {}, ...over }: FakeIoOptions = {},
): FakeIo {
  const printed = { out: "", err: "" };
  const listeners = new Set<() => void>();
  const output = (key: "out" | "err") => ({
    write: (text: string) => void (printed[key] += text),
    isTerminal: terminal,
    isClosed: () => false,
    columns: () => 80,
  });
  return {
    stdout: output("out"),
    stderr: output("err"),
    stdin: { bytes: () => ReadableStream.from([]), isTerminal: false },
    env: (name) => Promise.resolve(variables[name]),
    readSecret: (question) => Promise.reject(new Error(`nobody answers: ${question}`)),
    openFetch: () => ({ fetch, close: () => {} }),
    now: () => 0,
    delay: (_ms, signal) => {
      signal?.throwIfAborted();
      return Promise.resolve();
    },
    random: () => 0,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mayRead: () => Promise.resolve(readable),
    fs: Deno,
    printed,
    interrupt: () => {
      listeners.forEach((listener) => listener());
      return listeners.size > 0;
    },
    ...over,
  };
}
