import type { Clock, Coverage, Restart } from "../../analyze/analysis.ts";
import { describeDuration } from "../describe_duration.ts";
import { describeCount } from "../describe_quantity.ts";
import { describeSpan, describeTime } from "../describe_time.ts";
import type { ReportIndex } from "../report_index.ts";
import { html, type SafeHtml } from "./html.ts";
import { sectionView, tableView, timeView } from "./table_view.ts";
import { coverageStrip } from "./timeline_lanes.ts";
import type { TimeScale } from "./time_scale.ts";

const ROWS_SHOWN = 120;

/** What there is of each host and category, with its holes, and how far clocks are off. */
export function coverageSection({ analysis: { coverage, span, clocks } }: ReportIndex): SafeHtml | null {
  if (coverage.length === 0) return null;
  const scale = span &&
    { startMs: Date.parse(span.start), endMs: Math.max(Date.parse(span.end), Date.parse(span.start) + 1) };
  const columns = [
    { head: "Host" },
    { head: "Category" },
    { head: "Covered" },
    { head: "Files", kind: "number" },
    { head: "Records", kind: "number" },
    { head: "Rejected", kind: "number" },
    { head: "Layout" },
  ] as const;
  return sectionView(
    "coverage",
    "Coverage",
    html`
      ${tableView(
        "Coverage by host and category",
        columns,
        coverage,
        ROWS_SHOWN,
        (row) => coverageCells(row, scale),
      )}
      ${clockTable(clocks)}
    `,
  );
}

function coverageCells({ files, ...row }: Coverage, scale: TimeScale | null): (SafeHtml | string)[] {
  const layouts = new Set(files.flatMap(({ layout }) => layout ?? []));
  return [
    row.host,
    row.category,
    html`
      ${scale &&
        html`<svg class="strip" height="5" aria-hidden="true">${
          coverageStrip({ ...row, files }, scale, 0)
        }</svg>`}
      <span class="meta">${row.start === null || row.end === null
        ? "no records"
        : describeSpan(row.start, row.end)}${row.gaps.map((gap) =>
          html`<br>${gap.kind}: ${describeSpan(gap.start, gap.end)}`
        )}</span>
    `,
    String(files.length),
    describeCount(files.reduce((sum, { records }) => sum + records, 0)),
    describeCount(files.reduce((sum, { rejectedLines }) => sum + rejectedLines, 0)),
    [...layouts].join(", "),
  ];
}

function clockTable(clocks: readonly Clock[]): SafeHtml | null {
  if (clocks.length === 0) return null;
  const columns = [{ head: "Host" }, { head: "Clock" }, { head: "Measured by" }, {
    head: "Samples",
    kind: "number",
  }] as const;
  return html`
    <h3>Clocks, against the API's</h3>
    ${tableView(
      "Clock offsets",
      columns,
      clocks,
      ROWS_SHOWN,
      ({ host, offsetMs, uncertaintyMs, basis, samples }) => [
        host,
        `${describeDuration(offsetMs)} ${offsetMs < 0 ? "behind" : "ahead"} (± ${
          describeDuration(uncertaintyMs)
        })`,
        basis,
        describeCount(samples),
      ],
    )}
  `;
}

/** Starts of the server process. */
export function restartSection({ analysis: { restarts } }: ReportIndex): SafeHtml | null {
  if (restarts.length === 0) return null;
  const columns = [{ head: "Time" }, { head: "Host" }, { head: "Kind" }, { head: "Silent before" }, {
    head: "Version",
  }] as const;
  return sectionView(
    "restarts",
    "Restarts",
    tableView("Restarts", columns, restarts, ROWS_SHOWN, restartCells),
  );
}

function restartCells(
  { time, host, kind, silentMs, version, previousVersion }: Restart,
): (SafeHtml | string)[] {
  const isChanged = previousVersion !== null && previousVersion !== version;
  return [
    timeView(time, describeTime(time)),
    host,
    kind,
    silentMs === null ? "" : describeDuration(silentMs),
    `${version ?? "not stated"}${isChanged ? `, before ${previousVersion}` : ""}`,
  ];
}
