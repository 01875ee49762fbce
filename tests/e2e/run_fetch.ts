import { CHECKOUT } from "./run_omlens.ts";

/** A run of `omlens` against a server. */
export interface FetchRun {
  readonly args: readonly string[];
  /** Current folder. */
  readonly cwd: string;
  /** Besides those of the cache. Nothing else is inherited: a proxy of the machine would be used. */
  readonly env: Readonly<Record<string, string>>;
  readonly permissions: readonly string[];
}

/** What it left. */
export interface FetchResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const CACHE_VARIABLES = ["DENO_DIR", "HOME", "XDG_CACHE_HOME"];

/** Starts `omlens`, without standard input. */
export function startFetch({ args, cwd, env, permissions }: FetchRun): Deno.ChildProcess {
  const cache = CACHE_VARIABLES.map((name) => [name, Deno.env.get(name)] as const)
    .filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...permissions, new URL("cli.ts", CHECKOUT).href, ...args],
    cwd,
    clearEnv: true,
    env: { ...Object.fromEntries(cache), NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs `omlens` to its end; `whileRunning` is given its process id. */
export async function runFetch(
  run: FetchRun,
  whileRunning: (pid: number) => void = () => {},
): Promise<FetchResult> {
  const child = startFetch(run);
  whileRunning(child.pid);
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}
