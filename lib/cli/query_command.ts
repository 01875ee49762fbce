import type { CaseReader } from "../case/case_reader.ts";
import { openCase } from "../case/open_case.ts";
import { type Diagnostic, UsageError } from "../errors.ts";
import type { Filter } from "../query/filter.ts";
import { FilterError } from "../query/filter_error.ts";
import { filterHelp } from "../query/filter_help.ts";
import { parseFilter } from "../query/parse_filter.ts";
import { queryCase } from "../query/query_case.ts";
import type { QueryOptions } from "../query/query_options.ts";
import type { QueryRow } from "../query/query_row.ts";
import { CSV_HEADER, renderRowCsv } from "../query/render/render_row_csv.ts";
import { renderRowNdjson } from "../query/render/render_row_ndjson.ts";
import { renderRowText } from "../query/render/render_row_text.ts";
import { visibleText } from "../report/visible_text.ts";
import { parseTimeBound, resolveTime } from "../time_window.ts";
import type { CliIo } from "./cli_io.ts";
import { ExitCode } from "./exit_code.ts";
import { given } from "./flags/given.ts";
import { parseCommandLine } from "./flags/parse_command_line.ts";
import { QUERY_FLAGS, type QueryValues } from "./query_flags.ts";
import { textStyle, unstyled } from "./terminal/text_style.ts";

/** Characters that are collected before they are written. */
const CHUNK_CHARS = 65_536;

/** `omlens query`: prints records and events of a case as they are found. */
export async function runQuery(args: readonly string[], io: CliIo): Promise<number> {
  const { values, operands } = parseCommandLine("query", args, QUERY_FLAGS);
  const [path, ...words] = operands;
  if (values.fields) {
    io.stdout.write(`${filterHelp().join("\n")}\n`);
    return ExitCode.done;
  }
  if (!path) {
    throw new UsageError("Cannot query: no CASE is given", {
      remedy: "omlens query om-logs_….omlens level:ERROR",
    });
  }
  const filter = readFilter(words.join(" "), io);
  const reader = openCase(path, given({ input: values.input }));
  try {
    const options = queryOptions(values, filter, reader);
    const { render, fields } = await rowRenderer(values, reader, io);
    const report = (diagnostic: Diagnostic) => io.stderr.write(describe(diagnostic, reader));
    if (values.format === "csv") io.stdout.write(CSV_HEADER);
    printRows(queryCase(reader, { ...options, fields, report }), render, io);
  } finally {
    reader.close();
  }
  return ExitCode.done;
}

/** Shows where a filter is wrong, above the message. */
function readFilter(text: string, { stderr }: CliIo): Filter {
  try {
    return parseFilter(text);
  } catch (error) {
    if (error instanceof FilterError) stderr.write(`${error.excerpt}\n`);
    throw error;
  }
}

function queryOptions(values: Partial<QueryValues>, filter: Filter, { analysis }: CaseReader): QueryOptions {
  const endMs = Date.parse(analysis.span?.end ?? "");
  const [since, until, around] = [values.since, values.until, values.around].map((text) =>
    text === undefined ? undefined : resolveTime(parseTimeBound(text), endMs) ?? undefined
  );
  if (since !== undefined && until !== undefined && since > until) {
    throw new UsageError(`Cannot query: --since ${values.since} is not before --until ${values.until}`, {
      remedy: "swap the two times",
    });
  }
  const { context, signature, finding, limit, corrected } = values;
  return {
    filter,
    ...given({ since, until, around, context, signature, finding, limit, corrected }),
    events: values["no-events"] === undefined,
  };
}

interface RowRenderer {
  readonly render: (row: QueryRow) => string;
  /** Whether it looks at the fields of records. */
  readonly fields: boolean;
}

async function rowRenderer(
  values: Partial<QueryValues>,
  reader: CaseReader,
  io: CliIo,
): Promise<RowRenderer> {
  if (values.format === "ndjson") return { render: renderRowNdjson, fields: true };
  if (values.format === "csv") return { render: renderRowCsv, fields: true };
  const wanted = await textStyle(values.color ?? "auto", io.stdout, io);
  const style = wanted === unstyled ? null : wanted;
  const showsInput = new Set(reader.members.map(({ input }) => input)).size > 1;
  return { render: (row) => renderRowText(row, { style, showsInput }), fields: style !== null };
}

function printRows(rows: Iterable<QueryRow>, render: RowRenderer["render"], { stdout }: CliIo): void {
  let chunk = "";
  for (const row of rows) {
    chunk += render(row);
    if (chunk.length < CHUNK_CHARS) continue;
    stdout.write(chunk);
    chunk = "";
    if (stdout.isClosed()) return;
  }
  if (chunk !== "") stdout.write(chunk);
}

function describe({ message }: Diagnostic, { text }: CaseReader): string {
  const remedy = text.available ? "" : `\ntry: ${text.remedy}`;
  return `omlens: ${message.replace(/^Cannot /, "cannot ")}${remedy}`.split("\n").map((line) =>
    `${visibleText(line)}\n`
  )
    .join("");
}
