import type { FindingDraft } from "../finding_draft.ts";
import { agentClockFindings } from "./agent_clock_skew.ts";
import type { AgentFacts } from "./agent_facts.ts";
import { agentSilentFindings } from "./agent_silent.ts";
import { agentUnauthorizedFindings } from "./agent_unauthorized.ts";
import { expectedEnd } from "./expected_end.ts";

/** Findings about agents, as their requests tell. */
export function agentFindings(facts: AgentFacts): FindingDraft[] {
  return [...agentSilentFindings(facts), ...agentUnauthorizedFindings(facts), ...agentClockFindings(facts)]
    .map((draft) => expectedEnd(draft, facts));
}
