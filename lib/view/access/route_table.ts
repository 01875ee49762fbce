import type { Route } from "../../analyze/analysis.ts";
import { describeBytes } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import type { Column } from "../parts/data_table.ts";
import { searchHref } from "../parts/search_link.ts";
import { describeValue } from "../parts/value_scale.ts";
import { sharePercent, shareText } from "./share_text.ts";
import { statusBar, statusClasses, statusText } from "./status_bar.ts";
import { requestColumns } from "./request_columns.ts";

const LATENCIES = ["p50", "p90", "p95", "p99", "max"] as const;

/** The columns of routes; the total is that of all requests. */
export function routeColumns(total: number): readonly Column<Route>[] {
  return [
    {
      key: "route",
      name: "Route",
      kind: "wide",
      value: ({ route, method }) => `${route} ${method}`,
      plain: ({ route, method }) => `${method} ${route}`,
      cell: routeLink,
    },
    ...requestColumns(total),
    {
      key: "status",
      name: "Status",
      value: ({ status, count }) => sharePercent(statusClasses(status).good, count),
      plain: ({ status }) => statusText(status),
      cell: ({ status }) => statusBar(status),
    },
    {
      key: "failed",
      name: "5xx",
      kind: "number",
      value: ({ status, count }) => sharePercent(statusClasses(status).failed, count),
      cell: ({ status, count }) => failedShare(statusClasses(status).failed, count),
    },
    ...LATENCIES.map(latencyColumn),
    {
      key: "bytes",
      name: "Sent",
      kind: "number",
      value: ({ responseBytes }) => responseBytes,
      cell: ({ responseBytes }) => describeBytes(responseBytes),
    },
  ];
}

function routeLink({ method, route }: Route, frame: PageFrame): SafeHtml {
  return html`<a href="${searchHref(frame, { method, route })}"><code>${method} ${route}</code></a>`;
}

function latencyColumn(key: (typeof LATENCIES)[number]): Column<Route> {
  return {
    key,
    name: key === "max" ? "Max" : key,
    kind: "number",
    value: ({ latencyMs }) => latencyMs === null ? null : latencyMs[key],
    cell: ({ latencyMs }) => latencyMs !== null && describeValue(latencyMs[key], "ms"),
  };
}

/** The share of requests that failed, which stands out. */
export function failedShare(failed: number, count: number): SafeHtml | null {
  return failed === 0 ? null : html`<span class="ink-critical">${shareText(failed, count)}</span>`;
}
