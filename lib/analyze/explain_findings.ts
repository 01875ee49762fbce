import type { EventRow } from "../events/event_row.ts";
import { aroundStarts } from "./around_starts.ts";
import { alertEvents, confirmations } from "./causes/confirmations.ts";
import { lastUpgradeMs } from "./causes/last_upgrade.ts";
import { changeEvents, rankCauses } from "./causes/rank_causes.ts";
import { onApiClock } from "./clocks/api_onset.ts";
import type { HostClocks } from "./clocks/find_clocks.ts";
import type { Evidence } from "./finding.ts";
import { API_CLOCK, type FindingDraft } from "./finding_draft.ts";
import { hostVersions } from "./host_versions.ts";
import { effectOf } from "./impact/effect_of.ts";
import type { MeasuredImpacts } from "./impact/measure_impacts.ts";
import type { CausedFinding } from "./incidents.ts";
import { addVersionHints } from "./known_issues/add_version_hints.ts";
import type { LogTally } from "./log_tally.ts";
import type { TimedRestart } from "./restarts.ts";
import type { LogSpan } from "./span_of_logs.ts";

/** What findings are explained by. */
export interface KnownChanges {
  /** Counts of the logs. */
  readonly tally: LogTally;
  /** Time the logs are about. */
  readonly span: LogSpan;
  /** Normalised, by time. */
  readonly events: readonly EventRow[];
  /** How far before an onset an event may be its cause. */
  readonly leadMs: number;
  /** Clocks of hosts. */
  readonly clocks: HostClocks;
  /** Starts of server processes. */
  readonly restarts: readonly TimedRestart[];
  /** What was measured after changes. */
  readonly impacts: Pick<MeasuredImpacts, "of">;
  /** The access line of a change. */
  readonly originOf: (eventId: string) => Evidence | null;
}

/** What the logs do not hold has no cause. */
const NO_TROUBLE = /^coverage\./;

/** Puts findings on the API's clock, and says what starts, versions, changes and alerts have to do with them. */
export function explainFindings(drafts: readonly FindingDraft[], known: KnownChanges): CausedFinding[] {
  const { tally, span, events, leadMs, clocks, restarts, impacts, originOf } = known;
  const changes = changeEvents(events, span.endMs - span.startMs);
  const alerts = alertEvents(events);
  const onApi = restarts.map((one) => ({ ...one, timeMs: one.timeMs - clocks.offsetOf(one.host) }));
  const facts = {
    effectOf: (event: EventRow, finding: FindingDraft) =>
      effectOf(impacts.of(event.id), finding, event).effect,
    originOf,
    notBeforeMs: (finding: FindingDraft) => lastUpgradeMs(finding, restarts, clocks.offsetOf),
  };
  const placed = drafts.map((draft) => aroundStarts(draft, draft.onsetHost === API_CLOCK ? onApi : restarts));
  const hinted = addVersionHints(placed, hostVersions(tally.logs()));
  return hinted.map((draft) => onApiClock(draft, clocks, tally.hosts)).map((draft): CausedFinding => {
    if (NO_TROUBLE.test(draft.rule)) return { ...draft, causes: [], confirmedBy: [] };
    return {
      ...draft,
      causes: rankCauses(draft, changes, leadMs, facts),
      confirmedBy: confirmations(draft, alerts, changes.members),
    };
  });
}
