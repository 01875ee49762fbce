import type { CsvTable } from "./csv_table.ts";
import { EVENT_TABLES } from "./event_tables.ts";
import { FINDING_TABLES } from "./finding_tables.ts";
import { LOG_TABLES } from "./log_tables.ts";
import { TRAFFIC_TABLES } from "./traffic_tables.ts";

/** All tables, each one a file. Rows are in the order of analysis.json. */
export const CSV_TABLES: readonly CsvTable[] = [
  ...FINDING_TABLES,
  ...EVENT_TABLES,
  ...LOG_TABLES,
  ...TRAFFIC_TABLES,
];
