import process from "node:process";
import { childrenCpu, machineCpu, peakMemory } from "./proc_files.ts";

const ROOT = new URL("../../", import.meta.url);
const SAMPLING_MS = 20;
/** Of less, CPU times in hundredths of a second tell nothing about others. */
const LEAST_KNOWN_S = 0.25;

/** How a command went. CPU and memory are NaN where there is no `/proc`. */
export interface Run {
  /** Wall time in seconds. */
  readonly wallS: number;
  /** CPU time of the command and the processes it started, in seconds; known to 0.02 s. */
  readonly cpuS: number;
  /** High-water mark of resident memory in megabytes, summed over its processes. */
  readonly peakMb: number;
  /** Cores that others kept busy meanwhile, on average: what disturbed it. NaN of short runs. */
  readonly othersCores: number;
}

/**
 * Runs a command to its end, what it prints being thrown away. One at a time: the CPU time is that of all children of this
 * process that ended meanwhile.
 */
export async function run(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const before = { childrenS: childrenCpuS(), machineS: machineCpuS(), ownS: ownCpuS() };
  const start = performance.now();
  const child = new Deno.Command(command, {
    args: [...args],
    env,
    cwd: ROOT,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const peaks = new Map<number, number>();
  const timer = setInterval(() => samplePeaks(child.pid, peaks), SAMPLING_MS);
  const { success, stderr } = await child.output();
  const wallS = (performance.now() - start) / 1000;
  clearInterval(timer);
  if (!success) {
    throw new Error(`Cannot time "${command} ${args}": it failed: ${new TextDecoder().decode(stderr)}`);
  }
  const cpuS = childrenCpuS() - before.childrenS;
  const ownS = ownCpuS() - before.ownS;
  const othersCores = wallS < LEAST_KNOWN_S
    ? NaN
    : Math.max(0, (machineCpuS() - before.machineS - cpuS - ownS) / wallS);
  const peakMb = peaks.size === 0 ? NaN : [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
  return { wallS, cpuS, peakMb, othersCores };
}

/** Looks at a process and all that it started. The mark of each only rises: the last look counts. */
function samplePeaks(pid: number, peaks: Map<number, number>): void {
  const peak = peakMemory(read(`/proc/${pid}/status`));
  if (peak > 0) peaks.set(pid, peak);
  for (const child of read(`/proc/${pid}/task/${pid}/children`).split(" ")) {
    if (child !== "") samplePeaks(Number(child), peaks);
  }
}

function childrenCpuS(): number {
  return childrenCpu(read("/proc/self/stat"));
}

function machineCpuS(): number {
  return machineCpu(read("/proc/stat"));
}

function ownCpuS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

/** Tells how far it is, on stderr: what is printed are results alone. */
export function note(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Prints a line. */
export function print(line: string): void {
  // deno-lint-ignore no-console -- a bench prints what it measured
  console.log(line);
}
