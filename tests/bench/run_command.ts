/** What benches share: the archive they work on, commands with their time and memory, and a place to print. */
const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL(".bench/", ROOT);

/** How a command went. */
export interface Run {
  /** Wall time in seconds. */
  readonly wallS: number;
  /** High-water mark of resident memory in megabytes. */
  readonly peakMb: number;
}

/** A synthetic archive of about this size, uncompressed; made once and kept in `.bench/`. */
export async function sampleArchive(size: string): Promise<string> {
  const folder = new URL(`${size}/`, FOLDER);
  const existing = await find(folder);
  if (existing !== null) return existing;
  const command = [
    Deno.execPath(),
    "run",
    "--allow-read",
    "--allow-write",
    "cli.ts",
    "sample",
    "--out",
    folder.pathname,
  ];
  await run([
    ...command,
    "--size",
    size,
    "--hosts",
    "3",
    "--days",
    "3",
    "--seed",
    "1",
    "--incident",
    "appdb-outage",
  ]);
  return (await find(folder))!;
}

async function find(folder: URL): Promise<string | null> {
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".tar.gz")) return new URL(name, folder).pathname;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return null;
}

/** Runs a command to its end. */
export async function run([command = "", ...args]: readonly string[]): Promise<Run> {
  const start = performance.now();
  const child = new Deno.Command(command, { args, cwd: ROOT, stdout: "null", stderr: "inherit" }).spawn();
  let peakMb = 0;
  const timer = setInterval(() => void (peakMb = Math.max(peakMb, peakOf(child.pid))), 50);
  const { success } = await child.status;
  clearInterval(timer);
  if (!success) throw new Error(`Cannot time "${command}": it failed`);
  return { wallS: (performance.now() - start) / 1000, peakMb };
}

/** High-water mark of resident memory, as Linux keeps it. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}

/** The one in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Prints a line. */
export function print(line: string): void {
  // deno-lint-ignore no-console -- a bench prints what it measured
  console.log(line);
}
