import { createHash } from "node:crypto";
import type { ApplicationRecord } from "../parse/application_record.ts";
import { exceptionChain, exceptionFingerprint } from "../parse/exception_fingerprint.ts";
import type { RuleMatch, RuleSet } from "../rules/match_rules.ts";
import { maskText } from "../scan/mask_text.ts";
import type { KeptToken } from "../scan/template_hasher.ts";
import type { LogTally, PlacedSample } from "./log_tally.ts";
import { sampleRecord } from "./sample_record.ts";
import type { SeriesPart } from "./series_store.ts";

/** A template of the scan, and what it belongs to. */
export interface TemplateEntry {
  /** Template id. */
  readonly id: number;
  /** Id of the signature its records are counted under. */
  readonly signature: string;
  /** Level as logged. */
  readonly level: string;
  /** Logger, with the job's keys masked. */
  readonly logger: string;
  /** Message with its variable parts masked. */
  readonly text: string;
}

/** Everything known about one signature. */
export interface SignatureEntry {
  /** Hash of level, logger, template and exception fingerprint. */
  readonly id: string;
  /** Message with its variable parts masked. */
  readonly template: string;
  /** Level as logged. */
  readonly level: string;
  /** Logger, with the job's keys masked. */
  readonly logger: string;
  /** Class chain of the exception. */
  readonly exception: string | null;
  /** Ids of the templates that are this signature. */
  readonly templates: number[];
  /** Rules that hit its records. */
  readonly matches: readonly RuleMatch[];
  /** Counts. */
  readonly parts: SeriesPart[];
  /** Kept records, in time order. */
  readonly samples: PlacedSample[];
}

type Unmatched = Omit<SignatureEntry, "matches">;

const MAX_TEMPLATE_CHARS = 1000;
/** Records of a signature in which the values that rules capture are looked for. */
const MAX_CAPTURE_SAMPLES = 16;

/** Puts templates together that are one signature, each with its counts, kept records and the rules that hit it. */
export function signatureTable(
  tally: LogTally,
  rules: RuleSet,
  kept: readonly KeptToken[],
): SignatureEntry[] {
  const byTemplate = new Map<number, Unmatched>();
  const byId = new Map<string, Unmatched>();
  tally.samples.forEach((samples, template) => {
    const record = sampleRecord(samples[0]!);
    if (record === null || template === 0) return;
    const drafted = draft(record, kept);
    const entry = byId.get(drafted.id) ?? { ...drafted, templates: [], parts: [], samples: [] };
    byId.set(entry.id, entry);
    byTemplate.set(template, entry);
    entry.templates.push(template);
    for (const sample of samples) entry.samples.push(sample);
  });
  for (const part of tally.series.parts()) byTemplate.get(part.template)?.parts.push(part);
  return [...byId.values()].map((entry) => {
    entry.samples.sort(bySampleTime);
    return { ...entry, matches: matchesOf(entry.samples, tally, rules) };
  });
}

/** The templates of signatures, by id. */
export function listTemplates(entries: readonly SignatureEntry[]): TemplateEntry[] {
  return entries.flatMap(({ id: signature, level, logger, template: text, templates }) =>
    templates.map((id) => ({ id, signature, level, logger, text }))
  ).sort((a, b) => a.id - b.id);
}

/** By time, then by place in the inputs: a total order. */
export function bySampleTime(a: PlacedSample, b: PlacedSample): number {
  return a.timeMs - b.timeMs || a.member - b.member || a.byteOffset - b.byteOffset;
}

/** The rules that hit the first record, with what they capture in it and in some that follow. */
function matchesOf(samples: readonly PlacedSample[], tally: LogTally, rules: RuleSet): RuleMatch[] {
  const first = matchesOfOne(samples[0]!, tally, rules);
  if (first.length === 0) return [];
  const others = samples.slice(1, MAX_CAPTURE_SAMPLES).flatMap((sample) =>
    matchesOfOne(sample, tally, rules)
  );
  return first.map(({ rule, captures, confidence }) => ({
    rule,
    confidence,
    captures: others.filter((other) => other.rule === rule).reduce(
      (all, other) => mergeCaptures(all, other.captures),
      captures,
    ),
  }));
}

function matchesOfOne(sample: PlacedSample, tally: LogTally, rules: RuleSet): readonly RuleMatch[] {
  const record = sampleRecord(sample);
  if (record === null) return [];
  const { category } = tally.members[sample.member]!;
  return rules.match(record.text, { category, level: record.level, logger: record.logger });
}

function mergeCaptures(a: RuleMatch["captures"], b: RuleMatch["captures"]): RuleMatch["captures"] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(
    [...names].map((name) => [name, [...new Set([...a[name] ?? [], ...b[name] ?? []])]]),
  );
}

type Draft = Pick<SignatureEntry, "id" | "template" | "level" | "logger" | "exception">;

function draft(record: ApplicationRecord, kept: readonly KeptToken[]): Draft {
  const logger = record.logger.replace(/^(backup\.jobs\.).+$/, "$1#");
  const template = maskText(messageOf(record), kept).slice(0, MAX_TEMPLATE_CHARS);
  const fingerprint = record.exception === null ? "" : exceptionFingerprint(record.exception);
  const exception = record.exception === null ? null : exceptionChain(record.exception);
  const id = createHash("sha256").update([record.level, logger, template, fingerprint].join("\0")).digest(
    "hex",
  ).slice(0, 16);
  return { id, template, level: record.level, logger, exception };
}

/** The message; where its first line is empty, as in some records, what follows. */
function messageOf({ message, text, exception }: ApplicationRecord): string {
  if (message.trim() !== "") return message.trim();
  const rest = text.trim();
  return exception === null ? rest : rest.split("\n", 1)[0]!;
}
