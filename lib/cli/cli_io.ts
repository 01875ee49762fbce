/** Everything the commands use of the machine, so that tests can run them inside one process. */
export interface CliIo {
  /** Results. */
  readonly stdout: TextOutput;
  /** Progress, warnings, errors. */
  readonly stderr: TextOutput;
  /** Standard input; can be read once. */
  readonly stdin: ByteInput;
  /** An environment variable; undefined also when reading it is not permitted. */
  readonly env: (name: string) => Promise<string | undefined>;
  /** Asks a person on the terminal for something that is not shown while it is typed. */
  readonly readSecret: (question: string) => Promise<string>;
  /** Opens the way to the network. */
  readonly openFetch: (options: FetchOptions) => OpenedFetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Waits, or throws the signal's reason. */
  readonly delay: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Calls the listener at Ctrl-C until the function it gives back is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Whether a path may be read without asking. */
  readonly mayRead: (path: string | URL) => Promise<boolean>;
  /** The file system. */
  readonly fs: FileSystem;
}

/** How the network is reached. */
export interface FetchOptions {
  /** Certificates of an authority that is trusted besides the system's, in PEM; null: none. */
  readonly caCert: string | null;
}

/** A way to the network, until it is closed. */
export interface OpenedFetch {
  /** As the web has it. Proxies are those of the environment. */
  readonly fetch: typeof fetch;
  /** Ends its connections. */
  readonly close: () => void;
}

/** Where text goes. */
export interface TextOutput {
  /** Writes all of it, now. Once nobody reads any more, it does nothing. */
  readonly write: (text: string) => void;
  /** Whether nobody reads any more; false when not known. */
  readonly isClosed: () => boolean;
  /** Whether a person sees it. */
  readonly isTerminal: boolean;
  /** Width in characters. */
  readonly columns: () => number;
}

/** Where bytes come from. */
export interface ByteInput {
  /** The bytes, once. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
  /** Whether a person types it. */
  readonly isTerminal: boolean;
}

/** The part of `Deno` that reads and writes files. */
export type FileSystem = Pick<
  typeof Deno,
  "mkdir" | "open" | "readDir" | "readTextFile" | "realPath" | "remove" | "rename" | "stat" | "writeTextFile"
>;
