import { analyzeArchive } from "../../lib/analyze_archive.ts";
import type { Analysis } from "../../lib/analyze/analysis.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const START_MS = Date.UTC(2026, 3, 12);

/** A synthetic log of a record a minute, with some other times among them. */
async function analyze(records: number, odd: readonly string[]): Promise<Analysis> {
  const times = Array.from(
    { length: records },
    (_, i) => new Date(START_MS + i * 60_000).toISOString().replace("Z", "+0000"),
  );
  times.splice(100, 0, ...odd);
  const text = times.map((time) => `${time} [main] INFO  a.B [B.java:c:1] - Pass done\n`).join("");
  const file = {
    name: "mms0.log",
    async *open() {
      yield await Promise.resolve(new TextEncoder().encode(text));
    },
  };
  return await analyzeArchive([{ name: "mms0.log", kind: "file", files: [file] }], { useWorker: false });
}

const CASES: readonly { name: string; records: number; odd: string[]; span: string[]; codes: string[] }[] = [
  {
    name: "sets a record of a far year aside",
    records: 300,
    odd: ["5026-04-12T01:00:00.000+0000", "1970-01-01T00:00:00.000+0000"],
    span: ["2026-04-12T00:00:00.000Z", "2026-04-12T04:59:59.999Z"],
    codes: ["log.odd-times"],
  },
  {
    name: "keeps times of the days around",
    records: 300,
    odd: ["2026-04-20T01:00:00.000+0000"],
    span: ["2026-04-12T00:00:00.000Z", "2026-04-20T01:00:00.000Z"],
    codes: [],
  },
  {
    name: "keeps all times of a log with few records",
    records: 150,
    odd: ["2020-04-12T01:00:00.000+0000"],
    span: ["2020-04-12T01:00:00.000Z", "2026-04-12T02:29:00.000Z"],
    codes: [],
  },
];

for (const { name, records, odd, span, codes } of CASES) {
  Deno.test(`setOddTimesAside() ${name}`, async () => {
    const analysis = await analyze(records, odd);
    assertEquals([analysis.span?.start, analysis.span?.end], span);
    const told = analysis.diagnostics.filter(({ code }) => code !== "rules.not-looked-for");
    assertEquals(told.map(({ code }) => code), codes);
    assertEquals(analysis.totals.records, records + odd.length);
  });
}
