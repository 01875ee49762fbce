/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { percentAt, type TimeScale } from "../parts/time_scale.ts";
import { plotBox } from "../timeline/lane_paths.ts";
import { laneAt, lanePeak } from "../timeline/lane_words.ts";
import type { TimelineData } from "../timeline/timeline_data.ts";
import { timelineLayers } from "../timeline/timeline_layers.ts";
import { type TimelineLayout, timelineLayout } from "../timeline/timeline_layout.ts";
import { tickOptions } from "./chart_zone.ts";
import type { LivePage } from "./live_page.ts";
import { shownTime } from "./show_times.ts";

/** What a timeline looks like now, and the elements that show it. */
export class TimelineScreen {
  /** What it shows. */
  readonly data: TimelineData;
  /** The element with the focus. */
  readonly element: HTMLElement;
  readonly #page: LivePage;
  readonly #layout: TimelineLayout;
  readonly #layers: Readonly<Record<"head" | "back" | "front", Element | null>>;
  readonly #plot: Element | null;
  readonly #values: readonly Element[];
  readonly #crosses: readonly Element[];
  readonly #brushes: readonly Element[];
  readonly #crossTime: Element | null;
  #scale: TimeScale;
  #crossMs: number | null = null;

  /** Takes over the picture that stands in an element. */
  constructor(element: HTMLElement, page: LivePage) {
    const all = (selector: string) => [...element.querySelectorAll(selector)];
    const layer = (name: string) => element.querySelector(`[data-layer=${name}]`);
    this.element = element;
    this.data = JSON.parse(element.dataset.timeline ?? "");
    this.#page = page;
    this.#layout = timelineLayout(this.data);
    this.#layers = { head: layer("head"), back: layer("back"), front: layer("front") };
    this.#plot = element.querySelector(".timeline-plot");
    this.#values = all(".lane-value");
    this.#crosses = all(".cross");
    this.#brushes = all(".brush");
    this.#crossTime = element.querySelector(".cross-time");
    this.#scale = this.data.shown;
  }

  /** The time that is shown. */
  get scale(): TimeScale {
    return this.#scale;
  }

  /** Where the readout stands; null: there is none. */
  get crossMs(): number | null {
    return this.#crossMs;
  }

  /** A time in the zone of the reader. */
  readonly timeText = (time: string | number): string =>
    shownTime(typeof time === "number" ? new Date(time).toISOString() : time, this.#page.zone());

  /** Shows a stretch of time from what is there. */
  show(scale: TimeScale): void {
    this.#scale = scale;
    const layers = timelineLayers(this.data, this.#layout, {
      scale,
      ticks: tickOptions(this.#page, scale, this.element.clientWidth),
      timeText: this.timeText,
      href: this.#page.frame().href,
    });
    for (const name of ["head", "back", "front"] as const) {
      const layer = this.#layers[name];
      if (layer !== null) layer.innerHTML = layers[name].markup;
    }
    this.#plot?.setAttribute("viewBox", plotBox(scale, this.data.whole.startMs, this.#layout.height));
    this.cross(this.#crossMs);
  }

  /** Puts the readout to a time, and tells the values of all lanes at it; null: puts it away. */
  cross(timeMs: number | null): void {
    const isInside = timeMs !== null && timeMs >= this.#scale.startMs && timeMs <= this.#scale.endMs;
    this.#crossMs = isInside ? timeMs : null;
    this.element.classList.toggle("crossed", isInside);
    const x = isInside ? percentAt(this.#scale, timeMs) : null;
    for (const line of this.#crosses) {
      for (const end of ["x1", "x2"]) line.setAttribute(end, x === null ? "-9" : `${x}%`);
    }
    this.#crossTime?.setAttribute("x", x === null ? "-999" : `${Math.min(94, Math.max(6, x))}%`);
    if (this.#crossTime !== null) this.#crossTime.textContent = isInside ? this.timeText(timeMs) : "";
    this.data.lanes.forEach((lane, i) => {
      const element = this.#values[i];
      const words = isInside ? laneAt(lane, timeMs) : lanePeak(lane, this.#scale);
      if (element !== undefined && element.textContent !== words) element.textContent = words;
    });
  }

  /** Shows what is being chosen; null: nothing. */
  brush(chosen: TimeScale | null): void {
    const x = chosen === null ? 0 : percentAt(this.#scale, chosen.startMs);
    const width = chosen === null ? 0 : percentAt(this.#scale, chosen.endMs) - x;
    for (const rect of this.#brushes) {
      rect.setAttribute("x", `${x}%`);
      rect.setAttribute("width", `${width}%`);
    }
  }

  /** The time at a place of the window, in pixels from its left. */
  timeAt(clientX: number): number {
    const { left, width } = this.element.getBoundingClientRect();
    return this.#scale.startMs + (this.#scale.endMs - this.#scale.startMs) * (clientX - left) / (width || 1);
  }
}
