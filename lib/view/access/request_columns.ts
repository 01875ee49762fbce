import { describeCount } from "../../report/describe_quantity.ts";
import type { Column } from "../parts/data_table.ts";
import { sharePercent, shareText } from "./share_text.ts";

/** Columns of every table of requests: how many, and what part of all. */
export function requestColumns(total: number): readonly Column<{ readonly count: number }>[] {
  return [
    {
      key: "count",
      name: "Requests",
      kind: "number",
      value: ({ count }) => count,
      cell: ({ count }) => describeCount(count),
    },
    {
      key: "share",
      name: "Share",
      kind: "number",
      value: ({ count }) => sharePercent(count, total),
      cell: ({ count }) => shareText(count, total),
    },
  ];
}
