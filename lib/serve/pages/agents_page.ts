import type { Agent } from "../../analyze/analysis.ts";
import { describeDuration } from "../../report/describe_duration.ts";
import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { describeTime } from "../../report/describe_time.ts";
import { html, type HtmlValue } from "../../report/html/html.ts";
import { type Column, tableView, timeView } from "../../report/html/table_view.ts";
import { AGENT_PARAMETERS, AGENT_SORTS, selectAgents } from "../select/select_agents.ts";
import { sliceList, sliceParameters } from "../select/slice_list.ts";
import { searchAddress } from "./address.ts";
import { filterForm } from "./filter_form.ts";
import { type PageRoute, pageRoute } from "./page.ts";
import { pager } from "./pager.ts";

const COLUMNS: readonly Column[] = [
  { head: "Agent", kind: "wide" },
  { head: "Project" },
  { head: "Version" },
  { head: "Requests", kind: "number" },
  { head: "401", kind: "number" },
  { head: "Longest silence", kind: "number" },
  { head: "Clock", kind: "number" },
  { head: "First" },
  { head: "Last" },
];

/** Agents: how much they ask, how long they are silent, how they are refused. */
export const AGENTS_PAGE: PageRoute = pageRoute(
  "/agents",
  { ...AGENT_PARAMETERS, ...sliceParameters(200, 1000) },
  ({ index }, values) => {
    const { q, sort } = values;
    const slice = sliceList(selectAgents(index.analysis.agents, values), values);
    return {
      title: "Agents",
      view: "/agents",
      body: html`
        <h1>${describeAmount(slice.total, "agent")}</h1>
        ${index.analysis.agents.length === 0 && html`<p>No request of an agent was read.</p>`}
        ${filterForm("/agents", "Choose agents", [
          { name: "q", label: "Text", value: q },
          { name: "sort", label: "Sort by", value: sort, choices: AGENT_SORTS.slice(1), none: "host" },
        ])}
        ${slice.total > 0 && tableView("Agents", COLUMNS, slice.items, slice.items.length, agentCells)}
        ${pager("/agents", { q, sort }, slice, values)}
      `,
    };
  },
);

function agentCells(agent: Agent): HtmlValue[] {
  const { host, groupId, version, requests, unauthorized, longestSilenceMs, clockOffsetMs, first, last } =
    agent;
  return [
    html`<a href="${searchAddress({ kind: "like", field: "agent", values: [[host]] })}">${host}</a>`,
    html`<code>${groupId}</code>`,
    version,
    describeCount(requests),
    unauthorized > 0 && html`<span class="ink-high">${describeCount(unauthorized)}</span>`,
    describeDuration(longestSilenceMs),
    clockOffsetMs !== null && `${clockOffsetMs < 0 ? "−" : "+"}${describeDuration(clockOffsetMs)}`,
    timeView(first, describeTime(first)),
    timeView(last, describeTime(last)),
  ];
}
