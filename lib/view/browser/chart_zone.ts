/// <reference lib="dom" />
import type { TickOptions, TimeScale } from "../parts/time_scale.ts";
import type { LivePage } from "./live_page.ts";

const PIXELS_PER_LABEL = 70;

/** The labels that fit below a picture, at times that are round on the clock that the reader wants to see. */
export function tickOptions(page: LivePage, { startMs }: TimeScale, width: number): Required<TickOptions> {
  const offsetMs = page.zone() === "utc" ? 0 : -60_000 * new Date(startMs).getTimezoneOffset();
  return { most: Math.min(12, Math.max(3, Math.floor(width / PIXELS_PER_LABEL))), offsetMs };
}
