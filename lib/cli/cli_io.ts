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
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls the listener at Ctrl-C until the function it gives back is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Whether a path may be read without asking. */
  readonly mayRead: (path: string | URL) => Promise<boolean>;
  /** The file system. */
  readonly fs: FileSystem;
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
