import type { AgentChange } from "../../analyze/diff/agent_changes.ts";
import type { HostChange, HostFacts } from "../../analyze/diff/host_changes.ts";
import { describeDuration } from "../describe_duration.ts";
import { describeAmount, describeCount, describeList } from "../describe_quantity.ts";
import type { SummaryStyle } from "../summary_style.ts";
import { describeShare } from "./describe_shift.ts";
import { type DiffRow, type DiffSection, sectionOf } from "./diff_section.ts";

type AgentKind = AgentChange["changes"][number];

const AGENT_KINDS: readonly (readonly [kind: AgentKind, style: SummaryStyle, about: string])[] = [
  ["refused", "red", "refused (401) more often"],
  ["gone", "yellow", "sent nothing any more"],
  ["fewer", "yellow", "sent fewer requests"],
  ["new", "cyan", "sent nothing before"],
  ["more", "cyan", "sent more requests"],
  ["accepted", "green", "refused (401) less often"],
  ["version", "cyan", "with another version"],
];
const NAMES_SHOWN = 3;

/** Servers that came, went or changed. */
export function hostSections(hosts: readonly HostChange[], most: number): DiffSection[] {
  const [moved, changed] = [true, false].map((wanted) =>
    hosts.filter(({ before, after }) => (before === null || after === null) === wanted)
  );
  return [
    ...sectionOf("Hosts that changed", changed!, most, hostRow),
    ...sectionOf("Hosts that are in one of both only", moved!, most, hostRow),
  ];
}

/** Agents, put together by what happened to them: a fleet has thousands. */
export function agentSections(agents: readonly AgentChange[]): DiffSection[] {
  const rows = AGENT_KINDS.flatMap(([kind, style, about]): DiffRow[] => {
    const own = agents.filter(({ changes }) => changes.includes(kind));
    if (own.length === 0) return [];
    return [{
      label: kind,
      style,
      what: `${describeAmount(own.length, "agent")} ${about}`,
      detail: describeList(own.map((agent) => describeAgent(agent, kind)), NAMES_SHOWN),
    }];
  });
  return rows.length === 0 ? [] : [{ title: "Agents", count: rows.length, rows }];
}

function describeAgent({ host, before, after }: AgentChange, kind: AgentKind): string {
  if (before === null || after === null) return host;
  switch (kind) {
    case "version":
      return `${host} (${before.version} before, ${after.version} after)`;
    case "refused":
    case "accepted":
      return `${host} (${describeCount(before.unauthorized)} of ${describeCount(before.requests)} before, ` +
        `${describeCount(after.unauthorized)} of ${describeCount(after.requests)} after)`;
    default:
      return `${host} (${describeCount(before.requests)} before, ${describeCount(after.requests)} after)`;
  }
}

function hostRow({ host, changes, before, after }: HostChange): DiffRow {
  if (before === null || after === null) {
    const facts = (before ?? after)!;
    const what = before === null ? "only after" : "only before";
    return {
      label: before === null ? "new" : "gone",
      style: before === null ? "cyan" : "yellow",
      what: host,
      detail: `${what}: ${describeAmount(facts.records, "record")} of ${
        describeList(facts.logs, 5) || "no log"
      }`,
    };
  }
  return {
    label: changes[0]!,
    style: changes.includes("restarts") || changes.includes("logs") ? "yellow" : "cyan",
    what: host,
    detail: changes.map((change) => describeHost(change, before, after)).join("; "),
  };
}

function describeHost(change: HostChange["changes"][number], before: HostFacts, after: HostFacts): string {
  const both = (of: (facts: HostFacts) => string) => `${of(before)} before, ${of(after)} after`;
  switch (change) {
    case "version":
      return `version ${both(({ version }) => version ?? "unknown")}`;
    case "restarts":
      return both(({ restarts }) => describeAmount(restarts, "restart"));
    case "logs":
      return describeLogs(before.logs, after.logs);
    case "lost":
      return `time that is missing: ${
        both(({ lostMs, coveredMs }) => describeShare(lostMs / Math.max(1, lostMs + coveredMs)))
      }`;
    default:
      return both(({ records, coveredMs }) =>
        `${describeAmount(records, "record")} in ${describeDuration(coveredMs)} of logs`
      );
  }
}

function describeLogs(before: HostFacts["logs"], after: HostFacts["logs"]): string {
  const gone = before.filter((log) => !after.includes(log));
  const added = after.filter((log) => !before.includes(log));
  return [
    ...(gone.length > 0 ? [`no ${gone.join(", ")} log any more`] : []),
    ...(added.length > 0 ? [`no ${added.join(", ")} log before`] : []),
  ].join("; ");
}
