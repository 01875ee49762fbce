import { describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import type { Column } from "../parts/data_table.ts";
import { timeView } from "../parts/time_view.ts";
import { describeValue } from "../parts/value_scale.ts";
import { failedShare } from "./route_table.ts";
import { sharePercent } from "./share_text.ts";
import type { Traffic } from "./traffic.ts";

/** A stretch of time and its requests. */
export interface TimeRow {
  /** Its start. */
  readonly start: string;
  /** Its end. */
  readonly end: string;
  /** Requests. */
  readonly requests: number;
  /** Answered with 400 to 499. */
  readonly refused: number;
  /** Answered with 500 or more. */
  readonly failed: number;
  /** 95th percentile of the latency. */
  readonly p95Ms: number | null;
}

/** The stretches of traffic in which there were requests, by time. */
export function timeRows({ start, bucketMs, requests, errors4xx, errors5xx, p95Ms }: Traffic): TimeRow[] {
  const at = (i: number) => new Date(Date.parse(start) + i * bucketMs).toISOString();
  return requests.flatMap((count, i) =>
    count === 0 ? [] : [{
      start: at(i),
      end: at(i + 1),
      requests: count,
      refused: errors4xx[i] ?? 0,
      failed: errors5xx[i] ?? 0,
      p95Ms: p95Ms[i] ?? null,
    }]
  );
}

/** The columns of stretches of time; each leads to its window. */
export const TIME_COLUMNS: readonly Column<TimeRow>[] = [
  { key: "start", name: "From", value: ({ start }) => start, cell: windowLink },
  {
    key: "requests",
    name: "Requests",
    kind: "number",
    value: ({ requests }) => requests,
    cell: ({ requests }) => describeCount(requests),
  },
  {
    key: "refused",
    name: "4xx",
    kind: "number",
    value: ({ refused }) => refused,
    cell: ({ refused }) => refused > 0 && describeCount(refused),
  },
  {
    key: "failed",
    name: "5xx",
    kind: "number",
    value: ({ failed }) => failed,
    cell: ({ failed }) => failed > 0 && describeCount(failed),
  },
  {
    key: "failed-share",
    name: "Share of 5xx",
    kind: "number",
    value: ({ failed, requests }) => sharePercent(failed, requests),
    cell: ({ failed, requests }) => failedShare(failed, requests),
  },
  {
    key: "p95",
    name: "p95",
    kind: "number",
    value: ({ p95Ms }) => p95Ms,
    cell: ({ p95Ms }) => p95Ms !== null && describeValue(p95Ms, "ms"),
  },
];

function windowLink({ start, end }: TimeRow, frame: PageFrame): SafeHtml {
  const to = frame.href("/search", { q: "category:http_access", since: start, until: end });
  return html`<a href="${to}">${timeView(start)}</a>`;
}
