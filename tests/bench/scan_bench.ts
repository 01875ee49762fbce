/**
 * Times the scan alone, in this thread, of one member that is in memory: megabytes in a second of CPU time, best of several; `--plain`: without WebAssembly.
 *
 * `deno run --allow-read tests/bench/scan_bench.ts FILE [--plain]`
 */
import process from "node:process";
import type { Category } from "../../lib/parse/member_origin.ts";
import { scanHere } from "../../lib/scan/scan_here.ts";
import type { ScanOptions } from "../../lib/scan/scan_context.ts";
import { loadUsedRules } from "../../lib/load_used_rules.ts";
import { keptTokens } from "../../lib/rules/kept_tokens.ts";
import { watchLiterals } from "../../lib/rules/watch_literals.ts";
import { print } from "./run_command.ts";

const ROUNDS = 12;
const PIECE_BYTES = 1024 * 1024;

const rules = await loadUsedRules({});
const OPTIONS: ScanOptions = {
  maxLineBytes: 16 * 1024 * 1024,
  sinceMs: null,
  untilMs: null,
  accessLayout: null,
  keptTokens: keptTokens(rules),
  watchLiterals: watchLiterals(rules),
};
const [path = ""] = Deno.args;
const category: Category = path.includes("access") ? "http_access" : "application";
const bytes = Deno.readFileSync(path);
let rows = 0;
// One scan of many members, as that of an archive is.
const client = scanHere(OPTIONS, (output) => {
  if (output.kind === "block") rows += output.block.length;
}, Deno.args.includes("--plain") ? Infinity : undefined);
let best = Infinity;
for (let round = 0; round < ROUNDS; round++) best = Math.min(best, await scanOnce(round));
if (rows === 0) throw new Error(`Cannot time the scan of "${path}": it has no records`);
print(
  `${(bytes.length / best).toFixed(0)} MB/s, ${(best / 1000).toFixed(0)} ms CPU for ${bytes.length} bytes`,
);

/** Returns microseconds of CPU time. */
async function scanOnce(member: number): Promise<number> {
  const before = process.cpuUsage();
  client.begin(member, { path, host: `host${member}`, category });
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    await client.write(bytes.subarray(at, at + PIECE_BYTES));
  }
  await client.end();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
