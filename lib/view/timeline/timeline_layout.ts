import type { TimeScale } from "../parts/time_scale.ts";
import type { Lane } from "./lanes.ts";
import type { TimelineData } from "./timeline_data.ts";

/** Pixels of the upper picture, which stays in sight: times, and events below them. */
export const HEAD = { height: 44, eventsY: 31, labelY: 14 } as const;
/** Pixels of a row of incidents: a line of text and a bar. */
export const INCIDENT = { height: 24, barY: 15, barHeight: 6 } as const;
/** Pixels of a row of findings. */
export const FINDING = { height: 9, barHeight: 7 } as const;
/** Pixels of a lane: a line of text, what is counted above its base line, what is bad below; `bare` without records. */
export const LANE = { height: 66, text: 13, up: 28, down: 16, bare: 20 } as const;

const GAP = 8;

/** A lane and where it stands. */
export interface PlacedLane {
  /** What it shows. */
  readonly lane: Lane;
  /** Upper edge. */
  readonly y: number;
  /** Its base line. */
  readonly baseY: number;
}

/** Where things stand in the lower picture, in pixels from above. */
export interface TimelineLayout {
  /** Upper edge of the rows of incidents. */
  readonly incidentsY: number;
  /** Upper edge of the rows of findings. */
  readonly findingsY: number;
  /** Lanes. */
  readonly lanes: readonly PlacedLane[];
  /** Height of the picture. */
  readonly height: number;
}

/** Places everything; the part of the time that is shown changes nothing. */
export function timelineLayout(
  { whole, incidents, findingRows, lanes }: Pick<
    TimelineData,
    "whole" | "incidents" | "findingRows" | "lanes"
  >,
): TimelineLayout {
  const incidentsY = 4;
  const findingsY = incidentsY + incidents.length * INCIDENT.height + (incidents.length > 0 ? GAP : 0);
  const lanesY = findingsY + findingRows * FINDING.height + (findingRows > 0 ? GAP : 0);
  let height = lanesY;
  const placed = lanes.map((lane) => {
    const y = height;
    height += isBare(lane, whole) ? LANE.bare : LANE.height;
    return { lane, y, baseY: y + LANE.text + LANE.up + 2 };
  });
  return { incidentsY, findingsY, lanes: placed, height };
}

/** Whether a log has nothing in all the time there is something to tell of. */
function isBare({ firstMs, lastMs, gaps }: Lane, whole: TimeScale): boolean {
  const isOutside = firstMs === null || lastMs === null || lastMs < whole.startMs || firstMs > whole.endMs;
  return isOutside && gaps.length === 0;
}
