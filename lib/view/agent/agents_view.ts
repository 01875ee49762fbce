import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { switchParameter, textParameter } from "../params/parameter.ts";
import { dataTable, TABLE_PARAMETERS, tablePage } from "../parts/data_table.ts";
import { filterForm } from "../parts/filter_form.ts";
import { omissionNote, omissionOf } from "../parts/omission_note.ts";
import { scaleOf } from "../parts/scale_of.ts";
import type { TimeScale } from "../parts/time_scale.ts";
import { touchesWindow, type View, view } from "../view.ts";
import { agentColumns } from "./agent_columns.ts";
import { type AgentRow, agentRows, isSick, newestVersion, versionKey } from "./agent_rows.ts";
import { callsIn } from "./call_strip.ts";

/** Choices of a list beyond this are found by text. */
const MOST_CHOICES = 200;
const VERSIONS_SHOWN = 12;

interface AgentFilter {
  version: string | undefined;
  project: string | undefined;
  sick: boolean;
  old: boolean;
}

/** A version, and how many agents have it. */
interface VersionCount {
  readonly version: string;
  readonly agents: number;
  readonly isNewest: boolean;
}

/** Agents: when they called, what versions they have, how they are refused. */
export const AGENTS_VIEW: View = view({
  path: "/agents",
  parameters: {
    ...TABLE_PARAMETERS,
    version: textParameter("only of this version"),
    project: textParameter("only of this project"),
    sick: switchParameter("only those with findings, refused calls or a wrong clock"),
    old: switchParameter("only those of which others have a newer version"),
  },
  load: ({ index: { analysis }, omissions }, values) => {
    const agents = agentRows(analysis);
    const chosen = agents.filter((agent) =>
      isChosen(agent, values) && touchesWindow(agent.first, agent.last, values)
    );
    const page = tablePage(
      chosen,
      agentColumns(null),
      values,
      ({ host, groupId, version }) => [host, groupId, version],
    );
    return {
      page,
      all: agents.length,
      sick: agents.filter(isSick).length,
      versions: versionsOf(agents),
      projects: [...new Set(agents.flatMap(({ groupId }) => groupId ?? []))].sort().slice(0, MOST_CHOICES),
      omission: omissionOf(omissions, "agents"),
      scale: callScale(page.rows, scaleOf(analysis.span, values)),
    };
  },
  render: ({ page, all, sick, versions, projects, omission, scale }, frame) => ({
    title: "Agents",
    body: html`
      <h1>${describeAmount(page.total, "agent")}</h1>
      ${all > 0 && troubleLine(sick, frame)}
      ${omissionNote(omission)}
      ${versionList(versions, frame)}
      ${filterForm("Filter agents", [
        { name: "q", label: "Text" },
        { name: "version", label: "Version", choices: versions.map(({ version }) => version) },
        { name: "project", label: "Project", choices: projects },
        { name: "old", label: "Old version", choices: ["true"] },
        { name: "sick", label: "In trouble", choices: ["true"] },
      ], frame)}
      ${dataTable("Agents", agentColumns(scale), page, frame, {
        order: "host",
        noun: "agent",
        empty: all === 0 ? "No request of an agent was read." : "Nothing fits.",
      })}
    `,
  }),
});

function isChosen(agent: AgentRow, { version, project, sick, old }: AgentFilter): boolean {
  return (version === undefined || agent.version === version) &&
    (project === undefined || agent.groupId === project) &&
    (!sick || isSick(agent)) && (!old || agent.isOld);
}

/** How many agents of all are in trouble, and what that is. */
function troubleLine(sick: number, frame: PageFrame): SafeHtml {
  const link = html`<a href="${frame.same({ sick: true, offset: undefined })}">${
    describeCount(sick)
  } in trouble</a>`;
  return html`
    <p class="meta">${sick === 0
      ? "None of all is in trouble"
      : link}: named by a finding, refused (401), or with a
      clock more than a minute off. Counts are of all time.</p>
  `;
}

function versionsOf(agents: readonly AgentRow[]): VersionCount[] {
  const newest = newestVersion(agents);
  const byVersion = Map.groupBy(agents, ({ version }) => version);
  return [...byVersion].flatMap(([version, list]) =>
    version === null ? [] : [{ version, agents: list.length, isNewest: version === newest }]
  ).sort((a, b) => versionKey(a.version) < versionKey(b.version) ? 1 : -1).slice(0, MOST_CHOICES);
}

function versionList(versions: readonly VersionCount[], frame: PageFrame): SafeHtml | null {
  if (versions.length < 2) return null;
  return html`
    <ul class="chosen" aria-label="Versions, newest first">${versions.slice(0, VERSIONS_SHOWN).map((
      { version, agents, isNewest },
    ) =>
      html`<li><a href="${frame.same({ version, offset: undefined })}">${version}</a> ${
        describeAmount(agents, "agent")
      }${isNewest && ", newest"}</li>`
    )}</ul>
  `;
}

/** The stretch of time of the pictures: whole buckets, when calls are told by buckets. */
function callScale(rows: readonly AgentRow[], scale: TimeScale | null): TimeScale | null {
  const calls = rows.find((row) => row.calls !== undefined)?.calls;
  if (calls === undefined || scale === null) return scale;
  const { start, bucketMs, counts } = callsIn(calls, scale);
  const startMs = Date.parse(start);
  return counts.length === 0 ? scale : { startMs, endMs: startMs + counts.length * bucketMs };
}
