import { mountChart } from "./chart_live.ts";
import { contextLines } from "./context_lines.ts";
import { copyText } from "./copy_text.ts";
import type { Mount } from "./live_page.ts";
import { mountLinePage } from "./records/line_page.ts";
import { mountRecordList } from "./records/record_list.ts";
import { mountSearchForm } from "./records/search_form.ts";
import { mountTable } from "./table.ts";
import { mountTimeline } from "./timeline_live.ts";

/** What brings which elements to life, by the value of their `data-live`. */
export const MOUNTS: Readonly<Record<string, Mount>> = {
  lines: mountLinePage,
  "record-search": mountSearchForm,
  records: mountRecordList,
  table: mountTable,
  "time-chart": mountChart,
  context: contextLines,
  copy: copyText,
  timeline: mountTimeline,
};
