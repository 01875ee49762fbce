import type { EventRow } from "../events/event_row.ts";
import { directLink } from "./event_links.ts";
import type { FindingDraft } from "./finding_draft.ts";

/** Alert events come minutes after the fact, the daemon's a quarter of an hour. */
const DELAY_MS = 1_800_000;
const EARLY_MS = 60_000;
/** Alerts that tell a measure or a standing, not that something broke. */
const STANDING =
  /METRIC_THRESHOLD|VERSION_BEHIND|CERTIFICATE|SECURITY_CHECKUP|STARTUP_WARNINGS|USERS_|MULTI_FACTOR/;
const MIN_LINK = 0.9;

/** Ids of the alert events that tell the same as a finding, by time. An alert confirms; it is never a cause. */
export function confirmations(finding: FindingDraft, events: readonly EventRow[]): string[] {
  return events.filter((event) =>
    event.role === "alert" && isDuring(event, finding) && tellsTheSame(event, finding)
  )
    .map(({ id }) => id);
}

function isDuring(event: EventRow, { onsetMs, lastMs }: FindingDraft): boolean {
  const timeMs = Date.parse(event.time);
  return timeMs >= onsetMs - EARLY_MS && timeMs <= Math.max(onsetMs, lastMs) + DELAY_MS;
}

function tellsTheSame(event: EventRow, finding: FindingDraft): boolean {
  return finding.confirmingTypes.includes(event.type) ||
    (!STANDING.test(event.type) && directLink(event, finding) >= MIN_LINK);
}
