import { integerParameter, neededInteger, neededText, textParameter } from "../../view/params/parameter.ts";
import { selectLines } from "../select/select_lines.ts";
import { findRecords } from "../select/search_records.ts";
import { RECORD_PARAMETERS } from "../select/select_records.ts";
import { type ApiRoute, apiRoute } from "./api_route.ts";
import { listSchema, objectSchema, schemaOf } from "./api_schema.ts";
import { RECORD_LINE, STREAM_PARAMETERS, streamRecords } from "./record_stream.ts";

const LINES = { minimum: 0, maximum: 1000, fallback: 20 };

/** The addresses that read records and lines. */
export const RECORD_ROUTES: readonly ApiRoute[] = [
  apiRoute({
    path: "/records",
    summary: "Records of all hosts and events in one order of time, page by page",
    parameters: RECORD_PARAMETERS,
    schema: objectSchema({
      items: listSchema({ anyOf: [schemaOf("RecordRow"), schemaOf("EventInPlace")] }),
      nextCursor: {
        anyOf: [{ type: "string" }, { type: "null" }],
        description: "Cursor of the next page; null: there is none.",
      },
      problems: listSchema(schemaOf("Diagnostic")),
    }),
    errors: [400, 503],
    answer: findRecords,
  }),
  apiRoute({
    path: "/records/stream",
    summary: "The same records as they are found, and how far the search is, a line each",
    parameters: STREAM_PARAMETERS,
    schema: RECORD_LINE,
    media: "application/x-ndjson",
    errors: [400, 503],
    answer: streamRecords,
  }),
  apiRoute({
    path: "/context",
    summary: "Lines of a log file around a line",
    parameters: {
      member: neededText("path of the log file, as in records and evidence, or its number"),
      input: textParameter("name of the input, when several have such a path"),
      line: neededInteger("line, 1-based"),
      before: integerParameter("lines before it", LINES),
      after: integerParameter("lines after it", LINES),
    },
    schema: objectSchema({
      member: schemaOf("Member"),
      lines: listSchema(schemaOf("Line")),
      text: schemaOf("TextState"),
    }),
    errors: [404],
    answer: (served, place) => ({ ...selectLines(served, place), text: served.reader.text }),
  }),
];
