import { ACCESS_VIEW } from "./access/access_view.ts";
import { AGENTS_VIEW } from "./agent/agents_view.ts";
import { BACKUPS_VIEW } from "./backup/backups_view.ts";
import { COVERAGE_VIEW } from "./coverage/coverage_view.ts";
import { DIAGNOSTICS_VIEW } from "./diagnostic/diagnostics_view.ts";
import { DIFF_VIEW } from "./diff/diff_view.ts";
import { EVENT_VIEW } from "./event/event_view.ts";
import { EVENTS_VIEW } from "./event/events_view.ts";
import { FINDING_VIEW } from "./finding/finding_view.ts";
import { FINDINGS_VIEW } from "./finding/findings_view.ts";
import { INCIDENT_VIEW } from "./incident/incident_view.ts";
import { INCIDENTS_VIEW } from "./incident/incidents_view.ts";
import { OVERVIEW_VIEW } from "./overview/overview_view.ts";
import { LINES_VIEW } from "./record/lines_view.ts";
import { RECORDS_VIEW } from "./record/records_view.ts";
import { SIGNATURE_VIEW } from "./signature/signature_view.ts";
import { SIGNATURES_VIEW } from "./signature/signatures_view.ts";
import { TIMELINE_VIEW } from "./timeline/timeline_view.ts";
import type { View } from "./view.ts";

/** All views. */
export const VIEWS: readonly View[] = [
  OVERVIEW_VIEW,
  TIMELINE_VIEW,
  INCIDENTS_VIEW,
  INCIDENT_VIEW,
  FINDINGS_VIEW,
  FINDING_VIEW,
  SIGNATURES_VIEW,
  SIGNATURE_VIEW,
  ACCESS_VIEW,
  AGENTS_VIEW,
  BACKUPS_VIEW,
  EVENTS_VIEW,
  EVENT_VIEW,
  COVERAGE_VIEW,
  DIAGNOSTICS_VIEW,
  RECORDS_VIEW,
  LINES_VIEW,
  DIFF_VIEW,
];

/** A view and the segment of the path that `{id}` stands for. */
export interface FoundView {
  /** The view. */
  readonly view: View;
  /** The segment, decoded; empty when the path has none. */
  readonly id: string;
}

/** The view at a path; undefined: there is none. */
export function findView(path: string): FoundView | undefined {
  const [list = "", id, ...more] = path.split("/").slice(1);
  if (more.length > 0) return undefined;
  const wanted = id === undefined ? `/${list}` : `/${list}/{id}`;
  const view = VIEWS.find((one) => one.path === wanted);
  return view && { view, id: decodeSegment(id ?? "") };
}

/** A segment that is no valid encoding stands for itself. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
