/**
 * `GET /api/v1/records/stream`: records and events as they are found. Parameters are those of `/records`, with a higher
 * `limit`. What is wrong with them is answered before the stream begins, as everywhere: 400, 422, 503.
 *
 * The answer is `application/x-ndjson`: a JSON object a line, told apart by `kind`, in this order:
 *
 * - `record`, `event`: a row, as in `items` of `/records`, in the order of the query; each has its `cursor`
 * - `progress`: `{kind, searchedBytes, totalBytes}`, some ten times a second while nothing is found; none when the
 *   search takes but a moment
 * - `problem`: `{kind, problem}`, what could not be done, once each
 * - the last line is either `end`: `{kind, nextCursor, rows}`, where `nextCursor` goes on (as `cursor`, with everything
 *   else the same) or is null when there is no more; or `error`: `{kind, error: {code, message, remedy}}`. A stream
 *   without one was cut on the way: go on after the cursor of its last row.
 *
 * Who has seen enough closes the connection (`AbortController.abort()` of a `fetch`): the search ends then.
 *
 * @module
 */
import type { JsonSchema } from "../../report/analysis_schema.ts";
import { explainError } from "../explain_error.ts";
import { integerParameter, type ParameterTable } from "../../view/params/parameter.ts";
import { type PageStep, searchRecords } from "../select/search_records.ts";
import { RECORD_PARAMETERS, type RecordChoice } from "../select/select_records.ts";
import type { ServedCase } from "../served_case.ts";
import { objectSchema, schemaOf } from "./api_schema.ts";

const MAX_ROWS = 5000;
const COUNT: JsonSchema = { type: "integer", minimum: 0 };

/** Parameters of the stream. */
export const STREAM_PARAMETERS: ParameterTable<RecordChoice> = {
  ...RECORD_PARAMETERS,
  limit: integerParameter("most rows", { minimum: 1, maximum: MAX_ROWS, fallback: 500 }),
};

/** Shape of a line. */
export const RECORD_LINE: JsonSchema = {
  anyOf: [
    schemaOf("RecordRow"),
    schemaOf("EventInPlace"),
    objectSchema({ kind: { const: "progress" }, searchedBytes: COUNT, totalBytes: COUNT }),
    objectSchema({ kind: { const: "problem" }, problem: schemaOf("Diagnostic") }),
    objectSchema({
      kind: { const: "end" },
      nextCursor: { anyOf: [{ type: "string" }, { type: "null" }] },
      rows: COUNT,
    }),
    objectSchema({
      kind: { const: "error" },
      error: objectSchema({
        code: { type: "string" },
        message: { type: "string" },
        remedy: { type: "string" },
      }),
    }),
  ],
};

/**
 * Streams records; the search ends when nobody reads on.
 *
 * @throws {UsageError} at once, when the filter cannot be read, or an id or the cursor does not exist
 */
export function streamRecords(served: ServedCase, choice: RecordChoice): ReadableStream<Uint8Array> {
  // A signal, because a generator that waits cannot be told to return.
  const abortion = new AbortController();
  const steps = searchRecords(served, choice, abortion.signal);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await steps.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(linesOf(value)));
      } catch (error) {
        if (abortion.signal.aborted) return;
        const { code, message, remedy } = explainError(error);
        controller.enqueue(encoder.encode(lineOf({ kind: "error", error: { code, message, remedy } })));
        controller.close();
      }
    },
    async cancel() {
      abortion.abort();
      await steps.return().catch(() => {});
    },
  }, { highWaterMark: 0 });
}

function linesOf(step: PageStep): string {
  return step.kind === "rows" ? step.rows.map(lineOf).join("") : lineOf(step);
}

function lineOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
