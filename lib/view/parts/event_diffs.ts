import { fitLine } from "../../report/clip_text.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";

/** One setting that an event changed. */
export interface DiffRow {
  /** What it belongs to: a process, a replica set. */
  readonly target: string;
  /** Name of the setting; empty: the whole of it. */
  readonly name: string;
  /** How it was; null: it was not there, or the event does not say. */
  readonly before: string | null;
  /** How it became; null: it is gone, or the event does not say. */
  readonly after: string | null;
}

/** What an event changed, as far as it can be read. */
export interface DiffTable {
  /** The first settings. */
  readonly rows: readonly DiffRow[];
  /** Settings that are not among them. */
  readonly more: number;
}

const ROWS_SHOWN = 60;
const VALUE_LENGTH = 400;
/** What others call the two sides. */
const BEFORE_KEYS = ["old", "before", "oldValue", "from"];
const AFTER_KEYS = ["new", "after", "newValue", "to"];

/**
 * Reads the differences of an event: a list of objects, each with `params` that name a setting and its two values. Of
 * other shapes whatever is there is shown as one value.
 */
export function readDiffs(diffs: unknown): DiffTable {
  const items = Array.isArray(diffs) ? diffs : diffs === undefined || diffs === null ? [] : [diffs];
  const rows: DiffRow[] = [];
  let total = 0;
  for (const item of items) {
    const own = rowsOf(item);
    total += own.length;
    rows.push(...own.slice(0, ROWS_SHOWN - rows.length));
  }
  return { rows, more: total - rows.length };
}

function rowsOf(item: unknown): DiffRow[] {
  if (!isRecord(item)) return [{ target: "", name: "", before: null, after: valueText(item) }];
  const params = Array.isArray(item.params) ? item.params : [];
  if (params.length === 0) return [wholeRow(item)];
  const target = targetOf(item);
  return params.map((param) =>
    isRecord(param)
      ? { target, name: nameOf(param), ...sidesOf(param) }
      : { target, name: "", before: null, after: valueText(param) }
  );
}

/** A thing that came, went or has two sides of its own. */
function wholeRow(item: Readonly<Record<string, unknown>>): DiffRow {
  const sides = sidesOf(item);
  const isTwoSided = sides.before !== null || sides.after !== null;
  if (isTwoSided) return { target: textOf(item.type) ?? "", name: nameOf(item), ...sides };
  const [target, status] = [targetOf(item), textOf(item.status)];
  const isKnown = target !== "" && status !== null;
  return { target, name: "", before: null, after: isKnown ? status.toLowerCase() : valueText(item) };
}

function targetOf(item: Readonly<Record<string, unknown>>): string {
  const kind = textOf(item.type)?.toLowerCase().replaceAll("_", " ") ?? "";
  const name = textOf(item.name) ?? textOf(item.id) ?? "";
  return fitLine([kind, name].filter((word) => word !== "").join(" "), VALUE_LENGTH);
}

function nameOf(item: Readonly<Record<string, unknown>>): string {
  const [display, param] = [textOf(item.display), textOf(item.param) ?? textOf(item.name)];
  const both = display !== null && param !== null && display !== param ? `${display} (${param})` : null;
  return fitLine(both ?? display ?? param ?? "", VALUE_LENGTH);
}

function sidesOf(item: Readonly<Record<string, unknown>>): Pick<DiffRow, "before" | "after"> {
  return { before: firstOf(item, BEFORE_KEYS), after: firstOf(item, AFTER_KEYS) };
}

function firstOf(item: Readonly<Record<string, unknown>>, keys: readonly string[]): string | null {
  const key = keys.find((one) => Object.hasOwn(item, one) && item[one] !== null);
  return key === undefined ? null : valueText(item[key]);
}

function valueText(value: unknown): string {
  return fitLine(typeof value === "string" ? value : JSON.stringify(value) ?? "", VALUE_LENGTH);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Settings as they were and as they became; nothing when the event changed none. The caption is unique in the page. */
export function diffView({ rows, more }: DiffTable, caption = "What it changed"): SafeHtml | null {
  if (rows.length === 0) return null;
  return html`
    <div class="table" role="region" aria-label="Table: ${caption}" tabindex="0">
      <table class="diffs">
        <caption class="unseen">${caption}</caption>
        <thead>
          <tr>
            <th scope="col">Of</th>
            <th scope="col">Setting</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>${rows.map(diffRow)}</tbody>
      </table>
    </div>
    ${more > 0 && html`<p class="more">and ${describeAmount(more, "more setting")}</p>`}
  `;
}

function diffRow({ target, name, before, after }: DiffRow): SafeHtml {
  const isSame = before !== null && before === after;
  return html`
    <tr>
      <td class="wide">${target}</td>
      <td class="wide">${name}</td>
      <td class="wide">${before !== null && html`<del>${before}</del>`}</td>
      <td class="wide">${after !== null && html`<ins>${after}</ins>`}${isSame && html`
        <i class="meta">unchanged</i>
      `}</td>
    </tr>
  `;
}
