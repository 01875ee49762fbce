import type { Route } from "../../analyze/analysis.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { html } from "../html.ts";
import type { Column } from "../parts/data_table.ts";
import { shareText } from "./share_text.ts";
import { requestColumns } from "./request_columns.ts";

/** A status code, and where it comes from most. */
export interface StatusRow {
  /** As the log has it. */
  readonly code: string;
  /** Requests. */
  readonly count: number;
  /** Routes that answered with it. */
  readonly routes: number;
  /** The route that did so most often. */
  readonly most: Pick<Route, "method" | "route" | "count">;
}

/** Status codes over all routes, by code. */
export function statusRows(routes: readonly Route[]): StatusRow[] {
  const rows = new Map<string, StatusRow>();
  for (const { method, route, status } of routes) {
    for (const [code, count] of Object.entries(status)) {
      const row = rows.get(code) ?? { code, count: 0, routes: 0, most: { method, route, count } };
      const most = count > row.most.count ? { method, route, count } : row.most;
      rows.set(code, { code, count: row.count + count, routes: row.routes + 1, most });
    }
  }
  return [...rows.values()].sort((a, b) => Number(a.code) - Number(b.code));
}

/** The columns of status codes; the total is that of all requests. */
export function statusColumns(total: number): readonly Column<StatusRow>[] {
  return [
    {
      key: "code",
      name: "Status",
      value: ({ code }) => Number(code),
      cell: ({ code }, frame) =>
        html`<a href="${frame.href("/search", { q: `status:${Number(code)}` })}">${code}</a>`,
    },
    ...requestColumns(total),
    {
      key: "routes",
      name: "Routes",
      kind: "number",
      value: ({ routes }) => routes,
      cell: ({ routes }) => describeCount(routes),
    },
    {
      key: "most",
      name: "Most of them",
      kind: "wide",
      value: ({ most }) => most.count,
      plain: ({ most }) => `${most.method} ${most.route}`,
      cell: ({ most, count }) =>
        html`<code>${most.method} ${most.route}</code> <span class="meta">${
          shareText(most.count, count)
        }</span>`,
    },
  ];
}
