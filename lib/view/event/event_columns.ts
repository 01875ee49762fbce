import type { EventRole, EventRow } from "../../events/event_row.ts";
import { fitLine } from "../../report/clip_text.ts";
import { html } from "../html.ts";
import { badge } from "../parts/badge.ts";
import type { Column } from "../parts/data_table.ts";
import { timeView } from "../parts/time_view.ts";
import { entityPath } from "../parts/entity_path.ts";

const SUMMARY_LENGTH = 300;

/** What a row of a table shows of an event. */
export interface EventLine extends Pick<EventRow, "id" | "time" | "role" | "type" | "summary"> {
  /** Who did it, and from where. */
  readonly by: string;
  /** Whether it is among the causes of something. */
  readonly isCandidate: boolean;
  /** Significant changes that were measured after it. */
  readonly effects: number;
}

/** What an event can be, the most telling first. */
export const ROLES: readonly EventRole[] = ["change", "alert", "recovery", "access", "info"];

/** Columns of every table of events. */
export const EVENT_COLUMNS: readonly Column<EventLine>[] = [
  { key: "time", name: "Time", value: ({ time }) => time, cell: ({ time }) => timeView(time) },
  {
    key: "role",
    name: "Role",
    value: ({ role }) => ROLES.indexOf(role),
    cell: ({ role, isCandidate }) =>
      html`${badge(role)}${
        isCandidate && html`
          ${badge("candidate")}
        `
      }`,
  },
  {
    key: "event",
    name: "Event",
    kind: "wide",
    value: ({ type }) => type,
    cell: ({ id, summary, type }, frame) =>
      html`<a href="${frame.href(entityPath("/events", id))}">${
        fitLine(summary || type, SUMMARY_LENGTH)
      }</a><br><code class="meta">${type}</code>`,
  },
  {
    key: "effects",
    name: "Effects",
    kind: "number",
    value: ({ effects }) => effects,
    cell: ({ effects }) => effects === 0 ? "" : String(effects),
  },
  { key: "by", name: "By", kind: "wide", value: ({ by }) => by, cell: ({ by }) => by },
];
