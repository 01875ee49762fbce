import { describeDuration } from "../describe_duration.ts";
import { describeCount } from "../describe_quantity.ts";
import { describeTime } from "../describe_time.ts";
import type { ReportIndex } from "../report_index.ts";
import { type BackupSummary, summarizeBackups } from "../summarize_backups.ts";
import type { HtmlValue, SafeHtml } from "./html.ts";
import { type Column, sectionView, tableView, timeView } from "./table_view.ts";

const ROWS_SHOWN = 120;
const COLUMNS: readonly Column[] = [
  { head: "Replica set", kind: "wide" },
  { head: "Snapshots", kind: "number" },
  { head: "Complete", kind: "number" },
  { head: "Aborted", kind: "number" },
  { head: "Stopped", kind: "number" },
  { head: "Median", kind: "number" },
  { head: "Longest", kind: "number" },
  { head: "Last complete" },
];

/** Snapshots of each replica set, those with trouble first. */
export function backupSection({ analysis: { backups } }: ReportIndex): SafeHtml | null {
  if (backups.length === 0) return null;
  const rows = summarizeBackups(backups);
  return sectionView(
    "backups",
    "Backups",
    tableView("Snapshots by replica set", COLUMNS, rows, ROWS_SHOWN, cells),
  );
}

function cells(row: BackupSummary): HtmlValue[] {
  return [
    row.set,
    ...[row.snapshots, row.complete, row.aborted, row.stopped].map(describeCount),
    ...[row.medianMs, row.longestMs].map((ms) => ms === null ? "" : describeDuration(ms)),
    row.lastComplete === null ? "none" : timeView(row.lastComplete, describeTime(row.lastComplete)),
  ];
}
