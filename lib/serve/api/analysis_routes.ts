import { analysisSchema, type JsonSchema } from "../../report/analysis_schema.ts";
import { describeMissing } from "../../report/describe_missing.ts";
import { describeVerdict } from "../../report/describe_verdict.ts";
import type { ServedCase } from "../served_case.ts";
import { notFound } from "../serve_error.ts";
import { type ApiRoute, apiRoute } from "./api_route.ts";
import { API_SCHEMAS, listSchema, objectSchema, schemaOf } from "./api_schema.ts";

const TEXT: JsonSchema = { type: "string" };
const CASE_FIELDS: ReadonlySet<string> = new Set(["schema", "tool", "options", "inputs", "span", "totals"]);

/** The addresses that need the analysis only and are no lists. */
export const ANALYSIS_ROUTES: readonly ApiRoute[] = [
  apiRoute({
    path: "/case",
    summary: "What the case is made of, and what was found, in short",
    parameters: {},
    schema: caseSchema(),
    answer: describeCase,
  }),
  apiRoute({
    path: "/coverage",
    summary: "What there is of each host and category, restarts, clocks, and what is missing",
    parameters: {},
    schema: objectSchema({
      coverage: listSchema(schemaOf("Coverage")),
      restarts: listSchema(schemaOf("Restart")),
      clocks: listSchema(schemaOf("Clock")),
      diagnostics: listSchema(schemaOf("Diagnostic")),
      missing: { ...listSchema(TEXT), description: "What the analysis could not see, in words." },
    }),
    answer: ({ index }) => {
      const { coverage, restarts, clocks, diagnostics } = index.analysis;
      return { coverage, restarts, clocks, diagnostics, missing: describeMissing(index) };
    },
  }),
  apiRoute({
    path: "/findings/{id}",
    summary: "One finding",
    parameters: {},
    schema: schemaOf("Finding"),
    errors: [404],
    answer: ({ index }, _values, id) => index.findingById.get(id) ?? missing("finding", id),
  }),
  apiRoute({
    path: "/incidents/{id}",
    summary: "One incident",
    parameters: {},
    schema: schemaOf("Incident"),
    errors: [404],
    answer: ({ index }, _values, id) =>
      index.incidents.find((incident) => incident.id === id) ?? missing("incident", id),
  }),
  apiRoute({
    path: "/signatures/{id}",
    summary: "One signature",
    parameters: {},
    schema: schemaOf("Signature"),
    errors: [404],
    answer: ({ index }, _values, id) =>
      index.analysis.signatures.find((signature) => signature.id === id) ?? missing("signature", id),
  }),
  apiRoute({
    path: "/events/{id}",
    summary: "One event, the requests and records that belong to it, and what changed after it",
    parameters: {},
    schema: objectSchema({
      event: schemaOf("EventRow"),
      traces: listSchema(schemaOf("Trace")),
      impacts: listSchema(schemaOf("Impact")),
    }),
    errors: [404],
    answer: ({ index }, _values, id) => ({
      event: index.eventById.get(id) ?? missing("event", id),
      traces: index.tracesByEvent.get(id) ?? [],
      impacts: index.impactsByEvent.get(id) ?? [],
    }),
  }),
  apiRoute({
    path: "/access",
    summary: "HTTP access: routes, clients, numbers over time",
    parameters: {},
    schema: schemaOf("Access"),
    answer: ({ index }) => index.analysis.access,
  }),
];

function caseSchema(): JsonSchema {
  const count: JsonSchema = { type: "integer", minimum: 0 };
  const lists = ["findings", "incidents", "signatures", "events", "agents", "diagnostics"];
  const own = Object.keys(analysisSchema.properties ?? {}).filter((name) => CASE_FIELDS.has(name));
  return objectSchema({
    ...Object.fromEntries(own.map((name) => [name, API_SCHEMAS.Analysis?.properties?.[name] ?? {}])),
    verdict: objectSchema({ what: TEXT, whenAndWhere: TEXT, explanation: TEXT }),
    counts: objectSchema(Object.fromEntries(lists.map((name) => [name, count]))),
    text: schemaOf("TextState"),
  });
}

function describeCase({ index, reader }: ServedCase): unknown {
  const { schema, tool, options, inputs, span, totals, ...lists } = index.analysis;
  const { findings, incidents, signatures, events, agents, diagnostics } = lists;
  return {
    ...{ schema, tool, options, inputs, span, totals },
    verdict: describeVerdict(index),
    counts: {
      findings: findings.length,
      incidents: incidents.length,
      signatures: signatures.length,
      events: events.length,
      agents: agents.length,
      diagnostics: diagnostics.length,
    },
    text: reader.text,
  };
}

function missing(what: string, id: string): never {
  throw notFound(what, id, `take an id from /api/v1/${what}s`);
}
