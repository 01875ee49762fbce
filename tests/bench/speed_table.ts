import type { ArchiveContent } from "./archive_content.ts";
import { BASE, type Contender } from "./contender.ts";
import { markdownTable } from "./markdown_table.ts";
import { median } from "./median.ts";
import type { PairedRuns } from "./paired_runs.ts";
import type { Run } from "./run_command.ts";

const HEAD = [
  "",
  "runs",
  "wall s",
  "lowest",
  "÷ gzip",
  "CPU s",
  "memory MB",
  "MB/s",
  "million lines/s",
  "others' cores",
];

/** The table of one archive: medians, and ratios to the base of the same round. */
export function speedTable(
  contenders: readonly Contender[],
  runs: PairedRuns,
  { bytes, lines }: ArchiveContent,
): string {
  const base = runs.get(BASE) ?? [];
  return markdownTable(
    HEAD,
    contenders.map(({ name, title }) => {
      const own = runs.get(name) ?? [];
      const wallS = middle(own, (run) => run.wallS);
      return [
        title,
        String(own.length),
        seconds(wallS),
        seconds(Math.min(...own.map((run) => run.wallS))),
        medianRatio(own, base).toFixed(2),
        middle(own, (run) => run.cpuS).toFixed(2),
        Math.max(...own.map((run) => run.peakMb)).toFixed(0),
        (bytes / 1e6 / wallS).toFixed(0),
        (lines / 1e6 / wallS).toFixed(1),
        middle(own, (run) => run.othersCores).toFixed(2),
      ];
    }),
  );
}

function middle(runs: readonly Run[], value: (run: Run) => number): number {
  return median(runs.map(value));
}

/** Median of the ratios of wall times, each within one round. */
export function medianRatio(runs: readonly Run[], base: readonly Run[]): number {
  return median(runs.map(({ wallS }, round) => wallS / (base[round]?.wallS ?? NaN)));
}

/** Three digits of what is short. */
function seconds(value: number): string {
  return value.toFixed(value < 1 ? 3 : 2);
}
