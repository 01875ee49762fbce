/**
 * The command line: `deno run --allow-read=INPUT --allow-write=DIR cli.ts analyze INPUT --out DIR`.
 *
 * @module
 */
import { denoIo } from "./lib/cli/deno_io.ts";
import { runCli } from "./lib/cli/run_cli.ts";

// In a worker that was started from this module, `import.meta.main` is true as well.
if (import.meta.main && !("WorkerGlobalScope" in globalThis)) {
  // After Ctrl-C a read of standard input may still wait: ending does not wait for it.
  Deno.exit(await runCli(Deno.args, denoIo()));
}
