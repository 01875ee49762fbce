/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { QueryRow } from "../../../query/query_row.ts";
import { describeAmount, describeBytes } from "../../../report/describe_quantity.ts";
import { html } from "../../html.ts";
import type { PageFrame } from "../../page_frame.ts";
import { listedRow } from "../../record/listed_row.ts";
import { type RowLooks, rowView } from "../../record/row_view.ts";
import type { LivePage } from "../live_page.ts";
import { copyLink } from "./copy_link.ts";
import { showLinesAround } from "./lines_around.ts";
import { recordSteps } from "./record_steps.ts";
import { followRowKeys } from "./row_keys.ts";
import { type RowForm, saveRows } from "./save_rows.ts";

/** Rows that are added at a time; a search that found so many stops until it is asked to go on. */
const MORE_ROWS = 500;
/** Rows in the document: beyond it the next page begins. */
const MOST_ROWS = 2000;
/** Rows and milliseconds after which the browser may do something else. */
const ROWS_AT_ONCE = 50;
const SLICE_MS = 10;
/** UTF-16 units of rows that are kept to be saved; beyond it they are asked for again. */
const MOST_KEPT = 32 * 1024 * 1024;

/** Where the rows end that are shown. */
interface ListEnd {
  /** Cursor of the last one. */
  readonly cursor: string | undefined;
  /** Whether there may be more. */
  readonly hasMore: boolean;
}

/** A list of records: finds more, in batches that leave the page alive, and does what one asks of a row. */
class RecordList {
  readonly #page: LivePage;
  readonly #frame: PageFrame;
  readonly #looks: RowLooks;
  readonly #list: HTMLElement;
  readonly #state: HTMLElement;
  readonly #acts: HTMLElement;
  readonly #left = new AbortController();
  /** Rows that the page came with. */
  readonly #firstCount: number;
  readonly #kept: QueryRow[] = [];
  #keptLength = 0;
  #search: AbortController | null = null;
  #end: ListEnd;

  constructor(element: HTMLElement, page: LivePage) {
    this.#page = page;
    this.#frame = page.frame();
    this.#list = part(element, ".stream");
    this.#state = part(element, ".stream-state");
    this.#acts = part(element, ".stream-acts");
    this.#looks = JSON.parse(part(element, "#row-looks").textContent ?? "");
    this.#firstCount = this.#count;
    const { more } = element.dataset;
    this.#end = { cursor: element.dataset.cursor, hasMore: more !== "none" };
    element.addEventListener("click", (event) => this.#onClick(event));
    const { signal } = this.#left;
    followRowKeys(this.#list, signal);
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.#search?.abort(), { signal });
    this.#showActs();
    if (more === "search" && this.#canStream) void this.#findMore();
  }

  readonly leave = (): void => {
    this.#left.abort();
    this.#search?.abort();
  };

  /** A report holds all it can tell; its next page is a link. */
  get #canStream(): boolean {
    return this.#frame.face === "serve";
  }

  #onClick({ target }: MouseEvent): void {
    const button = target instanceof Element ? target.closest<HTMLElement>("button[data-act]") : null;
    if (button === null) return;
    const { act, form } = button.dataset;
    if (act === "more") void this.#findMore();
    if (act === "cancel") this.#search?.abort();
    if (act === "context") void this.#try(() => showLinesAround(button, this.#page));
    if (act === "save") void this.#try(() => this.#save(form === "ndjson" ? "ndjson" : "text"));
    const address = button.closest(".row")?.querySelector("a")?.getAttribute("href");
    if (act === "copy" && address) void copyLink(address, button, this.#page);
  }

  async #findMore(): Promise<void> {
    if (this.#search !== null) return;
    const search = this.#search = new AbortController();
    this.#showActs();
    this.#tell("Searching …");
    const why = await this.#add(search.signal).catch((error) => describeEnd(error, search.signal));
    this.#search = null;
    if (this.#left.signal.aborted) return;
    const state = [describeAmount(this.#count, "row"), why ?? this.#rest].join(", ");
    this.#tell(state);
    this.#page.announce(state);
    this.#showActs();
  }

  /** Adds rows as they are found. */
  async #add(signal: AbortSignal): Promise<undefined> {
    const limit = Math.min(MORE_ROWS, MOST_ROWS - this.#count);
    for await (const steps of recordSteps(this.#frame, { cursor: this.#end.cursor, limit }, signal)) {
      const rows = steps.filter((step) => step.kind === "record" || step.kind === "event");
      for (let at = 0; at < rows.length;) {
        at += this.#append(rows.slice(at, at + ROWS_AT_ONCE));
        await new Promise((resolve) => setTimeout(resolve));
        signal.throwIfAborted();
      }
      for (const step of steps) {
        if (step.kind === "progress") this.#tellProgress(step.searchedBytes, step.totalBytes);
        if (step.kind === "end") this.#end = { ...this.#end, hasMore: step.nextCursor !== null };
      }
    }
  }

  /** Adds as many rows as a moment allows, one at least, and returns how many. */
  #append(rows: readonly QueryRow[]): number {
    const part = document.createElement("template");
    const untilMs = performance.now() + SLICE_MS;
    let [count, markup] = [0, ""];
    for (const row of rows) {
      markup += rowView(listedRow(row), this.#frame, this.#looks).markup;
      this.#keep(row);
      count++;
      if (performance.now() > untilMs) break;
    }
    part.innerHTML = markup;
    this.#page.showTimes(part.content);
    this.#list.append(part.content);
    this.#end = { cursor: rows[count - 1]?.cursor ?? this.#end.cursor, hasMore: true };
    return count;
  }

  #keep(row: QueryRow): void {
    this.#keptLength += row.kind === "record" ? row.text.length : JSON.stringify(row).length;
    if (this.#keptLength <= MOST_KEPT) this.#kept.push(row);
    else this.#kept.length = 0;
  }

  get #count(): number {
    return this.#list.children.length;
  }

  get #rest(): string {
    if (this.#end.hasMore) return "and more";
    return this.#count === 0 ? "nothing fits" : "all there are";
  }

  #tell(text: string): void {
    this.#state.textContent = text;
  }

  #tellProgress(searchedBytes: number, totalBytes: number): void {
    const searched = `${describeBytes(searchedBytes)} of ${describeBytes(totalBytes)} searched`;
    const percent = totalBytes > 0 ? Math.round(100 * searchedBytes / totalBytes) : 0;
    const words = `${describeAmount(this.#count, "row")}, ${searched}`;
    this.#state.innerHTML =
      html`<progress max="100" value="${percent}" aria-label="Searched"></progress> ${words}`.markup;
  }

  /** What can be done now. The focus stays where it was. */
  #showActs(): void {
    const act = this.#acts.contains(document.activeElement) ? "button" : null;
    this.#acts.innerHTML =
      html`${
        this.#search !== null
          ? html`<button type="button" data-act="cancel">Cancel</button>`
          : html`${this.#moreButton()} ${this.#count > 0 && saveButtons()}`
      }`.markup;
    if (act !== null) this.#acts.querySelector<HTMLElement>(act)?.focus();
  }

  #moreButton(): ReturnType<typeof html> | null {
    if (!this.#canStream || !this.#end.hasMore) return null;
    if (this.#count < MOST_ROWS) {
      return html`<button type="button" data-act="more">${
        this.#count === 0 ? "Search on" : `Next ${MORE_ROWS}`
      }</button>`;
    }
    return html`<a href="${this.#frame.same({ cursor: this.#end.cursor })}">Next page</a>`;
  }

  async #save(form: RowForm): Promise<void> {
    const carried = document.getElementById("listed-rows")?.textContent;
    const rows: QueryRow[] = carried ? JSON.parse(carried) : await this.#wholeRows();
    saveRows(rows, form, this.#looks);
  }

  /** The rows that are shown, whole: the list has only the beginnings of long ones. */
  async #wholeRows(): Promise<QueryRow[]> {
    const isKept = this.#keptLength <= MOST_KEPT;
    const first = isKept ? this.#firstCount : this.#count;
    return [...first === 0 ? [] : await this.#askAgain(first), ...this.#kept];
  }

  async #askAgain(limit: number): Promise<QueryRow[]> {
    const rows: QueryRow[] = [];
    const part = { cursor: this.#frame.values.cursor, limit };
    for await (const steps of recordSteps(this.#frame, part, this.#left.signal)) {
      rows.push(...steps.filter((step) => step.kind === "record" || step.kind === "event"));
    }
    return rows;
  }

  async #try(act: () => Promise<void>): Promise<void> {
    await act().catch((error) => {
      if (!this.#left.signal.aborted) this.#tell(describeEnd(error, this.#left.signal));
    });
  }
}

/** Why a search ended before its end. */
function describeEnd(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "cancelled: there may be more";
  return `not all was searched: ${error instanceof Error ? error.message : String(error)}`;
}

function saveButtons(): ReturnType<typeof html> {
  return html`
    <button type="button" data-act="save" data-form="text">Download as text</button> <button type="button"
      data-act="save" data-form="ndjson">as NDJSON</button>
  `;
}

function part(element: HTMLElement, selector: string): HTMLElement {
  const found = element.querySelector<HTMLElement>(selector);
  if (found === null) throw new TypeError(`Cannot show records: the page has no ${selector}`);
  return found;
}

/** Brings a list of records to life. */
export function mountRecordList(element: HTMLElement, page: LivePage): () => void {
  return new RecordList(element, page).leave;
}
