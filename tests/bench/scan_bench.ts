/**
 * Times the scan alone, in this thread, of one member that is in memory: megabytes in a second of CPU time, best of several.
 *
 * `deno run --allow-read tests/bench/scan_bench.ts FILE [application|http_access]`
 */
import process from "node:process";
import type { Category } from "../../lib/parse/member_origin.ts";
import { scanHere } from "../../lib/scan/scan_client.ts";
import type { ScanOptions } from "../../lib/scan/scan_context.ts";
import { loadUsedRules } from "../../lib/load_used_rules.ts";
import { keptTokens } from "../../lib/rules/kept_tokens.ts";
import { watchLiterals } from "../../lib/rules/watch_literals.ts";
import { print } from "./run_command.ts";

const ROUNDS = 5;
const PIECE_BYTES = 1024 * 1024;

const rules = loadUsedRules({});
const OPTIONS: ScanOptions = {
  maxLineBytes: 16 * 1024 * 1024,
  sinceMs: null,
  untilMs: null,
  accessLayout: null,
  keptTokens: keptTokens(rules),
  watchLiterals: watchLiterals(rules),
};
const [path = "", category = path.includes("access") ? "http_access" : "application"] = Deno.args;
const bytes = Deno.readFileSync(path);
let best = Infinity;
for (let round = 0; round < ROUNDS; round++) best = Math.min(best, await scanOnce());
print(
  `${(bytes.length / best).toFixed(0)} MB/s, ${(best / 1000).toFixed(0)} ms CPU for ${bytes.length} bytes`,
);

/** Returns microseconds of CPU time. */
async function scanOnce(): Promise<number> {
  const before = process.cpuUsage();
  let rows = 0;
  const client = scanHere(OPTIONS, (output) => {
    if (output.kind === "block") rows += output.block.length;
  });
  client.begin(0, { path, host: "host", category: category as Category });
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    await client.write(bytes.subarray(at, at + PIECE_BYTES));
  }
  await client.end();
  await client.close();
  const { user, system } = process.cpuUsage(before);
  if (rows === 0) throw new Error(`Cannot time the scan of "${path}": it has no records`);
  return user + system;
}
