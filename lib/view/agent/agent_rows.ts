import type { Agent, Analysis } from "../../analyze/analysis.ts";
import type { Finding } from "../../analyze/finding.ts";
import { compareVersions } from "../../rules/version_range.ts";

/** A finding that names an agent. */
export type AgentFinding = Pick<Finding, "id" | "rule" | "title" | "severity" | "onset" | "last">;

/** What a row of the table shows of an agent. */
export interface AgentRow extends Agent {
  /** Findings that name it. */
  readonly findings: readonly AgentFinding[];
  /** Whether others have a newer version. */
  readonly isOld: boolean;
}

/** Clocks that differ by less trouble nobody. */
const CLOCK_MS = 60_000;

/** All agents, by host and project, each with the findings that name it. */
export function agentRows({ agents, findings }: Pick<Analysis, "agents" | "findings">): AgentRow[] {
  const newest = newestVersion(agents);
  const byHost = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const host of finding.agents) byHost.set(host, [...byHost.get(host) ?? [], finding]);
  }
  return agents.map((agent) => ({
    ...agent,
    findings: (byHost.get(agent.host) ?? []).filter((finding) => concerns(finding, agent)).map(named),
    isOld: agent.version !== null && newest !== null && compareVersions(agent.version, newest) < 0,
  }));
}

/** An agent of several projects is named once, a finding about one of them is not about the others. */
function concerns({ groupIds }: Finding, { groupId }: Agent): boolean {
  return groupIds.length === 0 || groupId === null || groupIds.includes(groupId);
}

function named({ id, rule, title, severity, onset, last }: Finding): AgentFinding {
  return { id, rule, title, severity, onset, last };
}

/** The newest version that any of them has. */
export function newestVersion(agents: readonly Pick<Agent, "version">[]): string | null {
  return agents.reduce<string | null>(
    (newest, { version }) =>
      version !== null && (newest === null || compareVersions(version, newest) > 0) ? version : newest,
    null,
  );
}

/** Whether something is the matter with it: a finding, refused calls, a wrong clock. */
export function isSick({ findings, unauthorized, clockOffsetMs }: AgentRow): boolean {
  return findings.length > 0 || unauthorized > 0 || Math.abs(clockOffsetMs ?? 0) > CLOCK_MS;
}

/** A text that sorts as the version does. */
export function versionKey(version: string): string {
  return version.split(".").map((part) => String(Number.parseInt(part, 10) || 0).padStart(12, "0")).join(".");
}
