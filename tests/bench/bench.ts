/**
 * Times what people wait for, on a synthetic archive, and prints it: an analysis against `gzip -dc`, then what is done with
 * its case.
 *
 * `deno task bench [--size=1400MB] [--pairs=5]`; the archive is made once and kept in `.bench/`.
 */
import { parseArgs } from "../../lib/std/cli.ts";
import { benchAnalyze } from "./analyze_bench.ts";
import { benchCase } from "./case_bench.ts";
import { sampleArchive } from "./run_command.ts";
import { benchSeekIndex } from "./seek_bench.ts";

const args = parseArgs(Deno.args, { string: ["size", "pairs"] });
const archive = await sampleArchive(String(args["size"] ?? "1400MB"));
const out = await Deno.makeTempDir();
try {
  await benchAnalyze(archive, `${out}/case`, Number(args["pairs"] ?? 5));
  benchCase(archive, `${out}/case`);
  await benchSeekIndex(archive);
} finally {
  await Deno.remove(out, { recursive: true });
}
