import type { Severity } from "../../rules/rule.ts";

/** What a row of the timeline tells of, those of one moment in this order. */
export const TIMELINE_KINDS = [
  "gap.start",
  "gap.end",
  "restart",
  "event",
  "alert",
  "recovery",
  "incident.start",
  "finding.onset",
  "backup.start",
  "backup.end",
  "finding.end",
  "incident.end",
] as const;

/** Something that happened at a moment. Every row has every field. */
export interface TimelineRow {
  /** ISO 8601 UTC with milliseconds. Of incidents' starts and ends and onsets corrected by the clocks of the hosts. */
  readonly time: string;
  /** What it is. Events that are alerts or recoveries have a kind of their own, all others are `event`. */
  readonly kind: typeof TIMELINE_KINDS[number];
  /** One line for people. */
  readonly title: string;
  /** Of a finding or incident. */
  readonly severity: Severity | null;
  /** Id in analysis.json: of an event, a finding, an incident, or of a snapshot. */
  readonly id: string | null;
  /** What kind of thing it is of its kind: an event's type, a finding's rule, how a restart, gap or backup was. */
  readonly type: string | null;
  /** Sorted. */
  readonly hosts: readonly string[];
  /** Project ids, sorted. */
  readonly groupIds: readonly string[];
  /** The line that shows it. */
  readonly evidence: {
    /** Name of the input. */
    readonly input: string;
    /** Path inside it. */
    readonly member: string;
    /** 1-based. */
    readonly line: number;
  } | null;
}
