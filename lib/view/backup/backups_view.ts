import type { Backup, BackupOutcome } from "../../analyze/backups/backup.ts";
import { describeDuration } from "../../report/describe_duration.ts";
import { describeAmount, describeBytes, describeCount } from "../../report/describe_quantity.ts";
import { type BackupSummary, summarizeBackups } from "../../report/summarize_backups.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { choiceParameter } from "../params/parameter.ts";
import { badge } from "../parts/badge.ts";
import { type Column, dataTable, TABLE_PARAMETERS, type TablePage, tablePage } from "../parts/data_table.ts";
import { evidenceList, type PlacedEvidence, placeEvidence } from "../parts/evidence_view.ts";
import { filterForm } from "../parts/filter_form.ts";
import { timeView } from "../parts/time_view.ts";
import { touchesWindow, type View, view } from "../view.ts";

const SETS_SHOWN = 100;
const OUTCOMES: readonly BackupOutcome[] = [
  "aborted",
  "stuck",
  "superseded",
  "running",
  "unknown",
  "complete",
];

/** What a row shows of a snapshot. */
interface SnapshotRow extends
  Pick<
    Backup,
    | "groupId"
    | "replicaSet"
    | "kind"
    | "agent"
    | "start"
    | "end"
    | "durationMs"
    | "outcome"
    | "stage"
    | "stages"
    | "readBytes"
    | "bytesPerSecond"
    | "firstAborted"
  > {
  readonly lines: readonly PlacedEvidence[];
}

interface BackupPage {
  readonly sets: readonly BackupSummary[];
  readonly setCount: number;
  readonly snapshots: TablePage<SnapshotRow>;
}

const SET_COLUMNS: readonly Column<BackupSummary>[] = [
  { key: "set", name: "Replica set", kind: "wide", cell: ({ set }) => set },
  ...(["snapshots", "complete", "aborted", "stopped"] as const).map((key): Column<BackupSummary> => ({
    key,
    name: { snapshots: "Snapshots", complete: "Complete", aborted: "Aborted", stopped: "Stopped" }[key],
    kind: "number",
    cell: (row) => describeCount(row[key]),
  })),
  { key: "median", name: "Median", kind: "number", cell: ({ medianMs }) => durationOf(medianMs) },
  { key: "longest", name: "Longest", kind: "number", cell: ({ longestMs }) => durationOf(longestMs) },
  {
    key: "last",
    name: "Last complete",
    cell: ({ lastComplete }) => lastComplete === null ? "none" : timeView(lastComplete),
  },
];

const SNAPSHOT_COLUMNS: readonly Column<SnapshotRow>[] = [
  {
    key: "start",
    name: "Start",
    value: ({ start }) => start,
    cell: ({ start }) => timeView(start) ?? "before the logs",
  },
  {
    key: "set",
    name: "Replica set",
    kind: "wide",
    value: ({ replicaSet }) => replicaSet,
    cell: ({ replicaSet, groupId }) =>
      html`${replicaSet}${groupId !== null && html`<br><span class="meta">${groupId}</span>`}`,
  },
  {
    key: "outcome",
    name: "Outcome",
    value: ({ outcome }) => OUTCOMES.indexOf(outcome),
    cell: ({ outcome, firstAborted }) =>
      html`${badge(outcome)}${
        firstAborted !== null && html`<br><span class="meta">after ${firstAborted}</span>`
      }`,
  },
  {
    key: "stage",
    name: "Last stage",
    value: ({ stages }) => stages.length,
    cell: ({ stage, stages, lines }, frame) => stageView(stage, stages, lines, frame),
    kind: "wide",
  },
  {
    key: "duration",
    name: "Took",
    kind: "number",
    value: ({ durationMs }) => durationMs,
    cell: ({ durationMs }) => durationOf(durationMs),
  },
  {
    key: "read",
    name: "Read",
    kind: "number",
    value: ({ readBytes }) => readBytes,
    cell: ({ readBytes, bytesPerSecond }) =>
      html`${readBytes !== null && describeBytes(readBytes)}${
        bytesPerSecond !== null && html`<br><span class="meta">${describeBytes(bytesPerSecond)}/s</span>`
      }`,
  },
  { key: "kind", name: "Kind", value: ({ kind }) => kind, cell: ({ kind }) => kind },
  { key: "agent", name: "Agent", kind: "wide", value: ({ agent }) => agent, cell: ({ agent }) => agent },
];

/** Snapshots by replica set, and each with the stages of its life. */
export const BACKUPS_VIEW: View = view({
  path: "/backups",
  parameters: { ...TABLE_PARAMETERS, outcome: choiceParameter("only with this outcome", OUTCOMES) },
  load: (source, values): BackupPage => {
    const inside = source.index.analysis.backups.filter(({ start, end }) =>
      touchesWindow(start ?? end ?? "", end ?? start ?? "", values)
    );
    const sets = summarizeBackups(inside);
    const chosen = inside.filter(({ outcome }) => values.outcome === undefined || outcome === values.outcome);
    const rows = chosen.map(({ evidence, ...backup }) => ({ ...backup, evidence, lines: [] }));
    const page = tablePage(rows, SNAPSHOT_COLUMNS, values, ({ replicaSet, groupId, agent }) => [
      replicaSet,
      groupId,
      agent,
    ]);
    return {
      sets: sets.slice(0, SETS_SHOWN),
      setCount: sets.length,
      snapshots: {
        ...page,
        rows: page.rows.map(({ evidence, ...row }) => ({ ...row, lines: placeEvidence(evidence, source) })),
      },
    };
  },
  render: ({ sets, setCount, snapshots }, frame) => ({
    title: "Backups",
    body: html`
      <h1>Backups of ${describeAmount(setCount, "replica set")}</h1>
      ${dataTable(
        "Snapshots by replica set",
        SET_COLUMNS,
        { rows: sets, total: sets.length, offset: 0 },
        frame,
      )}
      ${setCount > sets.length && html`<p class="more">and ${describeCount(setCount - sets.length)} more</p>`}
      <h2>Snapshots (${describeCount(snapshots.total)})</h2>
      ${filterForm("Filter snapshots", [
        { name: "q", label: "Text" },
        { name: "outcome", label: "Outcome", choices: OUTCOMES },
      ], frame)}
      ${dataTable("Snapshots", SNAPSHOT_COLUMNS, snapshots, frame)}
    `,
  }),
});

function durationOf(durationMs: number | null): string {
  return durationMs === null ? "" : describeDuration(durationMs);
}

function stageView(
  stage: string,
  stages: Backup["stages"],
  lines: readonly PlacedEvidence[],
  frame: PageFrame,
): SafeHtml {
  return html`
    <details>
      <summary>${stage}</summary>
      <ol class="stages">${stages.map((one) =>
        html`<li>${timeView(one.time)} ${one.stage} <span class="meta">${one.host}</span></li>`
      )}</ol>
      ${evidenceList(lines, frame)}
    </details>
  `;
}
