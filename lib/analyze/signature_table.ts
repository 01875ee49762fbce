import { createHash } from "node:crypto";
import { type ApplicationRecord, parseApplicationRecord } from "../parse/application_record.ts";
import { exceptionChain, exceptionFingerprint } from "../parse/exception_fingerprint.ts";
import type { RuleMatch, RuleSet } from "../rules/match_rules.ts";
import { maskText } from "../scan/mask_text.ts";
import type { KeptToken } from "../scan/template_hasher.ts";
import type { LogTally, PlacedSample } from "./log_tally.ts";
import type { SeriesPart } from "./series_store.ts";

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
  /** Rules that hit its records. */
  readonly matches: readonly RuleMatch[];
  /** Counts. */
  readonly parts: SeriesPart[];
  /** Kept records, in time order. */
  readonly samples: PlacedSample[];
}

const MAX_TEMPLATE_CHARS = 1000;

/** Puts templates together that are one signature, each with its counts, kept records and the rules that hit it. */
export function signatureTable(
  tally: LogTally,
  rules: RuleSet,
  kept: readonly KeptToken[],
): SignatureEntry[] {
  const byTemplate = new Map<number, SignatureEntry>();
  const byId = new Map<string, SignatureEntry>();
  tally.samples.forEach((samples, template) => {
    const first = samples[0]!;
    const record = parseApplicationRecord(first.text);
    if (record === null || template === 0) return;
    const drafted = draft(record, kept);
    const entry = byId.get(drafted.id) ??
      { ...drafted, matches: matchesOf(record, tally, first, rules), parts: [], samples: [] };
    byId.set(entry.id, entry);
    byTemplate.set(template, entry);
    for (const sample of samples) entry.samples.push(sample);
  });
  for (const part of tally.series.parts()) byTemplate.get(part.template)?.parts.push(part);
  for (const entry of byId.values()) entry.samples.sort(bySampleTime);
  return [...byId.values()];
}

/** By time, then by place in the inputs: a total order. */
function bySampleTime(a: PlacedSample, b: PlacedSample): number {
  return a.timeMs - b.timeMs || a.member - b.member || a.byteOffset - b.byteOffset;
}

function matchesOf(
  record: ApplicationRecord,
  tally: LogTally,
  sample: PlacedSample,
  rules: RuleSet,
): readonly RuleMatch[] {
  const { category } = tally.members[sample.member]!;
  return rules.match(record.text, { category, level: record.level, logger: record.logger });
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
