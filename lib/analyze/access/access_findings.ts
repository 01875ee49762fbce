import type { FindingDraft } from "../finding_draft.ts";
import type { AccessFacts } from "./access_facts.ts";
import { authBurstFindings } from "./auth_bursts.ts";
import { clientFloodFindings } from "./client_flood.ts";
import { errorBurstFindings } from "./error_bursts.ts";
import { latencyShiftFindings } from "./latency_shift.ts";
import { bruteForceFindings } from "./login_brute_force.ts";

/** Findings about HTTP requests, but for those of agents. */
export function accessFindings(facts: AccessFacts): FindingDraft[] {
  return [
    ...errorBurstFindings(facts),
    ...latencyShiftFindings(facts),
    ...authBurstFindings(facts),
    ...clientFloodFindings(facts),
    ...bruteForceFindings(facts),
  ];
}
