import { analysisSchema, type JsonSchema } from "../../report/analysis_schema.ts";
import { textParameter } from "../../view/params/parameter.ts";
import { listSeries } from "../select/list_series.ts";
import { AGENT_PARAMETERS, selectAgents } from "../select/select_agents.ts";
import { BACKUP_PARAMETERS, selectBackups } from "../select/select_backups.ts";
import { DIAGNOSTIC_PARAMETERS, selectDiagnostics } from "../select/select_diagnostics.ts";
import { EVENT_PARAMETERS, selectEvents } from "../select/select_events.ts";
import { FINDING_PARAMETERS, selectFindings } from "../select/select_findings.ts";
import { IMPACT_PARAMETERS, selectImpacts } from "../select/select_impacts.ts";
import { selectSignatures, SIGNATURE_PARAMETERS } from "../select/select_signatures.ts";
import type { ApiRoute } from "./api_route.ts";
import { moved, schemaOf } from "./api_schema.ts";
import { listRoute } from "./list_route.ts";

const HOST = { host: textParameter("only of this host") };

/** The lists of an analysis. */
export const LIST_ROUTES: readonly ApiRoute[] = [
  listRoute({
    path: "/findings",
    summary: "Findings, most severe first",
    parameters: FINDING_PARAMETERS,
    items: schemaOf("Finding"),
    list: ({ analysis }, choice) => selectFindings(analysis.findings, choice),
  }),
  listRoute({
    path: "/incidents",
    summary: "Incidents by start",
    parameters: {},
    items: schemaOf("Incident"),
    list: ({ analysis }) => analysis.incidents,
  }),
  listRoute({
    path: "/signatures",
    summary: "Message templates and exceptions, most frequent first",
    parameters: SIGNATURE_PARAMETERS,
    items: schemaOf("Signature"),
    list: ({ analysis }, choice) => selectSignatures(analysis.signatures, choice),
  }),
  listRoute({
    path: "/events",
    summary: "Events by time",
    parameters: EVENT_PARAMETERS,
    items: schemaOf("EventRow"),
    list: ({ analysis }, choice) => selectEvents(analysis.events, choice),
  }),
  listRoute({
    path: "/impacts",
    summary: "What measurably changed after events, and what did not, by event",
    parameters: IMPACT_PARAMETERS,
    items: schemaOf("Impact"),
    list: ({ analysis }, choice) => selectImpacts(analysis.impacts, choice),
  }),
  listRoute({
    path: "/traces",
    summary: "Events with the requests that made them and the records of these, by event",
    parameters: { event: textParameter("only of the event with this id") },
    items: schemaOf("Trace"),
    list: ({ analysis }, { event }) =>
      analysis.traces.filter(({ eventId }) => event === undefined || eventId === event),
  }),
  listRoute({
    path: "/series",
    summary: "Requests, errors and latency over time, and the records of each finding",
    parameters: { name: textParameter("only the series of this name") },
    items: schemaOf("NamedSeries"),
    list: (index, { name }) =>
      listSeries(index).filter((series) => name === undefined || series.name === name),
  }),
  listRoute({
    path: "/access/routes",
    summary: "HTTP routes, as in the access of the case",
    parameters: {},
    items: entryOf("Access", "routes"),
    list: ({ analysis }) => analysis.access.routes,
  }),
  listRoute({
    path: "/access/clients",
    summary: "HTTP clients, as in the access of the case",
    parameters: {},
    items: entryOf("Access", "clients"),
    list: ({ analysis }) => analysis.access.clients,
  }),
  listRoute({
    path: "/agents",
    summary: "Agents by host and project",
    parameters: AGENT_PARAMETERS,
    items: schemaOf("Agent"),
    list: ({ analysis }, choice) => selectAgents(analysis.agents, choice),
  }),
  listRoute({
    path: "/backups",
    summary: "Backups by first record",
    parameters: BACKUP_PARAMETERS,
    items: schemaOf("Backup"),
    list: ({ analysis }, choice) => selectBackups(analysis.backups, choice),
  }),
  listRoute({
    path: "/restarts",
    summary: "Starts of server processes by time",
    parameters: HOST,
    items: schemaOf("Restart"),
    list: ({ analysis }, { host }) => onHost(analysis.restarts, host),
  }),
  listRoute({
    path: "/clocks",
    summary: "Clocks of hosts against the API's, by host",
    parameters: HOST,
    items: schemaOf("Clock"),
    list: ({ analysis }, { host }) => onHost(analysis.clocks, host),
  }),
  listRoute({
    path: "/diagnostics",
    summary: "What was cut, damaged, skipped, over a limit or not understood, by place",
    parameters: DIAGNOSTIC_PARAMETERS,
    items: schemaOf("Diagnostic"),
    list: ({ analysis }, choice) => selectDiagnostics(analysis.diagnostics, choice),
  }),
];

function onHost<T extends { readonly host: string }>(
  list: readonly T[],
  host: string | undefined,
): readonly T[] {
  return host === undefined ? list : list.filter((entry) => entry.host === host);
}

/** The shape of the entries of a list that has no name of its own. */
function entryOf(part: string, list: string): JsonSchema {
  return moved(analysisSchema.$defs?.[part]?.properties?.[list]?.items ?? {});
}
