import type { Finding, Incident } from "../../analyze/finding.ts";
import { compareText } from "../../analyze/compare_text.ts";
import type { EventRow } from "../../events/event_row.ts";
import { fitLine } from "../../report/clip_text.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { timeView } from "../parts/time_view.ts";
import { entityPath } from "../parts/entity_path.ts";

/** What a step of an incident is. */
export type StepKind = "cause" | "alert" | "recovery" | "finding" | "end";

/** One step of an incident's course. */
export interface CourseStep {
  /** When, on the API's clock. */
  readonly time: string;
  /** What it is. */
  readonly kind: StepKind;
  /** What happened. */
  readonly text: string;
  /** Path of the view that tells more; null: there is none. */
  readonly path: string | null;
}

const TEXT_LENGTH = 300;
const STEPS_SHOWN = 100;
const RECOVERY_MS = 10 * 60_000;
const KIND_WORDS: Readonly<Record<StepKind, string>> = {
  cause: "candidate for a cause",
  alert: "alert",
  recovery: "recovery",
  finding: "begins",
  end: "ends",
};

/** What happened one after the other: candidates for causes, onsets, alerts, recoveries, the last record. */
export function courseOf(incident: Incident, findings: readonly Finding[], index: ReportIndex): CourseStep[] {
  const { causes, end } = incident;
  const alerts = [...new Set(findings.flatMap(({ confirmedBy }) => confirmedBy))];
  const steps: CourseStep[] = [
    ...eventSteps(causes.map(({ eventId }) => eventId), "cause", index),
    ...findings.map(findingStep),
    ...eventSteps(alerts, "alert", index),
    ...recoveries(incident, findings, index).map((event) => eventStep(event, "recovery")),
    { time: end, kind: "end", text: "Last record of it", path: null },
  ];
  return steps.sort((a, b) => compareText(a.time, b.time)).slice(0, STEPS_SHOWN);
}

function eventSteps(ids: readonly string[], kind: StepKind, { eventById }: ReportIndex): CourseStep[] {
  return ids.flatMap((id) => eventById.get(id) ?? []).map((event) => eventStep(event, kind));
}

function eventStep({ id, time, summary, type }: EventRow, kind: StepKind): CourseStep {
  const text = fitLine(summary || type, TEXT_LENGTH);
  return { time, kind, text, path: entityPath("/events", id) };
}

function findingStep({ id, onset, title }: Finding): CourseStep {
  const path = entityPath("/findings", id);
  return { time: onset, kind: "finding", text: fitLine(title, TEXT_LENGTH), path };
}

/** What was told to be well again while it lasted or soon after, of what alerts had told. */
function recoveries({ end }: Incident, findings: readonly Finding[], index: ReportIndex): EventRow[] {
  const alerts = findings.flatMap(({ confirmedBy }) => confirmedBy).flatMap((id) =>
    index.eventById.get(id) ?? []
  );
  const [first] = alerts.map(({ time }) => time).sort();
  if (first === undefined) return [];
  const places = new Set(alerts.map(placeOf));
  const last = Date.parse(end) + RECOVERY_MS;
  return index.analysis.events.filter((event) =>
    event.role === "recovery" && event.time >= first && Date.parse(event.time) <= last &&
    places.has(placeOf(event))
  );
}

function placeOf({ groupId, host, replicaSet, cluster }: EventRow): string {
  return JSON.stringify([groupId, host, replicaSet, cluster]);
}

/** The course as a table: what the picture shows, for all. */
export function courseTable(steps: readonly CourseStep[], frame: PageFrame): SafeHtml {
  return html`
    <div class="table" role="region" aria-label="Table: Course" tabindex="0">
      <table>
        <caption class="unseen">Course of the incident</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">What</th>
            <th scope="col">Which</th>
          </tr>
        </thead>
        <tbody>${steps.map(({ time, kind, text, path }) =>
          html`
            <tr>
              <td>${timeView(time)}</td>
              <td>${KIND_WORDS[kind]}</td>
              <td class="wide">${path === null ? text : html`<a href="${frame.href(path)}">${text}</a>`}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}
