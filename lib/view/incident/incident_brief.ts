import type { Incident } from "../../analyze/finding.ts";
import { fitLine } from "../../report/clip_text.ts";
import { describeBestCause, describeClaim } from "../../report/describe_cause.ts";
import { describeDuration, describeLag } from "../../report/describe_duration.ts";
import { describeAmount, describeList } from "../../report/describe_quantity.ts";
import { isOpenEnded } from "../../report/describe_verdict.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { html, type SafeHtml } from "../html.ts";
import { timeView } from "../parts/time_view.ts";

/** An incident in short. */
export interface IncidentBrief extends Omit<Incident, "findings" | "causes"> {
  /** Whether the logs end before it does. */
  readonly isOpen: boolean;
  /** Its findings. */
  readonly findingCount: number;
  /** The best candidate for a cause in a sentence, or why there is none. */
  readonly verdict: string;
  /** The best candidate; null: nothing explains it. */
  readonly cause: {
    readonly score: number;
    readonly claim: string;
    readonly lag: string;
    readonly time: string;
  } | null;
}

const TITLE_LENGTH = 300;
const HOSTS_SHOWN = 8;
const PROJECTS_SHOWN = 3;

/** Shortens an incident to what lists show. */
export function briefIncident(
  { findings, causes, ...incident }: Incident,
  index: ReportIndex,
): IncidentBrief {
  const [best] = causes;
  return {
    ...incident,
    title: fitLine(incident.title, TITLE_LENGTH),
    isOpen: isOpenEnded({ ...incident, findings, causes }, index),
    findingCount: findings.length,
    verdict: describeBestCause(causes, index),
    cause: best === undefined ? null : {
      score: best.score,
      claim: describeClaim(best),
      lag: describeLag(best.lagMs),
      time: index.eventById.get(best.eventId)?.time ?? incident.start,
    },
  };
}

/** When and where an incident was. */
export function incidentFacts(incident: IncidentBrief): SafeHtml {
  const { start, end, isOpen, hosts, groupIds, findingCount } = incident;
  const facts = [
    describeDuration(Date.parse(end) - Date.parse(start)),
    ...(hosts.length > 0 ? [`on ${describeList(hosts, HOSTS_SHOWN)}`] : []),
    ...(groupIds.length > 0 ? [`project ${describeList(groupIds, PROJECTS_SHOWN)}`] : []),
    describeAmount(findingCount, "finding"),
  ];
  return html`${timeView(start)} to ${timeView(end)}${isOpen && ", when the logs end"} · ${
    facts.join(" · ")
  }`;
}
