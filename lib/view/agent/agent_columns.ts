import { describeDuration } from "../../report/describe_duration.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { SEVERITIES } from "../../rules/rule.ts";
import { html, type HtmlValue, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { badge } from "../parts/badge.ts";
import type { Column } from "../parts/data_table.ts";
import { stripAxis } from "../parts/life_strip.ts";
import { searchHref } from "../parts/search_link.ts";
import type { TimeScale } from "../parts/time_scale.ts";
import { timeView } from "../parts/time_view.ts";
import { type AgentFinding, type AgentRow, versionKey } from "./agent_rows.ts";
import { callStrip } from "./call_strip.ts";
import { entityPath } from "../parts/entity_path.ts";

/** The columns of agents; the scale is that of the pictures of their calls. */
export function agentColumns(scale: TimeScale | null): readonly Column<AgentRow>[] {
  return [
    {
      key: "host",
      name: "Agent",
      kind: "wide",
      value: ({ host }) => host,
      plain: ({ host }) => host,
      cell: agentCell,
    },
    {
      key: "project",
      name: "Project",
      kind: "file",
      value: ({ groupId }) => groupId,
      cell: ({ groupId }) => groupId,
    },
    {
      key: "version",
      name: "Version",
      value: ({ version }) => version === null ? null : versionKey(version),
      plain: ({ version }) => version,
      cell: ({ version, isOld }) =>
        html`${version}${
          isOld && html`
            ${badge("old")}
          `
        }`,
    },
    {
      key: "calls",
      name: "Calls",
      plain: null,
      below: scale !== null && stripAxis(scale),
      cell: (agent) => scale !== null && callStrip(agent, scale),
    },
    {
      key: "trouble",
      name: "Findings",
      value: ({ findings }) => worstOf(findings),
      plain: ({ findings }) => findings.map(({ title }) => title).join("; "),
      cell: ({ findings }, frame) => findings.map((finding) => findingLink(finding, frame)),
    },
    {
      key: "requests",
      name: "Requests",
      kind: "number",
      value: ({ requests }) => requests,
      cell: ({ requests }) => describeCount(requests),
    },
    {
      key: "unauthorized",
      name: "401",
      kind: "number",
      value: ({ unauthorized }) => unauthorized,
      cell: ({ unauthorized }) =>
        unauthorized > 0 && html`<span class="ink-high">${describeCount(unauthorized)}</span>`,
    },
    {
      key: "silence",
      name: "Longest silence",
      kind: "number",
      value: ({ longestSilenceMs }) => longestSilenceMs,
      cell: ({ longestSilenceMs }) => describeDuration(longestSilenceMs),
    },
    {
      key: "clock",
      name: "Clock",
      kind: "number",
      value: ({ clockOffsetMs }) => clockOffsetMs === null ? null : Math.abs(clockOffsetMs),
      plain: ({ clockOffsetMs }) => clockOffsetMs,
      cell: ({ clockOffsetMs }) => clockOffsetMs !== null && signedDuration(clockOffsetMs),
    },
    {
      key: "first",
      name: "First",
      kind: "file",
      value: ({ first }) => first,
      cell: ({ first }) => timeView(first),
    },
    { key: "last", name: "Last", value: ({ last }) => last, cell: ({ last }) => timeView(last) },
  ];
}

function agentCell({ host, groupId }: AgentRow, frame: PageFrame): SafeHtml {
  return html`<a href="${searchHref(frame, { agent: host })}">${host}</a>${
    groupId !== null &&
    html`<br><a class="meta" href="${frame.same({ project: groupId, offset: undefined })}">${groupId}</a>`
  }`;
}

/** The worst first; none at all: last. */
function worstOf(findings: readonly AgentFinding[]): number | null {
  if (findings.length === 0) return null;
  return Math.min(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
}

function findingLink({ id, rule, severity, title }: AgentFinding, frame: PageFrame): HtmlValue {
  return html`
    <a class="badge badge-${severity}" href="${frame.href(
      entityPath("/findings", id),
    )}" title="${title}">${rule.slice(rule.indexOf(".") + 1)}</a>
  `;
}

function signedDuration(ms: number): string {
  return `${ms < 0 ? "−" : "+"}${describeDuration(ms)}`;
}
