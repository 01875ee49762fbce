import { BIN_MS, type SeriesPart } from "./series_store.ts";
import { type Episode, episodesOf, SERIOUS } from "./signature_findings.ts";
import type { LogSpan } from "./span_of_logs.ts";
import type { SeriesField } from "./bursts/series_field.ts";

/** A time in which a known issue shows. */
export interface Occasion extends Episode {
  /** Whether it was there all the time. */
  readonly isStanding?: boolean;
}

interface Stretch {
  readonly firstMs: number;
  lastMs: number;
}

/** Records that are this far apart tell of two occasions. */
const QUIET_MS = 3_600_000;
/** More occasions than these are one long one: the issue is always there. */
const MAX_OCCASIONS = 4;
/** Were occasions spread evenly, so late a first one would be less likely than this. */
const LATE_CHANCE = 0.05;

/**
 * When a known issue shows: bursts of its records; without bursts, stretches with an hour of quiet between them, or all
 * of the time when there are many.
 */
export function occasionsOf(
  parts: readonly SeriesPart[],
  field: SeriesField,
  span: LogSpan,
): readonly Occasion[] {
  const bursts = episodesOf(parts, field, SERIOUS);
  return bursts.length > 0 ? bursts : stretchesOf(parts, span);
}

/** What to add to the explanation of a finding: what else there is of its kind. */
export function describeOccasion({ isStanding }: Occasion, outside: number, noun = "record"): string {
  const rest = outside > 0
    ? ` ${outside} more such ${outside === 1 ? `${noun} is` : `${noun}s are`} outside this time.`
    : "";
  return isStanding === true
    ? `${rest} It comes again and again in all of the logs, so nothing tells when it began.`
    : rest;
}

function stretchesOf(parts: readonly SeriesPart[], { startMs, endMs }: LogSpan): Occasion[] {
  const bins: Stretch[] = [];
  for (const part of parts) part.forEach((_binMs, _count, firstMs, lastMs) => bins.push({ firstMs, lastMs }));
  bins.sort((a, b) => a.firstMs - b.firstMs);
  const occasions: Stretch[] = [];
  for (const bin of bins) {
    const last = occasions.at(-1);
    if (last !== undefined && bin.firstMs - last.lastMs < QUIET_MS) {
      last.lastMs = Math.max(last.lastMs, bin.lastMs);
    } else occasions.push({ ...bin });
  }
  if (occasions.length <= MAX_OCCASIONS) {
    return occasions.map((one) => toOccasion(one, { isStanding: false }));
  }
  const { firstMs } = occasions[0]!;
  const share = (firstMs - startMs) / Math.max(1, endMs - startMs);
  const isStanding = (1 - share) ** occasions.length >= LATE_CHANCE;
  return [toOccasion({ firstMs, lastMs: occasions.at(-1)!.lastMs }, { isStanding })];
}

function toOccasion({ firstMs, lastMs }: Stretch, { isStanding }: { isStanding: boolean }): Occasion {
  const fromMs = Math.floor(firstMs / BIN_MS) * BIN_MS;
  return { fromMs, toMs: lastMs + 1, onsetMs: firstMs, ratio: 1, surprise: 0, isStanding };
}
