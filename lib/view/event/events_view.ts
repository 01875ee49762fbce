import type { EventRole, EventRow } from "../../events/event_row.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { html } from "../html.ts";
import { choiceParameter, textParameter } from "../params/parameter.ts";
import { dataTable, TABLE_PARAMETERS, tablePage } from "../parts/data_table.ts";
import { filterForm } from "../parts/filter_form.ts";
import { touchesWindow, type View, view } from "../view.ts";
import { EVENT_COLUMNS, type EventLine, ROLES } from "./event_columns.ts";

interface EventFilter {
  role: EventRole | undefined;
  type: string | undefined;
}

/** Events by time. */
export const EVENTS_VIEW: View = view({
  path: "/events",
  parameters: {
    ...TABLE_PARAMETERS,
    role: choiceParameter("only of this role", ROLES),
    type: textParameter("only of this type"),
  },
  load: ({ index }, values) => {
    const chosen = index.analysis.events.filter((event) =>
      isChosen(event, values) && touchesWindow(event.time, event.time, values)
    );
    const lines = chosen.map((event) => eventLine(event, index));
    return {
      page: tablePage(lines, EVENT_COLUMNS, values, ({ id, summary, type, by }) => [summary, type, by, id]),
      hasEvents: index.analysis.events.length > 0,
    };
  },
  render: ({ page, hasEvents }, frame) => ({
    title: "Events",
    body: html`
      <h1>${describeAmount(page.total, "event")}</h1>
      ${!hasEvents && html`<p>No events were given with the logs, so no cause could be looked for.</p>`}
      ${filterForm("Filter events", [
        { name: "q", label: "Text" },
        { name: "role", label: "Role", choices: ROLES },
        { name: "type", label: "Type" },
      ], frame)}
      ${dataTable("Events", EVENT_COLUMNS, page, frame)}
    `,
  }),
});

function isChosen(event: EventRow, { role, type }: EventFilter): boolean {
  return (role === undefined || event.role === role) && (type === undefined || event.type === type);
}

function eventLine(
  { id, time, role, type, summary, user, remoteAddress }: EventRow,
  index: ReportIndex,
): EventLine {
  const effects = (index.impactsByEvent.get(id) ?? []).filter(({ significant }) => significant).length;
  const by = [user, remoteAddress].filter((text) => text !== undefined).join(" from ");
  return { id, time, role, type, summary, by, isCandidate: index.causeIds.has(id), effects };
}
