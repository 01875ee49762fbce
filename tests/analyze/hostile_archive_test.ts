import { analyzeArchive } from "../../lib/analyze_archive.ts";
import type { Analysis } from "../../lib/analyze/analysis.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { sourceOf } from "./log_case.ts";

/** Files of log lines, synthetic, that want more memory than there is. */
async function analyzed(files: Readonly<Record<string, string>>): Promise<Analysis> {
  const sources = Object.entries(files).map(([name, text]) => sourceOf(name, text));
  return await analyzeArchive([{ name: "case", kind: "folder", files: sources }], {
    useWorker: false,
    memoryBytes: 1_000_000,
  });
}

function codes({ diagnostics }: Analysis): string[] {
  return [...new Set(diagnostics.map(({ code }) => code))].filter((code) => code.startsWith("limit.")).sort();
}

function line(timeMs: number, message: string): string {
  const time = new Date(timeMs).toISOString().replace("Z", "+0000");
  return `${time} [main] INFO  a.B [B.java:c:1] - ${message}\n`;
}

Deno.test("analyzeArchive() leaves out records spread over centuries, tells, and counts them as read", async () => {
  const days = Array.from({ length: 3000 }, (_, i) => line(i * 20 * 86_400_000, `Step ${i}`));
  const analysis = await analyzed({ "mms0.log": days.join("") });
  assertEquals(codes(analysis), ["limit.days", "limit.minutes"]);
  assertEquals(analysis.totals.records, 3000);
  const counted = analysis.signatures.reduce((sum, { count }) => sum + count, 0);
  // Of a quarter of the memory: 22 days of 5760 bytes, and 214 of 576.
  assertEquals(counted, 236);
});

Deno.test("analyzeArchive() counts more hosts than it can tell apart, and tells", async () => {
  const text = line(Date.UTC(2026, 3, 12), "Started");
  const files = Object.fromEntries(
    Array.from({ length: 1200 }, (_, i) => [`om-logs/host-${i}/mms0.log`, text]),
  );
  const analysis = await analyzed(files);
  assertEquals(codes(analysis), ["limit.days", "limit.hosts", "limit.minutes"]);
  assertEquals([analysis.totals.members, analysis.totals.records], [1200, 1200]);
});

Deno.test("analyzeArchive() keeps a few of many header lines whole, and counts those that are left out", async () => {
  const start = Date.UTC(2026, 3, 12);
  const header = "[Starting Logging - App Version: 8.0.1] ";
  const one = Array.from({ length: 990 }, (_, i) => `${header}\n${line(start + i * 1000, "x".repeat(900))}`);
  const analysis = await analyzed({ "mms0.log": one.join(""), "mms0.20260411.log": one.join("") });
  assertEquals(codes(analysis), ["limit.watched"]);
  assertEquals(analysis.totals.records, 990);
});

Deno.test("analyzeArchive() says nothing of limits when a log is as logs are", async () => {
  const start = Date.UTC(2026, 3, 12);
  const lines = Array.from({ length: 5000 }, (_, i) => line(start + i * 20_000, `Step ${i} is done`));
  assertEquals(codes(await analyzed({ "mms0.log": lines.join("") })), []);
});
