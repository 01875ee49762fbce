import type { Access, Route } from "../../analyze/analysis.ts";
import { describeAmount, describeBytes, describeCount } from "../../report/describe_quantity.ts";
import { describeDuration } from "../../report/describe_duration.ts";
import { describeTime } from "../../report/describe_time.ts";
import { sparkline } from "../../report/html/bar_chart.ts";
import { html, type HtmlValue, type SafeHtml } from "../../report/html/html.ts";
import { type Column, sectionView, tableView } from "../../report/html/table_view.ts";
import type { Filter } from "../../query/filter.ts";
import { choiceParameter, textParameter } from "../params/parameter.ts";
import { holdsText, sliceList, sliceParameters } from "../select/slice_list.ts";
import { searchAddress, timeValue } from "./address.ts";
import { filterForm } from "./filter_form.ts";
import { type PageRoute, pageRoute } from "./page.ts";
import { pager } from "./pager.ts";

const CLIENTS_SHOWN = 200;
const STATUSES_SHOWN = 6;
const ROUTE_SORTS = ["count", "errors", "p95", "bytes"] as const;
const COLUMNS: readonly Column[] = [
  { head: "Route", kind: "wide" },
  { head: "Requests", kind: "number" },
  { head: "Status" },
  { head: "p50 ms", kind: "number" },
  { head: "p95 ms", kind: "number" },
  { head: "p99 ms", kind: "number" },
  { head: "Max ms", kind: "number" },
  { head: "Sent", kind: "number" },
];

const SORTS: Readonly<Record<(typeof ROUTE_SORTS)[number], (route: Route) => number>> = {
  count: ({ count }) => count,
  errors: errorsOf,
  p95: ({ latencyMs }) => latencyMs?.p95 ?? 0,
  bytes: ({ responseBytes }) => responseBytes,
};

/** HTTP requests: over time, by route, by client. */
export const ACCESS_PAGE: PageRoute = pageRoute(
  "/access",
  {
    q: textParameter("text in method and route"),
    sort: choiceParameter("order", ROUTE_SORTS),
    ...sliceParameters(100, 500),
  },
  ({ index: { analysis: { access } } }, values) => {
    const { q, sort } = values;
    const chosen = access.routes.filter(({ method, route }) => holdsText(q, [`${method} ${route}`]));
    const number = SORTS[sort ?? "count"];
    const slice = sliceList(chosen.toSorted((a, b) => number(b) - number(a)), values);
    return {
      title: "Access",
      view: "/access",
      body: html`
        <h1>HTTP access</h1>
        ${access.routes.length === 0 && html`<p>No access log was read.</p>`}
        ${charts(access)}
        ${sectionView(
          "routes",
          `Routes (${describeCount(slice.total)})`,
          html`
            ${filterForm("/access", "Choose routes", [
              { name: "q", label: "Text", value: q },
              { name: "sort", label: "Sort by", value: sort, choices: ROUTE_SORTS.slice(1), none: "count" },
            ])}
            ${slice.total > 0 && tableView("Routes", COLUMNS, slice.items, slice.items.length, routeCells)}
            ${pager("/access", { q, sort }, slice, values)}
          `,
        )}
        ${clientSection(access)}
      `,
    };
  },
);

function errorsOf({ status }: Route): number {
  return Object.entries(status).reduce((sum, [code, count]) => code >= "400" ? sum + count : sum, 0);
}

/** The stretch of time in which requests took longest. */
function slowest(
  { start, bucketMs, p95Ms }: Pick<Access["series"], "start" | "bucketMs" | "p95Ms">,
): SafeHtml | null {
  const [at, most] = p95Ms.reduce<[number, number]>(
    (best, value, i) => value !== null && value > best[1] ? [i, value] : best,
    [-1, 0],
  );
  if (at < 0) return null;
  const fromMs = Date.parse(start) + at * bucketMs;
  const [from, to] = [timeValue(fromMs) ?? "", timeValue(fromMs + bucketMs)];
  return html`<p class="meta">Highest p95 of any ${describeDuration(bucketMs)}: ${describeCount(most)} ms, <a
      href="${
    searchAddress({ kind: "like", field: "category", values: [["http_access"]] }, { since: from, until: to })
  }"
    >from ${describeTime(from)}</a>.</p>`;
}

function charts({ series }: Access): SafeHtml | null {
  const { start, bucketMs, requests, errors4xx, errors5xx, p95Ms } = series;
  if (start === "" || requests.length < 2) return null;
  const charts: readonly (readonly [string, SafeHtml | null])[] = [
    ["Requests", sparkline({ start, bucketMs, counts: requests }, "info", "requests")],
    ["5xx answers", sparkline({ start, bucketMs, counts: errors5xx }, "critical", "5xx answers")],
    ["4xx answers", sparkline({ start, bucketMs, counts: errors4xx }, "medium", "4xx answers")],
  ];
  return html`
    <div class="charts">${charts.map(([name, chart]) => html`<div><h2>${name}</h2>${chart}</div>`)}</div>
    ${slowest({ start, bucketMs, p95Ms })}
  `;
}

function routeCells(one: Route): HtmlValue[] {
  const { method, route, count, status, latencyMs, responseBytes } = one;
  const latency = (key: "p50" | "p95" | "p99" | "max") =>
    latencyMs === null ? "" : describeCount(latencyMs[key]);
  return [
    html`<a href="${searchAddress(routeFilter(one))}"><code>${method} ${route}</code></a>`,
    describeCount(count),
    statusView(status),
    latency("p50"),
    latency("p95"),
    latency("p99"),
    latency("max"),
    describeBytes(responseBytes),
  ];
}

function statusView(status: Route["status"]): SafeHtml {
  const codes = Object.entries(status);
  return html`${
    codes.slice(0, STATUSES_SHOWN).map(([code, count], i) =>
      html`${i > 0 && ", "}<span class="${code >= "500" && "ink-critical"}">${code}: ${
        describeCount(count)
      }</span>`
    )
  }${codes.length > STATUSES_SHOWN && html`, …`}`;
}

function routeFilter({ method, route }: Route): Filter {
  return {
    kind: "and",
    terms: [
      { kind: "like", field: "method", values: [[method]] },
      { kind: "like", field: "route", values: [[route]] },
    ],
  };
}

function clientSection({ clients }: Access): SafeHtml | null {
  if (clients.length === 0) return null;
  const columns: Column[] = [{ head: "Client" }, { head: "Requests", kind: "number" }, {
    head: "Errors",
    kind: "number",
  }];
  return sectionView(
    "clients",
    `Clients (${describeCount(clients.length)})`,
    html`
      ${tableView("Clients", columns, clients.slice(0, CLIENTS_SHOWN), CLIENTS_SHOWN, (
        { client, count, errors },
      ) => [
        html`<a href="${searchAddress({ kind: "like", field: "client", values: [[client]] })}">${client}</a>`,
        describeCount(count),
        describeCount(errors),
      ])}
      ${clients.length > CLIENTS_SHOWN &&
        html`<p class="more">and ${describeAmount(clients.length - CLIENTS_SHOWN, "more client")}</p>`}
    `,
  );
}
