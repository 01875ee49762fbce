import type { QueriedEvent } from "../../query/query_row.ts";
import { printFilter } from "../../query/print_filter.ts";
import type { TextField } from "../../query/filter_field.ts";
import type { AccessFields, ApplicationFields } from "../../query/row_fields.ts";
import { clipText, fitLine } from "../../report/clip_text.ts";
import { describeAmount, describeBytes, describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { badge } from "../parts/badge.ts";
import type { ListedRecord, ListedRow } from "./listed_row.ts";
import { entityPath } from "../parts/entity_path.ts";

/** How the rows of a list look. */
export interface RowLooks {
  /** Whether the case has several inputs, so that a path alone names no log file. */
  readonly hasInputs: boolean;
  /** What is taken off the times of each host, milliseconds. */
  readonly offsets: readonly (readonly [host: string, offsetMs: number])[];
}

const FIRST_LINE = 400;

/** A record or an event in a list. */
export function rowView(row: ListedRow, frame: PageFrame, looks: RowLooks): SafeHtml {
  return row.kind === "event" ? eventItem(row, frame) : recordItem(row, frame, looks);
}

/** The address of the lines of a record in its log file. */
function lineAddress(row: ListedRecord, frame: PageFrame, { hasInputs }: RowLooks): string {
  const { member, input, line, lineCount } = row;
  const to = lineCount > 1 ? line + lineCount - 1 : undefined;
  return frame.href("/lines", { member, input: hasInputs ? input : undefined, line, to });
}

function eventItem({ time, event }: QueriedEvent, frame: PageFrame): SafeHtml {
  const to = frame.href(entityPath("/events", event.id));
  return html`
    <li class="row row-event role-${event.role}">
      <a class="row-time" href="${to}" title="Show this event">${rowTime(time)}</a>
      <p
        class="row-line"><span class="row-level">event</span> <span class="row-host">${badge(
          event.role,
        )}</span> <span class="row-text"><code>${event.type}</code> ${fitLine(
          event.summary,
          FIRST_LINE,
        )}</span></p>
    </li>
  `;
}

function recordItem(row: ListedRecord, frame: PageFrame, looks: RowLooks): SafeHtml {
  const { time, timeMs, host, category, fields, isMatch } = row;
  const offsetMs = looks.offsets.find(([name]) => name === host)?.[1] ?? 0;
  const shown = offsetMs === 0 ? time : new Date(timeMs - offsetMs).toISOString();
  const to = lineAddress(row, frame, looks);
  const mark = levelOf(fields);
  return html`
    <li class="row row-${mark.kind}${!isMatch && " row-context"}">
      <a class="row-time" href="${to}" title="Show this line in its log file">${rowTime(shown)}</a>
      <details class="row-record">
        <summary class="row-line"><span class="row-level">${mark.word}</span> <span
          class="row-host">${host}</span> ${requestOf(fields) ?? messageOf(row)}</summary>
        <p class="row-facts">${category} · <a class="line-link" href="${to}">${row.member}:${row
          .line}</a>${looks
          .hasInputs && html`
          · ${row.input}
        `}${offsetMs !== 0 && html`
          · logged at ${rowTime(time)}
        `}</p>
        ${recordText(row)}
        ${rowActions(row, frame)}
      </details>
    </li>
  `;
}

/** To the millisecond; the fraction is the same in every zone. */
function rowTime(time: string): SafeHtml {
  return html`<span data-time="${time}">${
    time.slice(0, 19).replace("T", " ")
  }</span><span class="row-fraction">${time.slice(19, 23)}</span>`;
}

interface LevelMark {
  readonly kind: "error" | "warn" | "info" | "plain";
  readonly word: string;
}

const LEVEL_KINDS: ReadonlyMap<string, LevelMark["kind"]> = new Map([
  ["ERROR", "error"],
  ["WARN", "warn"],
  ["INFO", "info"],
]);

function levelOf(fields: ApplicationFields | AccessFields | null): LevelMark {
  const { level, status }: ApplicationFields & AccessFields = { ...fields };
  if (level !== undefined) return { kind: LEVEL_KINDS.get(level) ?? "plain", word: level };
  if (status === undefined) return { kind: "plain", word: "" };
  return { kind: status >= 500 ? "error" : status >= 400 ? "warn" : "info", word: String(status) };
}

function requestOf(fields: ApplicationFields | AccessFields | null): SafeHtml | null {
  const { method, url, route, latencyMs, responseBytes, status }: ApplicationFields & AccessFields = {
    ...fields,
  };
  if (status === undefined && method === undefined) return null;
  return html`
    <span class="row-request"><span class="row-method">${method ?? "-"}</span> <span
      class="row-route">${fitLine(route ?? url ?? "-", FIRST_LINE)}</span> <span
      class="row-number">${latencyMs !== undefined && `${describeLatency(latencyMs)} ms`}</span> <span
      class="row-number">${responseBytes !== undefined && describeBytes(responseBytes)}</span></span>
  `;
}

function describeLatency(ms: number): string {
  return ms < 10 ? String(Math.round(ms * 10) / 10) : describeCount(ms);
}

function messageOf({ fields, text, rootCause, lineCount }: ListedRecord): SafeHtml {
  const { message, logger }: ApplicationFields & AccessFields = { ...fields };
  const line = message || logger || firstLine(text) || "(this line cannot be read)";
  return html`
    <span class="row-text">${fitLine(line, FIRST_LINE)}${rootCause !== null &&
      html`
        <b class="row-cause"><span class="unseen">root cause:</span> ${rootCause}</b>
      `}${lineCount > 1 &&
      html`
        <span class="row-more">+${describeAmount(lineCount - 1, "line")}</span>
      `}</span>
  `;
}

function firstLine(text: string): string {
  return clipText(text, { lines: 1, length: FIRST_LINE }).text;
}

function recordText({ text, omitted, fields }: ListedRecord): SafeHtml {
  if (text === "") return html`<p class="row-facts">${columnWords(fields)}</p>`;
  // The line feed after the tag is dropped by browsers.
  return html`
    <pre>${"\n" + text}</pre>
    ${omitted > 0 && html`<p class="row-facts">${describeCount(omitted)} more characters in the log file</p>`}
  `;
}

/** What columns say of a record whose text cannot be read. */
function columnWords(fields: ApplicationFields | AccessFields | null): string {
  return Object.values(fields ?? {}).filter((value) => typeof value !== "object").map(String).join(" · ");
}

/** Where one can go from a record, and what one can do with it. */
function rowActions(row: ListedRecord, frame: PageFrame): SafeHtml {
  const { time, host, member, input, line, lineCount, fields } = row;
  const { thread, gid, logger, client, route }: ApplicationFields & AccessFields = { ...fields };
  const terms: readonly (readonly [field: TextField, value: string | undefined])[] = [
    ["host", host],
    ["thread", thread],
    ["gid", gid],
    ["logger", logger],
    ["client", client],
    ["route", route],
  ];
  return html`
    <p
      class="row-actions"><a href="${frame.href("/search", {
        around: time,
      })}">All hosts around this time</a>${terms.map(([field, value]) =>
        value !== undefined && html`
          <a href="${withTerm(field, value, frame)}" title="${field} ${fitLine(
            value,
            120,
          )}">Only this ${field}</a>
        `
      )} ${frame.face === "serve" &&
        html`
          <button type="button" class="only-script" data-act="context" data-member="${member}"
            data-input="${input}" data-line="${line}" data-count="${lineCount}">Lines around it</button>
        `} <button type="button" class="only-script" data-act="copy">Copy link</button></p>
  `;
}

/** The same search with one term more. */
function withTerm(field: TextField, value: string, frame: PageFrame): string {
  const term = printFilter({ kind: "like", field, values: [[value]] });
  const { q } = frame.values;
  return frame.same({ q: q === undefined ? term : `(${q}) ${term}`, cursor: undefined });
}
