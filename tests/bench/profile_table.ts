import { markdownTable } from "./markdown_table.ts";
import { IDLE } from "./profile_stages.ts";

/** What a profiled run took besides what its threads tell. */
export interface ProfiledRun {
  /** Wall time in seconds. */
  readonly wallS: number;
  /** CPU time of all threads in seconds. */
  readonly cpuS: number;
  /** Cores that others kept busy. */
  readonly othersCores: number;
}

/** Microseconds by stage, of the main thread and of all workers together, as a table, longest first. */
export function profileTable(
  main: ReadonlyMap<string, number>,
  workers: ReadonlyMap<string, number>,
  { wallS, cpuS, othersCores }: ProfiledRun,
): string {
  const stages = [...new Set([...main.keys(), ...workers.keys()])].filter((stage) => stage !== IDLE);
  const busyUs = (stage: string) => (main.get(stage) ?? 0) + (workers.get(stage) ?? 0);
  const knownUs = stages.reduce((sum, stage) => sum + busyUs(stage), 0);
  // V8 compiles and collects on further threads, zlib may compress on others; none of them has a profile.
  const otherUs = Math.max(0, cpuS * 1e6 - knownUs);
  const totalUs = knownUs + otherUs;
  const ms = (us: number | undefined) => us === undefined ? "" : (us / 1000).toFixed(0);
  const row = (stage: string) => [
    stage,
    ms(main.get(stage)),
    ms(workers.get(stage)),
    `${(100 * busyUs(stage) / totalUs).toFixed(1)} %`,
  ];
  const table = markdownTable(["stage", "main thread ms", "worker ms", "share"], [
    ...stages.toSorted((a, b) => busyUs(b) - busyUs(a)).map(row),
    ["threads without a profile", "", "", `${(100 * otherUs / totalUs).toFixed(1)} %`],
    [IDLE, ms(main.get(IDLE)), ms(workers.get(IDLE)), ""],
  ]);
  return `Wall ${wallS.toFixed(2)} s, CPU ${cpuS.toFixed(2)} s, others ${
    othersCores.toFixed(2)
  } cores.\n\n${table}`;
}
