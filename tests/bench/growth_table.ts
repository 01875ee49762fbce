import type { ArchiveContent } from "./archive_content.ts";
import { markdownTable } from "./markdown_table.ts";
import { median } from "./median.ts";
import type { Run } from "./run_command.ts";

/** What was measured with archives of one size. */
export interface MeasuredSize {
  /** Name of the archive. */
  readonly name: string;
  /** How much is in it. */
  readonly content: ArchiveContent;
  /** Runs by contender. */
  readonly runs: ReadonlyMap<string, readonly Run[]>;
}

const HEAD = [
  "archive",
  "wall s",
  "lowest to highest",
  "ns/byte",
  "÷ first",
  "CPU ns/byte",
  "÷ first",
  "memory MB",
  "others' cores",
];

/** Time for each byte and memory of one contender, by size; the first size is what the others are compared with. */
export function growthTable(contender: string, sizes: readonly MeasuredSize[]): string {
  const figures = sizes.map(({ name, content: { bytes }, runs }) => {
    const own = runs.get(contender) ?? [];
    const walls = own.map(({ wallS }) => wallS);
    const wallS = median(walls);
    const cpuS = median(own.map((run) => run.cpuS));
    const peakMb = Math.max(...own.map((run) => run.peakMb));
    const others = median(own.map(({ othersCores }) => othersCores));
    return { name, walls, wallS, wallNs: wallS * 1e9 / bytes, cpuNs: cpuS * 1e9 / bytes, peakMb, others };
  });
  const first = figures[0];
  return markdownTable(
    HEAD,
    figures.map(({ name, walls, wallS, wallNs, cpuNs, peakMb, others }) => [
      name,
      wallS.toFixed(2),
      `${Math.min(...walls).toFixed(2)} to ${Math.max(...walls).toFixed(2)}`,
      wallNs.toFixed(2),
      (wallNs / (first?.wallNs ?? NaN)).toFixed(2),
      cpuNs.toFixed(2),
      (cpuNs / (first?.cpuNs ?? NaN)).toFixed(2),
      peakMb.toFixed(0),
      others.toFixed(2),
    ]),
  );
}
