import type { Confidence, Rule } from "../rules/rule.ts";
import { draftFinding, type FindingDraft } from "./finding_draft.ts";
import { seriesField } from "./bursts/series_field.ts";
import { sorted } from "./sorted.ts";
import type { LogTally, PlacedSample } from "./log_tally.ts";
import { describeOccasion, type Occasion, occasionsOf } from "./occasions.ts";
import type { SeriesPart } from "./series_store.ts";
import { bySampleTime, type SignatureEntry } from "./signature_table.ts";
import type { LogSpan } from "./span_of_logs.ts";
import { countBetween, totalOf } from "./time_grid.ts";

const MAX_VALUES = 100;
const CONFIDENCES: readonly Confidence[] = ["high", "medium", "low"];

interface RuleRecords {
  readonly rule: Rule;
  readonly parts: SeriesPart[];
  readonly samples: PlacedSample[];
  /** How sure its hits are. */
  readonly confidences: Set<Confidence>;
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
  const field = seriesField(tally, span, { judged: entries.length, source: "records" });
  return recordsByRule(entries).flatMap((records) => {
    return occasionsOf(records.parts, field, span).map((occasion) =>
      ruleFinding(tally, span, records, occasion)
    );
  });
}

function recordsByRule(entries: readonly SignatureEntry[]): RuleRecords[] {
  const byRule = new Map<string, RuleRecords>();
  for (const { id, matches, parts, samples } of entries) {
    for (const { rule, captures, confidence } of matches) {
      // Its hits mean something only together.
      if (rule.correlation !== null && rule.correlation.only === null) continue;
      const records: RuleRecords = byRule.get(rule.id) ??
        {
          rule,
          parts: [],
          samples: [],
          signatures: [],
          captures: new Map(),
          names: new Set(),
          confidences: new Set(),
        };
      byRule.set(rule.id, records);
      records.confidences.add(confidence);
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

function ruleFinding(
  tally: LogTally,
  span: LogSpan,
  records: RuleRecords,
  occasion: Occasion,
): FindingDraft {
  const { rule, parts } = records;
  const samples = records.samples.toSorted(bySampleTime);
  const inside = countBetween(parts, occasion.fromMs, occasion.toMs).count;
  const draft = draftFinding(tally, span, { parts, samples, ...occasion }, {
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    // Sure hits make the finding sure.
    confidence: CONFIDENCES.find((confidence) => records.confidences.has(confidence)) ?? rule.confidence,
    explanation: rule.explanation + describeOccasion(occasion, totalOf(parts).count - inside),
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
  return rule.secret ? { ...draft, evidence: [] } : draft;
}
