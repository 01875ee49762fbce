import type { Rule } from "../rules/rule.ts";
import { draftFinding, type FindingDraft, sorted } from "./finding_draft.ts";
import type { LogTally, PlacedSample } from "./log_tally.ts";
import { BIN_MS, type SeriesPart } from "./series_store.ts";
import { type Episode, episodesOf, SERIOUS } from "./signature_findings.ts";
import { bySampleTime, type SignatureEntry } from "./signature_table.ts";
import type { LogSpan } from "./span_of_logs.ts";
import { countBetween, gridOver, totalOf } from "./time_grid.ts";

/** Records of one rule that are this far apart tell of two occasions. */
const QUIET_MS = 3_600_000;
/** More occasions than these are one long one: the issue is always there. */
const MAX_OCCASIONS = 4;
const MAX_VALUES = 100;

/** Were occasions spread evenly, so late a first one would be less likely than this. */
const LATE_CHANCE = 0.05;

interface Occasion {
  firstMs: number;
  lastMs: number;
}

interface RuleEpisode extends Episode {
  readonly isStanding?: boolean;
}

interface RuleRecords {
  readonly rule: Rule;
  readonly parts: SeriesPart[];
  readonly samples: PlacedSample[];
  /** Ids of signatures. */
  readonly signatures: string[];
  readonly captures: Map<string, Set<string>>;
  /** What any rule captured in these records: one that hits them too may name what is concerned. */
  readonly names: Set<string>;
}

/** Findings about known issues: one for each occasion on which records of a rule occur. */
export function ruleFindings(
  tally: LogTally,
  span: LogSpan,
  entries: readonly SignatureEntry[],
): FindingDraft[] {
  const grid = gridOver(span.startMs, span.endMs);
  return recordsByRule(entries).flatMap((records) => {
    const bursts = episodesOf(records.parts, grid, SERIOUS);
    const episodes: readonly RuleEpisode[] = bursts.length > 0 ? bursts : occasionsOf(records.parts, span);
    return episodes.map((episode) => ruleFinding(tally, span, records, episode));
  });
}

function recordsByRule(entries: readonly SignatureEntry[]): RuleRecords[] {
  const byRule = new Map<string, RuleRecords>();
  for (const { id, matches, parts, samples } of entries) {
    for (const { rule, captures } of matches) {
      const records: RuleRecords = byRule.get(rule.id) ??
        { rule, parts: [], samples: [], signatures: [], captures: new Map(), names: new Set() };
      byRule.set(rule.id, records);
      records.signatures.push(id);
      for (const part of parts) records.parts.push(part);
      for (const sample of samples) records.samples.push(sample);
      for (const value of valuesOf(matches)) if (records.names.size < MAX_VALUES) records.names.add(value);
      for (const [name, values] of Object.entries(captures)) {
        const known = records.captures.get(name) ?? new Set();
        records.captures.set(name, known);
        for (const value of values) if (known.size < MAX_VALUES) known.add(value);
      }
    }
  }
  return [...byRule.values()].filter(({ parts }) => parts.length > 0);
}

function valuesOf(matches: SignatureEntry["matches"]): string[] {
  return matches.flatMap(({ captures }) => Object.values(captures).flat());
}

/** Without bursts: stretches with an hour of quiet between them, or all of it when there are many. */
function occasionsOf(parts: readonly SeriesPart[], { startMs, endMs }: LogSpan): RuleEpisode[] {
  const bins: Occasion[] = [];
  for (const part of parts) part.forEach((_binMs, _count, firstMs, lastMs) => bins.push({ firstMs, lastMs }));
  bins.sort((a, b) => a.firstMs - b.firstMs);
  const occasions: Occasion[] = [];
  for (const bin of bins) {
    const last = occasions.at(-1);
    if (last !== undefined && bin.firstMs - last.lastMs < QUIET_MS) {
      last.lastMs = Math.max(last.lastMs, bin.lastMs);
    } else occasions.push({ ...bin });
  }
  if (occasions.length <= MAX_OCCASIONS) return occasions.map((one) => toEpisode(one, { isStanding: false }));
  const { firstMs } = occasions[0]!;
  const share = (firstMs - startMs) / Math.max(1, endMs - startMs);
  const isStanding = (1 - share) ** occasions.length >= LATE_CHANCE;
  return [toEpisode({ firstMs, lastMs: occasions.at(-1)!.lastMs }, { isStanding })];
}

function toEpisode({ firstMs, lastMs }: Occasion, { isStanding }: { isStanding: boolean }): RuleEpisode {
  const fromMs = Math.floor(firstMs / BIN_MS) * BIN_MS;
  return { fromMs, toMs: lastMs + 1, onsetMs: firstMs, ratio: 1, surprise: 0, isStanding };
}

function ruleFinding(
  tally: LogTally,
  span: LogSpan,
  records: RuleRecords,
  episode: RuleEpisode,
): FindingDraft {
  const { rule, parts } = records;
  const samples = records.samples.toSorted(bySampleTime);
  const inside = countBetween(parts, episode.fromMs, episode.toMs).count;
  const outside = totalOf(parts).count - inside;
  const rest = outside > 0
    ? ` ${outside} more such ${outside === 1 ? "record is" : "records are"} outside this time.`
    : "";
  const standing = episode.isStanding
    ? " It comes again and again in all of the logs, so nothing tells when it began."
    : "";
  return draftFinding(tally, span, { parts, samples, ...episode }, {
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    confidence: rule.confidence,
    explanation: rule.explanation + rest + standing,
    remediation: rule.remediation,
    references: rule.references,
    names: sorted(records.names),
    signatures: records.signatures,
    captures: Object.fromEntries(
      [...records.captures].sort(([a], [b]) => a < b ? -1 : 1).map((
        [name, values],
      ) => [name, sorted(values)]),
    ),
    confirmingTypes: rule.events.confirms,
    explains: rule.explains,
  });
}
