/**
 * Times the whole `omlens analyze` against `gzip -dc` of the same archive, in pairs, and prints peak memory.
 *
 * `deno task bench [--size=1400MB] [--pairs=5]`; the archive is made once and kept in `.bench/`.
 */
import { parseArgs } from "../../lib/std/cli.ts";

const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL(".bench/", ROOT);
const args = parseArgs(Deno.args, { string: ["size", "pairs"] });
const pairs = Number(args["pairs"] ?? 5);

interface Run {
  readonly wallS: number;
  readonly peakMb: number;
}

const archive = await sampleArchive(String(args["size"] ?? "1400MB"));
const events = archive.replace(/[^/]+$/, "events.json");
const gzip = ["gzip", "-dc", archive];
const analyze = [
  Deno.execPath(),
  "run",
  "--allow-read",
  "--allow-write",
  "--no-prompt",
  "cli.ts",
  "analyze",
  archive,
];
const out = await Deno.makeTempDir();
const rows: { gzip: Run; analyze: Run }[] = [];
for (let pair = 0; pair < pairs; pair++) {
  rows.push({
    gzip: await run(gzip),
    analyze: await run([...analyze, "--events", events, "--out", `${out}/r`, "--quiet"]),
  });
  const { gzip: a, analyze: b } = rows.at(-1)!;
  print(
    `${a.wallS.toFixed(2)} s gzip -dc, ${b.wallS.toFixed(2)} s analyze, ratio ${
      (b.wallS / a.wallS).toFixed(2)
    }, peak ${b.peakMb.toFixed(0)} MB`,
  );
}
await Deno.remove(out, { recursive: true });
print(
  `median ratio ${
    median(rows.map((row) => row.analyze.wallS / row.gzip.wallS)).toFixed(2)
  } (at most 1.50 wanted), ` +
    `highest peak ${Math.max(...rows.map((row) => row.analyze.peakMb)).toFixed(0)} MB (under 500 wanted)`,
);

async function sampleArchive(size: string): Promise<string> {
  const folder = new URL(`${size}/`, FOLDER);
  const existing = await find(folder);
  if (existing !== null) return existing;
  const command = [
    Deno.execPath(),
    "run",
    "--allow-read",
    "--allow-write",
    "cli.ts",
    "sample",
    "--out",
    folder.pathname,
  ];
  await run([
    ...command,
    "--size",
    size,
    "--hosts",
    "3",
    "--days",
    "3",
    "--seed",
    "1",
    "--incident",
    "appdb-outage",
  ]);
  return (await find(folder))!;
}

async function find(folder: URL): Promise<string | null> {
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".tar.gz")) return new URL(name, folder).pathname;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return null;
}

async function run([command = "", ...args]: readonly string[]): Promise<Run> {
  const start = performance.now();
  const child = new Deno.Command(command, { args, cwd: ROOT, stdout: "null", stderr: "inherit" }).spawn();
  let peakMb = 0;
  const timer = setInterval(() => void (peakMb = Math.max(peakMb, peakOf(child.pid))), 50);
  const { success } = await child.status;
  clearInterval(timer);
  if (!success) throw new Error(`Cannot time "${command}": it failed`);
  return { wallS: (performance.now() - start) / 1000, peakMb };
}

/** High-water mark of resident memory, as Linux keeps it. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function print(line: string): void {
  // deno-lint-ignore no-console -- a bench prints what it measured
  console.log(line);
}
