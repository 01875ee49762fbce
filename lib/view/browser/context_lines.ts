/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { clipText } from "../../report/clip_text.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { LivePage } from "./live_page.ts";

const STEP = 10;
/** As many as the server gives on one side. */
const MOST = 1000;
const SHOWN = { lines: 1, length: 4000 };

/** A line of the server's answer. */
interface ContextLine {
  readonly line: number;
  readonly text: string;
}

/** The record whose context is shown. */
interface Place {
  readonly member: string;
  /** First line, 1-based. */
  readonly line: number;
  /** Lines it has. */
  readonly lines: number;
}

/**
 * Shows what stands around a line, more of it with every click. The buttons stay the same, so that the one that was
 * pressed keeps the focus.
 */
export function contextLines(element: HTMLElement, page: LivePage): () => void {
  const { member = "", line = "1", lines = "1" } = element.dataset;
  const context = new Context(element, { member, line: Number(line), lines: Number(lines) }, page);
  element.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const side = button?.dataset.side;
    if (side === "before" || side === "after" || side === "both") void context.widen(side);
    if (side === "none") context.fold();
  });
  return () => context.leave();
}

/** The lines around one record, as many as were asked for. */
class Context {
  readonly #element: HTMLElement;
  readonly #place: Place;
  readonly #page: LivePage;
  readonly #asked: AbortController = new AbortController();
  #before = 0;
  #after = 0;

  constructor(element: HTMLElement, place: Place, page: LivePage) {
    this.#element = element;
    this.#place = place;
    this.#page = page;
  }

  /** Stops what is under way. */
  leave(): void {
    this.#asked.abort();
  }

  /** Shows only the record again. */
  fold(): void {
    [this.#before, this.#after] = [0, 0];
    this.#show([]);
  }

  /** Asks for more lines on one side or both. */
  async widen(side: "before" | "after" | "both"): Promise<void> {
    if (side !== "after") this.#before = Math.min(MOST, this.#before + STEP);
    if (side !== "before") this.#after = Math.min(MOST, this.#after + STEP);
    const [before, after] = [this.#before, this.#after];
    try {
      const lines = await this.#ask();
      if (before === this.#before && after === this.#after) this.#show(lines);
    } catch (error) {
      if (!this.#asked.signal.aborted) this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  async #ask(): Promise<readonly ContextLine[]> {
    const { member, line, lines } = this.#place;
    const search = new URLSearchParams({
      member,
      line: String(line),
      before: String(this.#before),
      after: String(Math.min(MOST, this.#after + lines - 1)),
    });
    const response = await fetch(`/api/v1/context?${search}`, { signal: this.#asked.signal });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error.message);
    if (!answer.text.available) throw new Error(`${answer.text.reason}; try: ${answer.text.remedy}`);
    return answer.lines;
  }

  #show(lines: readonly ContextLine[]): void {
    const isOpen = lines.length > 0;
    const { line } = this.#place;
    this.#part("lines").innerHTML = isOpen ? lineList(lines, this.#place).markup : "";
    for (const button of this.#element.querySelectorAll("button")) this.#turn(button, isOpen);
    const [first, last] = [lines[0]?.line ?? line, lines.at(-1)?.line ?? line];
    this.#say(isOpen ? `Lines ${describeCount(first)} to ${describeCount(last)}` : "");
  }

  /** The first button folds what it has opened; the others are there while it is open. */
  #turn(button: HTMLButtonElement, isOpen: boolean): void {
    const { side } = button.dataset;
    if (side === "before" || side === "after") button.hidden = !isOpen;
    else {
      button.dataset.side = isOpen ? "none" : "both";
      button.textContent = `${isOpen ? "Hide" : "Show"} the lines around`;
      button.ariaExpanded = String(isOpen);
    }
  }

  #say(text: string): void {
    this.#part("said").textContent = text;
    this.#page.announce(text);
  }

  #part(name: "said" | "lines"): HTMLElement {
    return this.#element.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
  }
}

function lineList(lines: readonly ContextLine[], { member, line: first, lines: own }: Place): SafeHtml {
  return html`
    <div class="lines" role="region" aria-label="Lines around line ${first} of log file ${member}"
      tabindex="0">${lines.map(
        ({ line, text }) => {
          const { text: shown, omitted } = clipText(text, SHOWN);
          const content = html`${shown}${
            omitted > 0 && html`<i class="meta"> … ${describeCount(text.length)} characters in all</i>`
          }`;
          const isOwn = line >= first && line < first + own;
          return html`
            <div
              class="line${isOwn &&
                " marked"}"><span class="line-number">${line}</span><span class="line-text">${isOwn
                ? html`<mark>${content}</mark>`
                : content}</span></div>
          `;
        },
      )}</div>
  `;
}
