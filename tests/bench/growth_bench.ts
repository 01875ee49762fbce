import { type ArchiveContent, archiveContent } from "./archive_content.ts";
import { type BenchArchive, benchArchive, GROWTH_ARCHIVES } from "./bench_archive.ts";
import { BASE, CONTENDERS } from "./contender.ts";
import { growthTable } from "./growth_table.ts";
import { loadAverage } from "./machine.ts";
import { pairedRuns } from "./paired_runs.ts";
import type { Run } from "./run_command.ts";

const MEASURED = [BASE, "ours", "lean"];

/** How time and memory grow with the archive, as Markdown. A round goes through all sizes, so that a slow minute hits all. */
export async function benchGrowth(
  names: readonly string[] = GROWTH_ARCHIVES,
  rounds = 3,
): Promise<string> {
  const contenders = CONTENDERS.filter(({ name }) => MEASURED.includes(name));
  const measured: { archive: BenchArchive; content: ArchiveContent; runs: Map<string, Run[]> }[] = [];
  for (const name of names) {
    const archive = await benchArchive(name);
    const runs = new Map<string, Run[]>(MEASURED.map((contender) => [contender, []]));
    measured.push({ archive, content: await archiveContent(archive), runs });
  }
  const load = loadAverage();
  for (let round = 0; round < rounds; round++) {
    for (const { archive, runs } of measured) {
      for (const [name, more] of await pairedRuns(archive, contenders, 1)) runs.get(name)!.push(...more);
    }
  }
  const sizes = measured.map(({ archive, content, runs }) => ({ name: archive.name, content, runs }));
  const parts = contenders.map((contender) => `${contender.title}\n\n${growthTable(contender.name, sizes)}`);
  return [`${rounds} rounds; load average before: ${load}`, ...parts].join("\n\n");
}
