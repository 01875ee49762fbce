import { hardware } from "./proc_files.ts";

/** One line about what was measured on, and when. */
export function describeMachine(today: Date): string {
  const { cpu, memoryBytes } = hardware(read("/proc/cpuinfo"), read("/proc/meminfo"));
  return [
    today.toISOString().slice(0, 10),
    `${cpu}, ${navigator.hardwareConcurrency} cores`,
    `${(memoryBytes / 1e9).toFixed(0)} GB of memory`,
    `${Deno.build.os} ${Deno.osRelease()} (${Deno.build.arch})`,
    `Deno ${Deno.version.deno}`,
  ].join("; ");
}

/** Mean number of processes that wanted to run in the last minute. */
export function loadAverage(): string {
  return Deno.loadavg()[0]!.toFixed(2);
}

function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
