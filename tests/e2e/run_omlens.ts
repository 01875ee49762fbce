/** Where the program is. */
export const CHECKOUT: URL = new URL("../../", import.meta.url);

/** How to run it. */
export interface RunOptions {
  /** Permissions, for example `--allow-read=x`. Nothing else is permitted, and nothing is asked. */
  readonly permissions: readonly string[];
  /** Current folder. */
  readonly cwd: string;
  /** Entry; the checkout's when left out. */
  readonly entry?: string;
  /** Cache; that of the test run when left out. */
  readonly denoDir?: string;
}

/** Starts `omlens` as a process of its own. */
export function startOmlens(args: readonly string[], options: RunOptions): Deno.ChildProcess {
  const { permissions, cwd, entry = new URL("cli.ts", CHECKOUT).href, denoDir } = options;
  const lock = entry.startsWith("file:") ? [] : ["--no-lock"];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...lock, ...permissions, entry, ...args],
    cwd,
    env: { NO_COLOR: "1", ...(denoDir === undefined ? {} : { DENO_DIR: denoDir }) },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs `omlens` to its end, without standard input. */
export async function runOmlens(
  args: readonly string[],
  options: RunOptions,
): Promise<{ code: number; out: string; err: string }> {
  const child = startOmlens(args, options);
  await child.stdin.close();
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}
