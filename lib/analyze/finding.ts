/**
 * What the analysis concludes: findings, the incidents they make up, their likely causes, and the lines that prove
 * them. Shapes of `analysis.json`; units as in `analysis.ts`.
 *
 * @module
 */
import type { Category } from "../parse/member_origin.ts";
import type { Confidence, Severity } from "../rules/rule.ts";

/** A count over time: `counts[i]` falls into `start + i * bucketMs`. */
export interface Series {
  /** Start of the first bucket. */
  readonly start: string;
  /** Width. */
  readonly bucketMs: number;
  /** One number a bucket. */
  readonly counts: readonly number[];
}

/** Something worth telling. */
export interface Finding {
  /** Hash of rule, scope and onset. */
  readonly id: string;
  /** Rule id, `area.problem`. */
  readonly rule: string;
  /** One line. */
  readonly title: string;
  /** How bad. */
  readonly severity: Severity;
  /** How sure. */
  readonly confidence: Confidence;
  /** Sorted. */
  readonly hosts: readonly string[];
  /** Sorted. */
  readonly categories: readonly Category[];
  /** Project ids, sorted. */
  readonly groupIds: readonly string[];
  /** Sorted. */
  readonly replicaSets: readonly string[];
  /** Agent hosts, sorted. */
  readonly agents: readonly string[];
  /** Records behind it. */
  readonly count: number;
  /** First record. */
  readonly first: string;
  /** Last record. */
  readonly last: string;
  /** When the trouble began. */
  readonly onset: string;
  /** Records over time. */
  readonly series: Series;
  /** Lines that prove it, earliest first. */
  readonly evidence: readonly Evidence[];
  /** What it means. */
  readonly explanation: string;
  /** What to do. */
  readonly remediation: string;
  /** URLs and document names. */
  readonly references: readonly string[];
  /** Captured values by name; each list sorted, without duplicates. */
  readonly captures: Readonly<Record<string, readonly string[]>>;
  /** Likely causes, best first; empty when nothing in the events explains it. */
  readonly causes: readonly Cause[];
  /** Ids of alert events that tell the same. */
  readonly confirmedBy: readonly string[];
}

/** Findings that belong together. */
export interface Incident {
  /** Hash of its findings. */
  readonly id: string;
  /** Onset of its first finding. */
  readonly start: string;
  /** Last record of its findings. */
  readonly end: string;
  /** Of its most severe finding. */
  readonly severity: Severity;
  /** One line. */
  readonly title: string;
  /** Ids of findings, most explaining first. */
  readonly findings: readonly string[];
  /** Sorted. */
  readonly hosts: readonly string[];
  /** Sorted. */
  readonly groupIds: readonly string[];
  /** Likely causes, best first. */
  readonly causes: readonly Cause[];
  /** A short paragraph. */
  readonly narrative: string;
}

/** A change event that may have caused a finding. */
export interface Cause {
  /** Event. */
  readonly eventId: string;
  /** Its type. */
  readonly eventType: string;
  /** 0 to 1. */
  readonly score: number;
  /** Onset minus event; positive: the event came first. */
  readonly lagMs: number;
  /** The parts of the score, each 0 to 1. */
  readonly terms: Readonly<Record<"time" | "scope" | "kind" | "effect" | "uniqueness", number>>;
  /** The access line of the change, when found. */
  readonly origin: Evidence | null;
  /** Other events of the same change: what the same person did beside it, and what the system told of it. */
  readonly sameChange: readonly string[];
}

/** A place in an input, with its text. */
export interface Evidence {
  /** Name of the input. */
  readonly input: string;
  /** Path inside it. */
  readonly member: string;
  /** First line, 1-based. */
  readonly line: number;
  /** Offset in the uncompressed member, 0-based. */
  readonly byteOffset: number;
  /** Length in bytes without the last line feed. */
  readonly byteLength: number;
  /** Time as the host logged it. */
  readonly time: string | null;
  /** Those bytes as UTF-8, U+FFFD for what is not; cut at 8 KiB with a mark. */
  readonly text: string;
}
