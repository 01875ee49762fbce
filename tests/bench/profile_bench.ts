import { archiveContent } from "./archive_content.ts";
import type { BenchArchive } from "./bench_archive.ts";
import { analyzeCommand } from "./contender.ts";
import { type CpuProfile, profileStages } from "./profile_stages.ts";
import { profileTable } from "./profile_table.ts";
import { run } from "./run_command.ts";

/** Name of a profile of a thread other than the main one. */
const WORKER_PROFILE = /\.worker-\d+\.cpuprofile$/;

/** Where the time of one analysis goes, as Markdown. */
export async function benchProfile(archive: BenchArchive): Promise<string> {
  await archiveContent(archive);
  const folder = await Deno.makeTempDir();
  try {
    const [deno = "", subcommand = "", ...args] = analyzeCommand(archive, `${folder}/out`);
    const profiles = `${folder}/profiles`;
    const measured = await run([deno, subcommand, "--cpu-prof", `--cpu-prof-dir=${profiles}`, ...args]);
    const [main, workers] = await readProfiles(profiles);
    return profileTable(main, workers, measured);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Times by stage of the main thread, and of all workers together. */
async function readProfiles(folder: string): Promise<[Map<string, number>, Map<string, number>]> {
  const [main, workers] = [new Map<string, number>(), new Map<string, number>()];
  for await (const { name } of Deno.readDir(folder)) {
    const profile: CpuProfile = JSON.parse(await Deno.readTextFile(`${folder}/${name}`));
    const times = WORKER_PROFILE.test(name) ? workers : main;
    for (const [stage, us] of profileStages(profile)) times.set(stage, (times.get(stage) ?? 0) + us);
  }
  return [main, workers];
}
