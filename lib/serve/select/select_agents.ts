import type { Agent } from "../../analyze/analysis.ts";
import { choiceParameter, type ParameterTable, textParameter } from "../../view/params/parameter.ts";
import { holdsText } from "./slice_list.ts";

/** How agents can be sorted. */
export const AGENT_SORTS = ["host", "requests", "unauthorized", "silence", "clock"] as const;

/** Which agents are asked for. */
export interface AgentChoice {
  /** Text in host, project or version. */
  q: string | undefined;
  /** Order; by host when left out. */
  sort: (typeof AGENT_SORTS)[number] | undefined;
}

/** Parameters that choose agents. */
export const AGENT_PARAMETERS: ParameterTable<AgentChoice> = {
  q: textParameter("text that is in its host, project or version"),
  sort: choiceParameter("order: by host, or the highest of a number first", AGENT_SORTS),
};

const NUMBERS: Readonly<Record<(typeof AGENT_SORTS)[number], ((agent: Agent) => number) | null>> = {
  host: null,
  requests: ({ requests }) => requests,
  unauthorized: ({ unauthorized }) => unauthorized,
  silence: ({ longestSilenceMs }) => longestSilenceMs,
  clock: ({ clockOffsetMs }) => Math.abs(clockOffsetMs ?? 0),
};

/** Chooses agents; by host and project, as in the analysis, when no other order is asked for. */
export function selectAgents(
  agents: readonly Agent[],
  { q, sort = "host" }: AgentChoice,
): readonly Agent[] {
  const chosen = agents.filter(({ host, groupId, version }) => holdsText(q, [host, groupId, version]));
  const number = NUMBERS[sort];
  return number === null ? chosen : chosen.sort((a, b) => number(b) - number(a));
}
