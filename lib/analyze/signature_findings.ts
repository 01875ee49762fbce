import { type BurstOptions, findBursts } from "./burst_detection.ts";
import { type Burst, PEAK_WINDOW } from "./bursts/burst.ts";
import { type SeriesField, seriesField } from "./bursts/series_field.ts";
import type { Signature } from "./analysis.ts";
import type { Severity } from "../rules/rule.ts";
import { formatTime } from "../parse/timestamp.ts";
import { draftFinding, type FindingDraft, sampleEvidence, seriesOn } from "./finding_draft.ts";
import { sorted } from "./sorted.ts";
import type { LogTally } from "./log_tally.ts";
import { likeliestOnset } from "./likeliest_onset.ts";
import { isSerious, type Novelty } from "./novelty.ts";
import { BIN_MS, type SeriesPart } from "./series_store.ts";
import type { SignatureEntry } from "./signature_table.ts";
import type { LogSpan } from "./span_of_logs.ts";
import { countBetween, countsOn, gridOver, type TimeGrid, totalOf } from "./time_grid.ts";

/** A stretch of time in which a signature or rule is far above its usual rate. */
export interface Episode {
  /** Start, epoch milliseconds. */
  readonly fromMs: number;
  /** End, exclusive. */
  readonly toMs: number;
  /** First record that belongs to it. */
  readonly onsetMs: number;
  /** Records over what was expected, at least 1. */
  readonly ratio: number;
  /** Natural logarithm of the odds against chance. */
  readonly surprise: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** What makes a burst of messages that tell of trouble. */
export const SERIOUS: BurstOptions = { minCount: 6, minRatio: 4 };
const ORDINARY: BurstOptions = { minCount: 60, minRatio: 10 };
/** Bursts of one signature that are told apart; the biggest ones. */
const MAX_EPISODES = 3;
/** Scopes of one signature that are looked at one by one. */
const MAX_UNITS = 200;
const MAX_SAMPLES = 3;
/** Signatures that are told, and buckets of the course of each: a span may begin and end in the midst of one. */
const MAX_SIGNATURES = 2000;
const MAX_BUCKETS = 71;
const LONE_SHARE = 0.1;

/** Findings about signatures that no rule knows: rates that jump, and serious messages that were never there before. */
export function signatureFindings(
  tally: LogTally,
  span: LogSpan,
  entries: readonly SignatureEntry[],
  novelties: ReadonlyMap<SignatureEntry, Novelty>,
): FindingDraft[] {
  const field = seriesField(tally, span, { judged: entries.length, source: "records" });
  return entries.filter(({ matches }) => matches.length === 0).flatMap((entry) => {
    const { novelty, bursts } = occurrencesOf(entry, field, novelties.get(entry));
    const drafts = bursts.map((episode) => burstFinding(tally, span, entry, episode));
    return novelty === null ? drafts : [noveltyFinding(tally, span, entry, novelty), ...drafts];
  });
}

/** Since when a signature is new, and its bursts: what is new has no usual rate to jump from, only a later jump tells more. */
export function occurrencesOf(
  entry: SignatureEntry,
  field: SeriesField,
  novelty: Novelty | undefined,
): { readonly novelty: Novelty | null; readonly bursts: readonly Episode[] } {
  const bursts = episodesOf(entry.parts, field, isSerious(entry) ? SERIOUS : ORDINARY);
  if (novelty === undefined) return { novelty: null, bursts };
  const firstHourMs = novelty.onsetMs + HOUR_MS;
  const before = (timeMs: number) => countBetween(entry.parts, novelty.onsetMs - BIN_MS, timeMs).count;
  // A lone record some time before is not how it began.
  const first = bursts.find(({ fromMs }) =>
    fromMs <= firstHourMs && before(fromMs) <= LONE_SHARE * before(firstHourMs)
  );
  return {
    novelty: { ...novelty, onsetMs: first?.onsetMs ?? novelty.onsetMs },
    bursts: bursts.filter(({ onsetMs }) => onsetMs > firstHourMs),
  };
}

/** Signatures in the form of the analysis, most frequent first. */
export function listSignatures(
  tally: LogTally,
  span: LogSpan,
  entries: readonly SignatureEntry[],
  novelties: ReadonlyMap<SignatureEntry, Novelty>,
): Signature[] {
  const grid = gridOver(span.startMs, span.endMs, MAX_BUCKETS);
  return entries.map((entry) => ({ entry, all: totalOf(entry.parts) })).filter(({ all }) => all.count > 0)
    .sort((a, b) => b.all.count - a.all.count || (a.entry.id < b.entry.id ? -1 : 1)).slice(0, MAX_SIGNATURES)
    .map(({ entry, all }) => ({
      id: entry.id,
      template: entry.template,
      level: entry.level,
      logger: entry.logger,
      exception: entry.exception,
      count: all.count,
      first: formatTime(all.firstMs),
      last: formatTime(all.lastMs),
      hosts: sorted(entry.parts.map((part) => tally.hosts[part.host]!)),
      novel: novelties.has(entry),
      ...(all.count > 1 && { series: seriesOn(grid, entry.parts) }),
      evidence: entry.samples.slice(0, MAX_SAMPLES).map((sample) => sampleEvidence(tally, sample)),
    }));
}

/** Bursts of counts as a whole, and of single projects and hosts where the rest would hide them; merged in time. */
export function episodesOf(
  parts: readonly SeriesPart[],
  field: SeriesField,
  options: BurstOptions,
): Episode[] {
  const { grid, judged, litTimeOf } = field;
  // Project by project only for serious messages: ordinary traffic of one project comes and goes.
  const groups = options === SERIOUS
    ? [...groupsOf(parts, ({ scope }) => scope), ...groupsOf(parts, ({ host }) => host)]
    : [];
  // Most signatures are rare: no need to lay them out on a grid.
  const units = [parts, ...groups].filter((unit) => recordsOf(unit) >= options.minCount);
  const counts = new Int32Array(units.length > 0 ? grid.length : 0);
  const episodes = units.flatMap((unit) =>
    findBursts(countsOn(grid, unit, counts.fill(0)), options, {
      dayLength: DAY_MS / grid.bucketMs,
      judged,
      lit: litTimeOf(unit),
    }).map((
      burst,
    ) => toEpisode(unit, grid, burst))
  );
  return merged(episodes).sort((a, b) => b.ratio - a.ratio || a.fromMs - b.fromMs).slice(0, MAX_EPISODES)
    .sort((a, b) => a.fromMs - b.fromMs);
}

function recordsOf(parts: readonly SeriesPart[]): number {
  return parts.reduce((sum, { total }) => sum + total.count, 0);
}

function groupsOf(parts: readonly SeriesPart[], keyOf: (part: SeriesPart) => number): SeriesPart[][] {
  const groups = Map.groupBy(parts, keyOf);
  return groups.size < 2 || groups.size > MAX_UNITS ? [] : [...groups.values()];
}

function toEpisode(parts: readonly SeriesPart[], { startMs, bucketMs }: TimeGrid, burst: Burst): Episode {
  const fromMs = startMs + burst.from * bucketMs;
  const toMs = startMs + burst.to * bucketMs;
  const perBin = burst.peak / PEAK_WINDOW / (bucketMs / BIN_MS);
  return {
    fromMs,
    toMs,
    onsetMs: likeliestOnset(parts, { firstMs: onsetOf(parts, fromMs, toMs, perBin), toMs }, {
      raised: burst.count / (toMs - fromMs),
      usual: Math.min(burst.count, Math.max(burst.expected, 0.01)) / (toMs - fromMs),
    }),
    ratio: burst.count / Math.max(1, burst.expected),
    surprise: burst.surprise,
  };
}

/** First record of the first bin that is raised: a lone background record before it is not the onset. */
function onsetOf(parts: readonly SeriesPart[], fromMs: number, toMs: number, perBin: number): number {
  const bins = new Map<number, { count: number; firstMs: number }>();
  for (const part of parts) {
    part.forEach(
      (binMs, count, firstMs) => {
        const bin = bins.get(binMs);
        if (bin === undefined) return void bins.set(binMs, { count, firstMs });
        bin.count += count;
        bin.firstMs = Math.min(bin.firstMs, firstMs);
      },
      fromMs,
      toMs,
    );
  }
  const raised = [...bins.values()].filter(({ count }) => count >= perBin / 4);
  return (raised.length > 0 ? raised : [...bins.values()])
    .reduce((first, { firstMs }) => Math.min(first, firstMs), Infinity);
}

/**
 * Bursts that overlap as one. A host or project with a small part of a burst sees its edges less clearly than all of
 * them together do, so the convincing ones decide.
 */
function merged(episodes: readonly Episode[]): Episode[] {
  const result: Episode[] = [];
  for (const episode of [...episodes].sort((a, b) => b.surprise - a.surprise || a.fromMs - b.fromMs)) {
    const overlapping = result.filter((other) =>
      episode.fromMs <= other.toMs && other.fromMs <= episode.toMs
    );
    if (overlapping.some((other) => episode.surprise < other.surprise / 2)) continue;
    for (const other of overlapping) result.splice(result.indexOf(other), 1);
    result.push(overlapping.reduce(union, episode));
  }
  return result;
}

function union(a: Episode, b: Episode): Episode {
  return {
    fromMs: Math.min(a.fromMs, b.fromMs),
    toMs: Math.max(a.toMs, b.toMs),
    onsetMs: Math.min(a.onsetMs, b.onsetMs),
    ratio: Math.max(a.ratio, b.ratio),
    surprise: Math.max(a.surprise, b.surprise),
  };
}

function noveltyFinding(
  tally: LogTally,
  span: LogSpan,
  entry: SignatureEntry,
  { onsetMs, count }: Novelty,
): FindingDraft {
  const found = {
    parts: entry.parts,
    samples: entry.samples,
    fromMs: onsetMs - BIN_MS,
    toMs: span.endMs + 1,
    onsetMs,
  };
  const kind = entry.exception === null
    ? `${entry.level} message`
    : `exception ${entry.exception.split(" < ", 1)[0]}`;
  return draftFinding(tally, span, found, {
    rule: "signature.new",
    signatures: [entry.id],
    title: `New ${kind}: ${shortened(entry.template)}`,
    severity: newSeverity(entry, count),
    confidence: count >= 10 ? "high" : "medium",
    explanation: `This ${kind} occurs ${count} times, and never in the time before that the logs cover. ` +
      "Something changed when it began.",
    remediation: "Read the first of these records, and compare the time with the changes listed as causes.",
    references: [],
  });
}

function newSeverity({ level, exception }: SignatureEntry, count: number): Severity {
  if (level === "ERROR" || exception !== null) return count >= 50 ? "high" : "medium";
  return count >= 50 ? "medium" : "low";
}

function burstFinding(tally: LogTally, span: LogSpan, entry: SignatureEntry, episode: Episode): FindingDraft {
  const { count } = countBetween(entry.parts, episode.fromMs, episode.toMs);
  const times = episode.ratio >= 100 ? "over 100" : `about ${Math.round(episode.ratio)}`;
  return draftFinding(tally, span, { parts: entry.parts, samples: entry.samples, ...episode }, {
    rule: "signature.burst",
    signatures: [entry.id],
    title: `Burst of ${entry.level} message: ${shortened(entry.template)}`,
    severity: burstSeverity(entry, count, episode.ratio),
    confidence: episode.ratio >= 8 ? "high" : "medium",
    explanation: `${count} records in this time, ${times} times what the hours before would give.`,
    remediation: "Read the first of these records, and compare the onset with the changes listed as causes.",
    references: [],
  });
}

function burstSeverity(entry: SignatureEntry, count: number, ratio: number): Severity {
  if (!isSerious(entry)) return "low";
  const isBig = count >= 50 && ratio >= 8;
  if (entry.level === "ERROR" || entry.exception !== null) return isBig ? "high" : "medium";
  return isBig ? "medium" : "low";
}

function shortened(template: string): string {
  const line = template.replace(/\s+/g, " ");
  return line.length <= 120 ? line : `${line.slice(0, 117)}...`;
}
