import { median, print, type Run, run } from "./run_command.ts";

/** Times the whole `omlens analyze`, case included, against `gzip -dc` of the same archive, in pairs. */
export async function benchAnalyze(archive: string, out: string, pairs: number): Promise<void> {
  const events = archive.replace(/[^/]+$/, "events.json");
  const gzip = ["gzip", "-dc", archive];
  const flags = ["--allow-read", "--allow-write", "--no-prompt"];
  const analyze = [Deno.execPath(), "run", ...flags, "cli.ts", "analyze", archive, "--events", events];
  const rows: { gzip: Run; analyze: Run; lean: Run }[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const row = {
      gzip: await run(gzip),
      analyze: await run([...analyze, "--out", out, "--quiet"]),
      lean: await run([...analyze, "--out", `${out}-lean`, "--quiet", "--lean"]),
    };
    rows.push(row);
    print(
      `${row.gzip.wallS.toFixed(2)} s gzip -dc, ${row.analyze.wallS.toFixed(2)} s analyze, ratio ${
        ratio(row.analyze, row.gzip)
      }, peak ${row.analyze.peakMb.toFixed(0)} MB; ${row.lean.wallS.toFixed(2)} s without case, ratio ${
        ratio(row.lean, row.gzip)
      }`,
    );
  }
  const medianRatio = median(rows.map((row) => row.analyze.wallS / row.gzip.wallS));
  const peakMb = Math.max(...rows.map((row) => row.analyze.peakMb));
  print(`median ratio ${medianRatio.toFixed(2)}, highest peak ${peakMb.toFixed(0)} MB`);
}

function ratio(a: Run, b: Run): string {
  return (a.wallS / b.wallS).toFixed(2);
}
