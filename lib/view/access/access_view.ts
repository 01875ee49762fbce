import { routeKind } from "../../analyze/access/route_kind.ts";
import type { Route } from "../../analyze/analysis.ts";
import { describeDuration } from "../../report/describe_duration.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { textParameter } from "../params/parameter.ts";
import {
  dataTable,
  TABLE_PARAMETERS,
  type TablePage,
  tablePage,
  tableParameters,
  tableValues,
} from "../parts/data_table.ts";
import { filterForm } from "../parts/filter_form.ts";
import { omissionNote, omissionOf } from "../parts/omission_note.ts";
import { sectionView } from "../parts/section_view.ts";
import { type View, view } from "../view.ts";
import { type Client, clientColumns } from "./client_table.ts";
import { routeColumns } from "./route_table.ts";
import { statusColumns, type StatusRow, statusRows } from "./status_table.ts";
import { TIME_COLUMNS, type TimeRow, timeRows } from "./time_table.ts";
import { type Traffic, trafficHosts, trafficIn } from "./traffic.ts";
import { trafficCharts } from "./traffic_charts.ts";

/** What the view shows. */
interface AccessData {
  /** Requests of all routes. */
  readonly total: number;
  /** Health probes among them. */
  readonly probes: number;
  readonly traffic: Traffic | null;
  /** Hosts to choose from for the traffic. */
  readonly hosts: readonly string[];
  readonly routes: TablePage<Route>;
  readonly codes: TablePage<StatusRow>;
  readonly times: TablePage<TimeRow>;
  readonly clients: TablePage<Client>;
  /** What a report does not have of them. */
  readonly omitted: Readonly<Record<"routes" | "clients", string | null>>;
}

/** HTTP requests: over time, by route, by status, by client. */
export const ACCESS_VIEW: View = view({
  path: "/access",
  parameters: {
    ...TABLE_PARAMETERS,
    ...tableParameters("time-"),
    ...tableParameters("status-"),
    ...tableParameters("client-"),
    host: textParameter("what this host answered over time"),
  },
  load: ({ index: { analysis }, omissions }, values): AccessData => {
    const { access: { routes, clients }, activity } = analysis;
    const total = countOf(routes);
    const traffic = trafficIn(analysis, values.host, values);
    return {
      total,
      probes: countOf(routes.filter(({ route }) => routeKind(route) === "health")),
      traffic,
      hosts: trafficHosts(activity),
      routes: tablePage(routes, routeColumns(total), values, ({ method, route }) => [`${method} ${route}`]),
      codes: tablePage(statusRows(routes), statusColumns(total), tableValues(values, "status-"), codeTexts),
      times: tablePage(
        traffic === null ? [] : timeRows(traffic),
        TIME_COLUMNS,
        tableValues(values, "time-"),
        ({ start }) => [start],
      ),
      omitted: { routes: omissionOf(omissions, "routes"), clients: omissionOf(omissions, "clients") },
      clients: tablePage(clients, clientColumns(total), tableValues(values, "client-"), clientTexts),
    };
  },
  render: (data, frame) => ({ title: "Access", body: accessBody(data, frame) }),
});

function countOf(routes: readonly Route[]): number {
  return routes.reduce((sum, { count }) => sum + count, 0);
}

function codeTexts({ code, most }: StatusRow): string[] {
  return [code, most.route];
}

function clientTexts({ client }: Client): string[] {
  return [client];
}

function accessBody(data: AccessData, frame: PageFrame): SafeHtml {
  const { total, probes } = data;
  if (total === 0 && data.traffic === null) {
    return html`
      <h1>HTTP access</h1>
      <p class="empty">No access log was read.</p>
    `;
  }
  return html`
    <h1>${describeAmount(total, "request")}</h1>
    ${probes > 0 &&
      html`<p class="meta">${
        describeAmount(probes, "health probe")
      } among them, which only the tables of routes and status codes count.</p>`}
    <p
      class="moves"><a href="#access-routes">Routes</a> <a href="#access-status">Status codes</a> <a href="#access-clients">Clients</a></p>
    ${trafficBody(data, frame)}
    ${timeTable(data, frame)}
    ${routeSection(data, frame)}
    ${statusSection(data, frame)}
    ${clientSection(data, frame)}
  `;
}

function trafficBody({ hosts, traffic }: AccessData, frame: PageFrame): SafeHtml {
  return html`
    ${hosts.length > 1 &&
      filterForm("Whose traffic", [{ name: "host", label: "Traffic of host", choices: hosts }], frame)}
    ${traffic === null ? html`<p class="empty">No request in this time.</p>` : trafficCharts(traffic)}
  `;
}

/** What the totals do not follow. */
function totalsNote({ values }: PageFrame): SafeHtml | false {
  const isCut = values.since !== undefined || values.until !== undefined;
  if (!isCut && values.host === undefined) return false;
  return html`<p class="meta">Of all time and all hosts: the window and the host cut only what is over time.</p>`;
}

function routeSection({ routes, total, omitted }: AccessData, frame: PageFrame): SafeHtml {
  return sectionView(
    "access-routes",
    "Routes",
    html`
      ${totalsNote(frame)}
      ${omissionNote(omitted.routes)}
      ${filterForm("Filter routes", [{ name: "q", label: "Text in route" }], frame)}
      ${dataTable("Routes", routeColumns(total), routes, frame, { order: "-count", noun: "route" })}
    `,
  );
}

function statusSection({ codes, total }: AccessData, frame: PageFrame): SafeHtml {
  const options = { prefix: "status-", order: "code", noun: "status code" };
  return sectionView(
    "access-status",
    "Status codes",
    html`
      ${totalsNote(frame)}
      ${codes.rows.some(({ code }) => code === "401") &&
        html`<p class="meta">A 401 may be the first half of a Digest handshake, which is no failure.</p>`}
      ${dataTable("Status codes", statusColumns(total), codes, frame, options)}
    `,
  );
}

/** Folded until somebody sorts or pages it. */
function timeTable({ times, traffic }: AccessData, frame: PageFrame): SafeHtml | null {
  if (traffic === null) return null;
  const isOpen = Object.keys(frame.values).some((name) => name.startsWith("time-"));
  return html`
    <details class="behind unprinted" id="access-times" ${isOpen && html`
      open
    `}>
      <summary>Requests in each ${describeDuration(traffic.bucketMs)}, to sort</summary>
      ${dataTable("Requests over time", TIME_COLUMNS, times, frame, {
        prefix: "time-",
        order: "start",
        empty: "No request in this time.",
      })}
    </details>
  `;
}

function clientSection({ clients, total, omitted }: AccessData, frame: PageFrame): SafeHtml {
  const options = { prefix: "client-", order: "-count", noun: "client" };
  return sectionView(
    "access-clients",
    "Clients",
    html`
      ${totalsNote(frame)}
      ${omissionNote(omitted.clients)}
      ${filterForm("Filter clients", [{ name: "client-q", label: "Text in client" }], frame)}
      ${dataTable("Clients", clientColumns(total), clients, frame, options)}
    `,
  );
}
