import type { Finding, Incident } from "../../analyze/finding.ts";
import { fitLine } from "../../report/clip_text.ts";
import { describeBestCause } from "../../report/describe_cause.ts";
import { describeCount, describeList } from "../../report/describe_quantity.ts";
import { isOpenEnded } from "../../report/describe_verdict.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import type { Severity } from "../../rules/rule.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { badge } from "../parts/badge.ts";
import { sectionView } from "../parts/section_view.ts";
import { spanView } from "../parts/time_view.ts";
import { entityPath } from "../parts/entity_path.ts";

/** An incident or a finding in short. */
export interface TroubleRow {
  /** Path of the view that tells all of it. */
  readonly path: string;
  /** One line. */
  readonly title: string;
  /** How bad. */
  readonly severity: Severity;
  /** When it began. */
  readonly start: string;
  /** When it ended. */
  readonly end: string;
  /** Whether the logs end before it does. */
  readonly isOpen: boolean;
  /** Where. */
  readonly hosts: readonly string[];
  /** Why most likely; empty: nobody asked. */
  readonly cause: string;
}

const TITLE_LENGTH = 300;
const HOSTS_SHOWN = 4;

/** Shortens an incident. */
export function briefIncident(incident: Incident, index: ReportIndex): TroubleRow {
  const { id, title, severity, start, end, hosts, causes } = incident;
  return {
    ...{ severity, start, end, hosts },
    path: entityPath("/incidents", id),
    title: fitLine(title, TITLE_LENGTH),
    isOpen: isOpenEnded(incident, index),
    cause: describeBestCause(causes, index),
  };
}

/** Shortens a finding. */
export function briefFinding({ id, title, severity, onset, last, hosts }: Finding): TroubleRow {
  return {
    ...{ severity, hosts, start: onset, end: last, isOpen: false, cause: "" },
    path: entityPath("/findings", id),
    title: fitLine(title, TITLE_LENGTH),
  };
}

/** The way to it. */
export function troubleLink({ path }: TroubleRow, frame: PageFrame, text: string): SafeHtml {
  return html`<a href="${frame.href(path)}">${text}</a>`;
}

/** A list of them, and the way to all; nothing when there is none. */
export function troubleSection(
  { id, title }: { readonly id: "incidents" | "findings"; readonly title: string },
  rows: readonly TroubleRow[],
  total: number,
  frame: PageFrame,
): SafeHtml | null {
  if (rows.length === 0) return null;
  return sectionView(
    id,
    title,
    html`
      <ol class="incidents">${rows.map((row) => troubleItem(row, frame))}</ol>
      ${total > rows.length &&
        html`<p class="more"><a href="${frame.href(`/${id}`)}">and ${
          describeCount(total - rows.length)
        } more</a></p>`}
    `,
  );
}

function troubleItem(row: TroubleRow, frame: PageFrame): SafeHtml {
  const { severity, title, start, end, hosts, cause } = row;
  return html`
    <li class="edge-${severity}">
      <p>${badge(severity)} <span class="strong">${troubleLink(row, frame, title)}</span></p>
      <p class="meta">${spanView(start, end)}${hosts.length > 0 &&
        ` · on ${describeList(hosts, HOSTS_SHOWN)}`}</p>
      ${cause !== "" && html`<p>${cause}</p>`}
    </li>
  `;
}
