import type { BenchArchive } from "./bench_archive.ts";
import { analyzeCommand } from "./contender.ts";
import { run } from "./run_command.ts";

/** How much is in an archive. */
export interface ArchiveContent {
  /** Uncompressed bytes of the logs. */
  readonly bytes: number;
  /** Lines of the logs. */
  readonly lines: number;
}

/** Asks an analysis how much is in the archive; so the archive and the program are in memory before anything is timed. */
export async function archiveContent(archive: BenchArchive): Promise<ArchiveContent> {
  const out = await Deno.makeTempDir();
  try {
    await run([...analyzeCommand(archive, `${out}/out`), "--lean", "--format", "json"]);
    const { totals } = JSON.parse(await Deno.readTextFile(`${out}/out/analysis.json`));
    return { bytes: totals.uncompressedBytes, lines: totals.lines };
  } finally {
    await Deno.remove(out, { recursive: true });
  }
}
