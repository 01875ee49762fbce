import { createHash } from "node:crypto";
import type { Cause, Finding } from "../../analyze/finding.ts";
import type { Severity } from "../../rules/rule.ts";
import { describeLag } from "../describe_duration.ts";
import { visibleText } from "../visible_text.ts";
import { sarifLocation, type SarifObject } from "./sarif_location.ts";

/** `level` of SARIF 2.1.0 §3.27.10, and the score by which code-scanning sites sort. */
export const SARIF_LEVELS: Readonly<Record<Severity, { level: "error" | "warning" | "note"; rank: number }>> =
  {
    critical: { level: "error", rank: 100 },
    high: { level: "error", rank: 75 },
    medium: { level: "warning", rank: 50 },
    low: { level: "note", rank: 25 },
    info: { level: "note", rank: 5 },
  };

/** What the results share. */
export interface SarifContext {
  /** Place of a rule in the list of rules. */
  readonly ruleIndex: ReadonlyMap<string, number>;
  /** Names of the inputs. */
  readonly inputs: readonly string[];
  /** Fingerprints by id of the finding. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

/** A finding as a result. */
export function sarifResult(
  finding: Finding,
  { ruleIndex, inputs, fingerprints }: SarifContext,
): SarifObject {
  const { id, rule, title, explanation, severity, count, onset, first, last, hosts, causes, confidence } =
    finding;
  const origins = causes.slice(0, 1).filter(({ origin }) => origin !== null);
  return {
    ruleId: rule,
    ruleIndex: ruleIndex.get(rule),
    ...SARIF_LEVELS[severity],
    message: { text: visibleText(`${title}. ${explanation}`, "\n") },
    locations: finding.evidence.map((evidence) => sarifLocation(evidence, inputs)),
    ...(origins.length === 0
      ? {}
      : { relatedLocations: origins.map((cause) => originLocation(cause, inputs)) }),
    partialFingerprints: { "omlensFinding/v1": id, "omlensScope/v1": fingerprints.get(id) },
    occurrenceCount: Math.max(1, count),
    properties: { severity, confidence, onset, first, last, hosts, causes },
  };
}

/** The request that the likeliest cause was made by. */
function originLocation(cause: Cause, inputs: readonly string[]): SarifObject {
  return {
    ...(cause.origin === null ? {} : sarifLocation(cause.origin, inputs)),
    message: { text: visibleText(`Likely cause, ${describeLag(cause.lagMs)}: ${cause.eventType}`) },
  };
}

/**
 * What tells that a finding is the same trouble as one of another day: its rule and what it concerns, not when. Those
 * of one run that agree in it are counted, by onset.
 */
export function scopeFingerprints(findings: readonly Finding[]): Map<string, string> {
  const seen = new Map<string, number>();
  return new Map(
    findings.toSorted((a, b) => a.onset < b.onset ? -1 : Number(a.onset > b.onset)).map((finding) => {
      const { rule, hosts, groupIds, replicaSets, agents } = finding;
      const text = JSON.stringify([rule, hosts, groupIds, replicaSets, agents]);
      const place = (seen.get(text) ?? 0) + 1;
      seen.set(text, place);
      return [finding.id, `${createHash("sha256").update(text).digest("hex").slice(0, 16)}:${place}`];
    }),
  );
}
