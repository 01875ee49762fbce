import { systemDelay } from "../fetch/http/timing/system_delay.ts";
import type { CliIo, FetchOptions, OpenedFetch, TextOutput } from "./cli_io.ts";
import { readSecret } from "./terminal/read_secret.ts";

const DEFAULT_COLUMNS = 80;
/** SIGTERM as well: what a service manager or `timeout` sends must not leave half-written files either. */
const INTERRUPTS: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];

/** The real machine. */
export function denoIo(): CliIo {
  return {
    stdout: textOutput(Deno.stdout),
    stderr: textOutput(Deno.stderr),
    stdin: { bytes: () => Deno.stdin.readable, isTerminal: Deno.stdin.isTerminal() },
    env: readEnv,
    readSecret,
    openFetch,
    now: Date.now,
    delay: systemDelay,
    random: Math.random,
    onInterrupt,
    mayRead: async (path) => (await Deno.permissions.query({ name: "read", path })).state === "granted",
    fs: Deno,
  };
}

/** Asks first whether it is permitted: reading without permission would stop the program or prompt. */
async function readEnv(variable: string): Promise<string | undefined> {
  const { state } = await Deno.permissions.query({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) : undefined;
}

/**
 * Connections are not kept: when a kept one is cut, Deno 2.9 sends the request again by itself, a POST as well, and with
 * the same count of its nonce.
 */
function openFetch({ caCert }: FetchOptions): OpenedFetch {
  const client = Deno.createHttpClient({
    poolMaxIdlePerHost: 0,
    ...(caCert === null ? {} : { caCerts: [caCert] }),
  });
  return { fetch: (input, init) => fetch(input, { ...init, client }), close: () => client.close() };
}

/** The first one is heard; the next one ends the program at once, should it be stuck. */
function onInterrupt(listener: () => void): () => void {
  const stopListening = () => INTERRUPTS.forEach((signal) => Deno.removeSignalListener(signal, interrupt));
  function interrupt(): void {
    stopListening();
    listener();
  }
  INTERRUPTS.forEach((signal) => Deno.addSignalListener(signal, interrupt));
  return stopListening;
}

function textOutput(stream: typeof Deno.stdout): TextOutput {
  const encoder = new TextEncoder();
  let closed = false;
  return {
    isTerminal: stream.isTerminal(),
    isClosed: () => closed,
    // A terminal that does not know its size says 0.
    columns: () => stream.isTerminal() && Deno.consoleSize().columns || DEFAULT_COLUMNS,
    write(text) {
      let rest = encoder.encode(text);
      try {
        while (rest.length > 0 && !closed) rest = rest.subarray(stream.writeSync(rest));
      } catch (error) {
        // `omlens … | head -1`: the reader has seen enough.
        if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
        closed = true;
      }
    },
  };
}
