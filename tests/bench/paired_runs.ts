import type { BenchArchive } from "./bench_archive.ts";
import { BASE, type Contender } from "./contender.ts";
import { note, type Run, run } from "./run_command.ts";

/** Runs of each contender by its name; the k-th ones of all were made one after another. */
export type PairedRuns = ReadonlyMap<string, readonly Run[]>;

/** One that takes longer, and many times as long as the base, runs once: a figure, not worth minutes. */
const SLOW_S = 20;
const SLOW_RATIO = 4;

/** Runs the contenders in turn, again and again; each time another one begins. Slow ones run in the first round only. */
export async function pairedRuns(
  archive: BenchArchive,
  contenders: readonly Contender[],
  pairs: number,
): Promise<PairedRuns> {
  const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (let pair = 0; pair < pairs; pair++) {
    const taking = contenders.filter(({ name }) => !isSlow(runs.get(name)?.[0], runs.get(BASE)?.[0]));
    for (const contender of rotated(taking, pair)) {
      const one = await runContender(contender, archive);
      runs.get(contender.name)!.push(one);
      note(`  ${archive.name} ${pair + 1}/${pairs} ${contender.name}: ${describe(one)}`);
    }
  }
  return runs;
}

/** Told by the first round. */
export function isSlow(run: Run | undefined, base: Run | undefined): boolean {
  const wallS = run?.wallS ?? 0;
  return wallS > SLOW_S && wallS > SLOW_RATIO * (base?.wallS ?? 0);
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const at = by % Math.max(1, items.length);
  return [...items.slice(at), ...items.slice(0, at)];
}

async function runContender(contender: Contender, archive: BenchArchive): Promise<Run> {
  const folder = await Deno.makeTempDir();
  try {
    return await run(contender.command(archive, folder), contender.env?.(folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function describe({ wallS, cpuS, peakMb, othersCores }: Run): string {
  return `${wallS.toFixed(2)} s, CPU ${cpuS.toFixed(2)} s, ${peakMb.toFixed(0)} MB, others ${
    othersCores.toFixed(2)
  } cores`;
}
