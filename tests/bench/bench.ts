/**
 * Times what people wait for, on synthetic archives that are made once and kept in `.bench/`, and prints it as Markdown: an
 * analysis against `gzip -dc` of the same archive and against other programs, then what is done with its case.
 *
 * `deno task bench [--archives=NAME,...] [--size=SIZE] [--pairs=N] [--only=NAME,...] [--write]`, with `--case`, `--growth` or
 * `--profile` that part alone; `--make` only makes archives. BENCHMARKS.md says more.
 */
import { parseArgs } from "../../lib/std/cli.ts";
import { archiveContent } from "./archive_content.ts";
import { benchArchive, GROWTH_ARCHIVES, USUAL_ARCHIVES } from "./bench_archive.ts";
import { benchCase } from "./case_bench.ts";
import { analyzeCommand, fieldFor } from "./contender.ts";
import { benchGrowth } from "./growth_bench.ts";
import { isInstalled } from "./installed.ts";
import { describeMachine, loadAverage } from "./machine.ts";
import { replaceBlock } from "./marked_block.ts";
import { pairedRuns } from "./paired_runs.ts";
import { benchProfile } from "./profile_bench.ts";
import { print, run } from "./run_command.ts";
import { benchSeekIndex } from "./seek_bench.ts";
import { benchSpans } from "./span_bench.ts";
import { speedTable } from "./speed_table.ts";

const PAGE = new URL("../../BENCHMARKS.md", import.meta.url);
/** For the parts that work with one archive. */
const USUAL_ARCHIVE = "1400MB";

const args = parseArgs(Deno.args, {
  boolean: ["make", "case", "growth", "profile", "write"],
  string: ["archives", "size", "pairs", "only"],
});
const named = namesIn("archives").concat(namesIn("size"));
const only = namesIn("only");
const pairs = Number(args["pairs"] ?? 5);
if (!(pairs >= 1)) throw new RangeError(`Cannot bench ${args["pairs"]} pairs: expected at least 1`);

if (args["make"] === true) {
  for (const name of named.length > 0 ? named : [...USUAL_ARCHIVES, ...GROWTH_ARCHIVES]) {
    await benchArchive(name);
  }
} else if (args["growth"] === true) {
  await tell("growth", await benchGrowth(named.length > 0 ? named : GROWTH_ARCHIVES, pairs));
} else if (args["profile"] === true) {
  const archive = await benchArchive(named[0] ?? USUAL_ARCHIVE);
  await tell("profile", `${archive.name}: ${archive.title}. ${await benchProfile(archive)}`);
} else if (args["case"] === true) {
  await tell("case", await caseFigures(named[0] ?? USUAL_ARCHIVE));
} else {
  await tell("speed", await speedTables(named.length > 0 ? named : USUAL_ARCHIVES));
  if (named.length === 0 && only.length === 0) await tell("case", await caseFigures(USUAL_ARCHIVE));
}

function namesIn(flag: string): string[] {
  return String(args[flag] ?? "").split(",").filter((name) => name !== "");
}

async function speedTables(names: readonly string[]): Promise<string> {
  // All are made before anything is timed: what was written is still on its way to the disk for a while.
  for (const name of names) await benchArchive(name);
  const parts: string[] = [];
  for (const name of names) parts.push(await speedPart(name));
  return parts.join("\n\n");
}

async function speedPart(name: string): Promise<string> {
  const archive = await benchArchive(name);
  const { here, missing } = fieldFor(name, only, isInstalled);
  const content = await archiveContent(archive);
  const load = loadAverage();
  const table = speedTable(here, await pairedRuns(archive, here, pairs), content);
  const size = `${(content.bytes / 1e6).toFixed(0)} MB of logs, ${content.lines} lines, in ${
    (archive.sizeBytes / 1e6).toFixed(1)
  } MB`;
  const notes = `${archive.title}; ${size}. Load average before: ${load}.${
    missing.length === 0 ? "" : ` Not installed: ${missing.join(", ")}.`
  }`;
  return `### ${name}\n\n${notes}\n\n${table}`;
}

async function caseFigures(name: string): Promise<string> {
  const archive = await benchArchive(name);
  const out = await Deno.makeTempDir();
  try {
    await run(analyzeCommand(archive, `${out}/case`));
    const load = `Archive ${name}. Load average before: ${loadAverage()}.`;
    const figures = await benchCase(archive, `${out}/case`);
    return [load, figures, benchSpans(`${out}/case`), await benchSeekIndex(archive.path)].join("\n\n");
  } finally {
    await Deno.remove(out, { recursive: true });
  }
}

/** Prints a part, and puts it into BENCHMARKS.md when that is wanted. */
async function tell(part: string, markdown: string): Promise<void> {
  const text = `${describeMachine(new Date())}.\n\n${markdown}`;
  print(`\n${text}`);
  if (args["write"] !== true) return;
  await Deno.writeTextFile(PAGE, replaceBlock(await Deno.readTextFile(PAGE), part, text));
  await run([Deno.execPath(), "fmt", "--quiet", PAGE.pathname]);
}
