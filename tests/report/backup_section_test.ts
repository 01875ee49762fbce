import { renderMarkdown } from "../../lib/report/render_markdown.ts";
import { summarizeBackups } from "../../lib/report/summarize_backups.ts";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { emptyAnalysis, fakeAnalysis, fakeBackup } from "../helpers/fake_analysis.ts";
import { PROJECT } from "../helpers/fake_finding.ts";

Deno.test("summarizeBackups() has a row for each replica set, those with trouble first", () => {
  const gid = "b".repeat(24);
  const rows = summarizeBackups([
    fakeBackup("rs-b", 0, 12),
    fakeBackup("rs-b", 1, 40),
    fakeBackup("rs-b", 2, 14),
    { ...fakeBackup("rs-b", 3, 14), durationMs: null, outcome: "running", end: null },
    fakeBackup("rs-a", 0, null),
    { ...fakeBackup("rs-c", 0, null), outcome: "stuck" },
    { ...fakeBackup("rs-c", 1, null), outcome: "superseded", groupId: gid },
  ]);
  const none = { complete: 0, medianMs: null, longestMs: null, lastComplete: null };
  assertEquals(rows, [
    { set: "rs-a", snapshots: 1, aborted: 1, stopped: 0, ...none },
    { set: `rs-c (${PROJECT})`, snapshots: 1, aborted: 0, stopped: 1, ...none },
    { set: `rs-c (${gid})`, snapshots: 1, aborted: 0, stopped: 1, ...none },
    {
      set: "rs-b",
      snapshots: 4,
      complete: 3,
      aborted: 0,
      stopped: 0,
      medianMs: 840_000,
      longestMs: 2_400_000,
      lastComplete: fakeBackup("rs-b", 2, 14).end,
    },
  ]);
});

Deno.test("renderMarkdown() has a table of backups, and none without backups", () => {
  const text = renderMarkdown(fakeAnalysis({ backups: [fakeBackup("rs|x", 1, 12)] }));
  const end = fakeBackup("", 1, 12).end!.slice(0, 19).replace("T", " ");
  assertStringIncludes(
    text,
    "## Backups\n\n| Replica set | Snapshots | Complete | Aborted | Stopped | Median | Longest | Last complete |",
  );
  assertStringIncludes(text, `| \`rs\\|x\` | 1 | 1 | 0 | 0 | 12 min | 12 min | ${end} |`);
  assert(!renderMarkdown(emptyAnalysis()).includes("Backups"));
});
