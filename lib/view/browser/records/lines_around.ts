/// <reference lib="dom" />
import { html } from "../../html.ts";
import { lineList, listedLine } from "../../record/line_list.ts";
import type { LivePage } from "../live_page.ts";

/** What `GET /api/v1/context` answers. */
interface LinesAnswer {
  readonly lines: readonly { readonly line: number; readonly text: string }[];
}

/** A place in a log file, as the API takes it. */
export interface LinesPlace {
  /** Path. */
  readonly member: string;
  /** Name of the input. */
  readonly input: string;
  /** Line, 1-based. */
  readonly line: number;
  /** Lines before it. */
  readonly before: number;
  /** Lines after it. */
  readonly after: number;
}

const FIRST_STEP = 5;
const MOST_LINES = 500;

/** Asks the server for lines. */
export async function askLines(place: LinesPlace): Promise<LinesAnswer["lines"]> {
  const values = Object.entries(place).map(([name, value]) => [name, String(value)]);
  const response = await fetch(`/api/v1/context?${new URLSearchParams(values)}`);
  const answer: LinesAnswer & { readonly error?: { readonly message: string } } = await response.json();
  if (!response.ok) throw new Error(answer.error?.message);
  return answer.lines;
}

/** Shows the lines around a record below it; each time it is asked, more of them. */
export async function showLinesAround(button: HTMLElement, page: LivePage): Promise<void> {
  const { member = "", input = "", line: lineText, count: countText, reach } = button.dataset;
  const [line, count] = [Number(lineText), Number(countText)];
  const around = reach === undefined ? FIRST_STEP : Math.min(4 * Number(reach), MOST_LINES);
  const after = Math.min(count - 1 + around, MOST_LINES);
  const lines = (await askLines({ member, input, line, before: around, after })).map(listedLine);
  const { href } = page.frame();
  const marked = { from: line, to: line + count - 1 };
  const shown = lineList(lines, marked, (one) => href("/lines", { member, input, line: one }));
  const place = button.closest("details");
  const box = place?.querySelector(".row-around") ?? document.createElement("div");
  box.className = "row-around";
  box.innerHTML = html`${shown}`.markup.replace(" data-scroll", "");
  place?.append(box);
  button.dataset.reach = String(around);
  button.textContent = "More lines around it";
}
