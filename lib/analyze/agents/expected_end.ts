import type { EventRow } from "../../events/event_row.ts";
import { apiOnset } from "../clocks/api_onset.ts";
import type { FindingDraft } from "../finding_draft.ts";
import type { AgentFacts } from "./agent_facts.ts";

/** Agents call at least every few minutes. */
const WITHIN_MS = 1_800_000;
/** Clocks of events and logs differ by some seconds. */
const SLACK_MS = 60_000;

/** What ends the calls of agents, or their success, by intention (`known-issues.md` §2). */
const ENDS: Readonly<Record<string, readonly { readonly type: string; readonly words: string }[]>> = {
  "agent.silent": [{ type: "GROUP_DELETED", words: "The project was deleted" }],
  "agent.unauthorized": [
    { type: "GROUP_DELETED", words: "The project was deleted" },
    { type: "AGENT_API_KEY_DELETED", words: "An agent API key of the project was deleted" },
  ],
};

/** Lowers what had to happen: agents of a project that somebody deleted, or whose key, right before. */
export function expectedEnd(
  draft: FindingDraft,
  { events, offsetOf }: Pick<AgentFacts, "events" | "offsetOf">,
): FindingDraft {
  const ends = ENDS[draft.rule] ?? [];
  if (ends.length === 0 || draft.isStanding || draft.groupIds.length === 0) return draft;
  const onset = apiOnset(draft, { offsetOf, uncertaintyOf: () => 0 });
  const found = draft.groupIds.map((groupId) => endOf({ ...draft, ...onset }, groupId, events));
  if (found.some((event) => event === undefined)) return draft;
  const last = found.at(-1)!;
  const { words } = ends.find(({ type }) => type === last.type)!;
  return {
    ...draft,
    severity: "low",
    explanation: `${draft.explanation} ${words} at ${last.time}, so this is expected.`,
    remediation: draft.rule === "agent.silent"
      ? "Nothing, if the project was meant to go: then stop these agents where they still run."
      : `If the deletion was meant, stop these agents; if not: ${draft.remediation}`,
  };
}

function endOf(draft: FindingDraft, groupId: string, events: readonly EventRow[]): EventRow | undefined {
  return events.findLast((event) =>
    event.groupId === groupId && ENDS[draft.rule]!.some(({ type }) => type === event.type) &&
    Date.parse(event.time) >= draft.onsetMs - WITHIN_MS &&
    Date.parse(event.time) <= draft.latestOnsetMs + SLACK_MS
  );
}
