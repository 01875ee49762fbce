/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { csvRow } from "../../report/csv_row.ts";
import { FILE_ROWS } from "../parts/data_table.ts";
import type { LivePage } from "./live_page.ts";
import { saveFile } from "./save_file.ts";
import { plainHead, plainRows } from "./plain_table.ts";

/** A table: its heading stays in sight, and it can be saved as CSV with all its pages. */
export function mountTable(element: HTMLElement, page: LivePage): () => void {
  const button = element.querySelector<HTMLButtonElement>("[data-table-file]");
  const stop = new AbortController();
  button?.addEventListener("click", () => void saveTable(element, button, page, stop.signal));
  const stopFitting = keepFitting(element);
  return () => {
    stop.abort();
    stopFitting();
  };
}

/** The heading can only stick to the window where the table has no scroll bar of its own. */
function keepFitting(element: HTMLElement): () => void {
  const region = element.querySelector<HTMLElement>(".table");
  const table = element.querySelector("table");
  if (region === null || table === null) return () => {};
  const observer = new ResizeObserver(() => {
    const fits = table.offsetWidth <= region.clientWidth;
    region.classList.toggle("fits", fits);
    if (fits) region.removeAttribute("tabindex");
    else region.tabIndex = 0;
  });
  observer.observe(region);
  observer.observe(table);
  return () => observer.disconnect();
}

async function saveTable(
  element: HTMLElement,
  button: HTMLButtonElement,
  page: LivePage,
  signal: AbortSignal,
): Promise<void> {
  button.disabled = true;
  try {
    const rows = await allRows(element, page, signal);
    if (signal.aborted) return;
    saveFile(`omlens-${element.id.slice("table-".length)}.csv`, "text/csv; charset=utf-8", rows);
    page.announce(`Saved ${rows.length - 1} rows`);
  } catch (error) {
    page.announce(`Cannot save the table: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    button.disabled = false;
  }
}

/** The lines of the file: the heading, and the rows of all pages. */
async function allRows(element: HTMLElement, page: LivePage, signal: AbortSignal): Promise<string[]> {
  const { prefix = "", total = "0" } = element.dataset;
  const lines: string[] = [];
  const holder = document.createElement("template");
  for (let offset = 0; offset < Number(total) && !signal.aborted; offset += FILE_ROWS) {
    const { body } = await page.peek({ [`${prefix}offset`]: offset, [`${prefix}rows`]: FILE_ROWS });
    holder.innerHTML = body.markup;
    const table = holder.content.querySelector<HTMLTableElement>(`#${CSS.escape(element.id)} table`);
    if (table === null) break;
    if (offset === 0) lines.push(csvRow(plainHead(table)));
    for (const row of plainRows(table)) lines.push(csvRow(row));
  }
  return lines;
}
