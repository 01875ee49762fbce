import type { Access } from "../../analyze/analysis.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { html } from "../html.ts";
import type { Column } from "../parts/data_table.ts";
import { searchHref } from "../parts/search_link.ts";
import { sharePercent, shareText } from "./share_text.ts";
import { requestColumns } from "./request_columns.ts";

/** An address that requests come from. */
export type Client = Access["clients"][number];

/** The columns of clients; the total is that of all requests. */
export function clientColumns(total: number): readonly Column<Client>[] {
  return [
    {
      key: "client",
      name: "Client",
      value: ({ client }) => client,
      cell: ({ client }, frame) => html`<a href="${searchHref(frame, { client })}">${client}</a>`,
    },
    ...requestColumns(total),
    {
      key: "errors",
      name: "Errors",
      kind: "number",
      value: ({ errors }) => errors,
      cell: ({ errors }) => errors > 0 && describeCount(errors),
    },
    {
      key: "error-share",
      name: "Of its requests",
      kind: "number",
      value: ({ errors, count }) => sharePercent(errors, count),
      cell: ({ errors, count }) => shareText(errors, count),
    },
  ];
}
