/// <reference lib="dom" />
import { describeTime } from "../../report/describe_time.ts";
import type { Zone } from "./live_page.ts";

/** Rewrites all times inside an element: `<time datetime>` to the second, `<text data-time>` of charts as they were cut. */
export function showTimes(root: ParentNode, zone: Zone): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[datetime]")) {
    const shown = shownTime(element.dateTime, zone);
    if (element.textContent !== shown) element.textContent = shown;
  }
  for (const element of root.querySelectorAll<SVGElement>("[data-time]")) {
    const { time = "", cut = "0,19" } = element.dataset;
    const [from, to] = cut.split(",").map(Number);
    element.textContent = shownTime(time, zone).slice(from, to);
  }
}

/** A time as `2026-04-12 03:14:15`. */
export function shownTime(time: string, zone: Zone): string {
  if (zone === "utc") return describeTime(time);
  const date = new Date(time);
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return Number.isNaN(shifted.getTime()) ? time : describeTime(shifted.toISOString());
}
