import { eventScope } from "../../events/event_catalog.ts";
import type { EventRow } from "../../events/event_row.ts";
import { directLink, isAboutBackup, isElsewhere } from "./event_links.ts";
import type { FindingDraft } from "../finding_draft.ts";
import type { ReplicaSetMembers } from "./replica_set_members.ts";

/** Alert events come minutes after the fact, the daemon's a quarter of an hour. */
const DELAY_MS = 1_800_000;
const EARLY_MS = 60_000;
/** Alerts that tell a measure or a standing, not that something broke. */
const STANDING =
  /METRIC_THRESHOLD|VERSION_BEHIND|CERTIFICATE|SECURITY_CHECKUP|STARTUP_WARNINGS|USERS_|MULTI_FACTOR/;
const BACKING_DATABASE = /^BACKING_?D(?:B|ATABASE)_(?!.*WARNINGS)/;
const BACKUP_STATE =
  /^(?!BACKUP_AGENT)(?:.*BACKUP|.*SNAPSHOT|.*CLUSTERSHOT|.*BLOCKSTORE|RESYNC_|OPLOG_BEHIND|SYNC_SLICE|RS_BIND)/;
const MIN_LINK = 0.9;

/** Alert events and their times. */
export type AlertEvents = readonly { readonly event: EventRow; readonly timeMs: number }[];

/** Picks the events that can confirm a finding. */
export function alertEvents(events: readonly EventRow[]): AlertEvents {
  return events.filter(({ role }) => role === "alert").map((event) => ({
    event,
    timeMs: Date.parse(event.time),
  }));
}

/** Ids of the alert events that tell the same as a finding, by time. An alert confirms; it is never a cause. */
export function confirmations(
  finding: FindingDraft,
  alerts: AlertEvents,
  members: ReplicaSetMembers,
): string[] {
  const fromMs = finding.onsetMs - EARLY_MS;
  const toMs = Math.max(finding.onsetMs, finding.lastMs) + DELAY_MS;
  return alerts.filter(({ event, timeMs }) =>
    finding.raisedBy.length > 0
      ? finding.raisedBy.includes(event.id)
      : timeMs >= fromMs && timeMs <= toMs && tellsTheSame(event, finding, members)
  ).map(({ event }) => event.id);
}

function tellsTheSame(event: EventRow, finding: FindingDraft, members: ReplicaSetMembers): boolean {
  if (finding.confirmingTypes.includes(event.type)) return !isElsewhere(event, finding);
  if (!STANDING.test(event.type) && directLink(event, finding, members) >= MIN_LINK) return true;
  return !isElsewhere(event, finding) && isAboutTheSame(event, finding);
}

/** Whether an alert is about what a finding is about, though they have no name in common. */
function isAboutTheSame(event: EventRow, finding: FindingDraft): boolean {
  if (BACKING_DATABASE.test(event.type)) return finding.rule.startsWith("appdb.");
  const isState = BACKUP_STATE.test(event.type) || eventScope(event) === "backup";
  return isState && event.host === undefined && !STANDING.test(event.type) && isAboutBackup(finding);
}
