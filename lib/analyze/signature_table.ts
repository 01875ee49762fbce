import { createHash } from "node:crypto";
import type { ApplicationRecord } from "../parse/application_record.ts";
import { exceptionChain } from "../parse/exception_chain.ts";
import { exceptionFingerprint } from "../parse/exception_fingerprint.ts";
import type { RuleMatch, RuleSet } from "../rules/match_rules.ts";
import { maskText } from "../scan/mask_text.ts";
import type { KeptToken } from "../scan/template_hasher.ts";
import type { LogTally, PlacedSample } from "./log_tally.ts";
import { sampleRecord } from "./sample_record.ts";
import type { SeriesPart } from "./series_store.ts";
import { type GroupedTemplate, mergeTemplates } from "./templates/merge_templates.ts";
import { loggerTemplate, messageTemplate } from "./templates/message_template.ts";

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

/** What the scan counts apart. */
export interface ScannedTemplate {
  /** Template id. */
  readonly id: number;
  /** Logger, with the job's keys masked. */
  readonly logger: string;
}

/** Everything known about one signature. */
export interface SignatureEntry {
  /** Hash of level, logger, template, exception fingerprint and the rules that hit it. */
  readonly id: string;
  /** Message with its variable parts masked: as few of them as its records allow. The id does not depend on that. */
  readonly template: string;
  /** Level as logged. */
  readonly level: string;
  /** Logger, with keys and numbers masked. */
  readonly logger: string;
  /** Class chain of the exception. */
  readonly exception: string | null;
  /** The templates of the scan that are this signature. */
  readonly templates: readonly ScannedTemplate[];
  /** Rules that hit its records. */
  readonly matches: readonly RuleMatch[];
  /** Counts. */
  readonly parts: SeriesPart[];
  /** Kept records, in time order. */
  readonly samples: PlacedSample[];
}

type Unmatched = Omit<SignatureEntry, "matches">;
type Matches = (sample: PlacedSample) => readonly RuleMatch[];

const MAX_TEMPLATE_CHARS = 1000;
/** Records of a signature in which the values that rules capture are looked for. */
const MAX_CAPTURE_SAMPLES = 16;

/** Puts templates together that are one signature, each with its counts, kept records and the rules that hit it. */
export function signatureTable(
  tally: LogTally,
  rules: RuleSet,
  kept: readonly KeptToken[],
): SignatureEntry[] {
  const known = new Map<PlacedSample, readonly RuleMatch[]>();
  const matches: Matches = (sample) => {
    const found = known.get(sample) ?? matchesOfOne(sample, tally, rules);
    known.set(sample, found);
    return found;
  };
  const byTemplate = new Map<number, Unmatched>();
  const entries = [...Map.groupBy(draftSignatures(tally, kept, matches), ({ id }) => id).values()].map(
    (drafts) => {
      const entry = entryOf(drafts, kept);
      for (const { scanned: { id } } of drafts) {
        byTemplate.set(id, entry);
        for (const sample of tally.samples[id]!) entry.samples.push(sample);
      }
      return entry;
    },
  );
  for (const part of tally.series.parts()) byTemplate.get(part.template)?.parts.push(part);
  return entries.map((entry) => {
    entry.samples.sort(bySampleTime);
    return { ...entry, matches: matchesOf(entry.samples, matches) };
  });
}

/** The templates of signatures, by id. */
export function listTemplates(entries: readonly SignatureEntry[]): TemplateEntry[] {
  return entries.flatMap(({ id: signature, level, template: text, templates }) =>
    templates.map(({ id, logger }) => ({ id, signature, level, logger, text }))
  ).sort((a, b) => a.id - b.id);
}

/** By time, then by place in the inputs: a total order. */
export function bySampleTime(a: PlacedSample, b: PlacedSample): number {
  return a.timeMs - b.timeMs || a.member - b.member || a.byteOffset - b.byteOffset;
}

/** The rules that hit the first record, with what they capture in it and in some that follow. */
function matchesOf(samples: readonly PlacedSample[], matches: Matches): RuleMatch[] {
  const first = matches(samples[0]!);
  if (first.length === 0) return [];
  const others = samples.slice(1, MAX_CAPTURE_SAMPLES).flatMap(matches);
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

interface Draft extends Pick<SignatureEntry, "id" | "template" | "level" | "logger" | "exception"> {
  readonly message: string;
  readonly scanned: ScannedTemplate;
}

/** A signature that nothing is counted of yet. */
function entryOf(drafts: readonly Draft[], kept: readonly KeptToken[]): Unmatched {
  const [{ id, template, level, logger, exception, message }, ...others] = drafts as [Draft, ...Draft[]];
  const narrow = maskText(message, kept);
  const isOne = others.every((other) => maskText(other.message, kept) === narrow);
  return {
    id,
    template: isOne ? narrow.slice(0, MAX_TEMPLATE_CHARS) : template,
    level,
    logger,
    exception,
    templates: drafts.map(({ scanned }) => scanned),
    parts: [],
    samples: [],
  };
}

/** The signature that each template of the scan is counted under. */
function draftSignatures(tally: LogTally, kept: readonly KeptToken[], matches: Matches): Draft[] {
  const drafts = tally.samples.flatMap((samples, id) => {
    if (id === 0) return [];
    const first = samples.reduce((a, b) => bySampleTime(a, b) <= 0 ? a : b);
    const record = sampleRecord(first);
    return record === null ? [] : [draft(record, id, kept, matches(first))];
  });
  const templates = mergeTemplates(drafts);
  return drafts.map(({ group, ...drafted }, at) => {
    const template = templates[at]!;
    return { ...drafted, template, id: hashOf(`${group}\0${template}`) };
  });
}

/** Rules are part of the group: what one of them knows is not lost in a message that it does not. */
function draft(
  record: ApplicationRecord,
  id: number,
  kept: readonly KeptToken[],
  matches: readonly RuleMatch[],
): Omit<Draft, "id"> & GroupedTemplate {
  const { level, exception } = record;
  const logger = loggerTemplate(record.logger);
  const fingerprint = exception === null ? "" : exceptionFingerprint(exception);
  const message = messageOf(record);
  return {
    group: [level, logger, fingerprint, ...matches.map(({ rule }) => rule.id)].join("\0"),
    template: messageTemplate(message, kept).slice(0, MAX_TEMPLATE_CHARS),
    message,
    level,
    logger,
    exception: exception === null ? null : exceptionChain(exception),
    scanned: { id, logger: record.logger.replace(/^(backup\.jobs\.).+$/, "$1#") },
  };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** The message; where its first line is empty, as in some records, what follows. */
function messageOf({ message, text, exception }: ApplicationRecord): string {
  if (message.trim() !== "") return message.trim();
  const rest = text.trim();
  return exception === null ? rest : rest.split("\n", 1)[0]!;
}
