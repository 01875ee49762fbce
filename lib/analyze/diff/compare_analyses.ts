import type { Analysis, Input } from "../analysis.ts";
import { type AgentChange, compareAgents } from "./agent_changes.ts";
import { comparabilityNotes } from "./comparability_notes.ts";
import { compareErrors, type ErrorChange } from "./error_changes.ts";
import { rounded } from "./count_change.ts";
import { compareExposures, type Exposures } from "./exposure.ts";
import { compareFindings, type FindingChange } from "./finding_changes.ts";
import { compareHosts, type HostChange } from "./host_changes.ts";
import { compareLatencies, type LatencyChange } from "./latency_changes.ts";
import { compareSignatures, type SignatureChange } from "./signature_changes.ts";

/** What is new, gone, worse or better in one analysis against another: schema `omlens.diff/1`. */
export interface Diff {
  /** Name and version of this shape. */
  readonly schema: "omlens.diff/1";
  /** The analysis that is compared with. */
  readonly before: DiffSide;
  /** The analysis that is compared. */
  readonly after: DiffSide;
  /** What makes them hard to compare, one phrase each. */
  readonly notes: readonly string[];
  /** How many times as often the same messages are logged in the same time (median); null: too few are in both. */
  readonly load: number | null;
  /** New, worse, gone, better; of each the most severe first, then by onset. */
  readonly findings: readonly FindingChange[];
  /** Warnings, errors and exceptions first; new, more, gone, fewer; then by the difference in records. */
  readonly signatures: readonly SignatureChange[];
  /** Shares of requests that fail: of all together first, then what rose, by requests that fail now, then what fell. */
  readonly errors: readonly ErrorChange[];
  /** Percentiles of routes: what rose first, then by the time that it takes all requests together. */
  readonly latencies: readonly LatencyChange[];
  /** By host. */
  readonly hosts: readonly HostChange[];
  /** Refused, gone, fewer requests, new, the rest; then by host, then project. */
  readonly agents: readonly AgentChange[];
}

/** One of the two analyses. */
export interface DiffSide {
  /** In the order given. */
  readonly inputs: readonly Pick<Input, "name" | "sha256">[];
  /** Version of omlens that made it. */
  readonly toolVersion: string;
  /** First to last record. */
  readonly span: Analysis["span"];
  /** Servers. */
  readonly hosts: number;
  /** Records. */
  readonly records: number;
  /** HTTP requests. */
  readonly requests: number;
  /** Events. */
  readonly events: number;
  /** Message templates. */
  readonly signatures: number;
  /** Findings. */
  readonly findings: number;
}

/**
 * Compares two analyses. Counts are compared as rates for the time that each covers and the work that was done in it, or
 * as shares of requests; a difference is told when it is at least twofold and sure (exact test, Benjamini-Hochberg at
 * 5 %). What only one of both could see is not called a change.
 *
 * @param before The analysis to compare with.
 * @param after The analysis in which changes are looked for.
 */
export function compareAnalyses(before: Analysis, after: Analysis): Diff {
  const exposures = compareExposures(before, after);
  const { changes, notCovered, load } = compareSignatures(before, after, exposures);
  return {
    schema: "omlens.diff/1",
    before: sideOf(before),
    after: sideOf(after),
    notes: comparabilityNotes(before, after, exposures, notCovered),
    load: loadInTime(load, exposures),
    findings: compareFindings(before, after, exposures, load),
    signatures: changes,
    errors: compareErrors(before, after),
    latencies: compareLatencies(before, after),
    hosts: compareHosts(before, after, exposures, load),
    agents: compareAgents(before, after, exposures),
  };
}

function loadInTime(load: number | null, exposures: Exposures): number | null {
  const range = exposures.rangeOf({ hosts: [], categories: [] });
  return load === null || range === null ? null : rounded(load / Math.sqrt(range.least * range.most));
}

function sideOf(
  { inputs, tool, span, totals, coverage, access, events, signatures, findings }: Analysis,
): DiffSide {
  return {
    inputs: inputs.map(({ name, sha256 }) => ({ name, sha256 })),
    toolVersion: tool.version,
    span,
    hosts: new Set(coverage.map(({ host }) => host)).size,
    records: totals.records,
    requests: access.series.requests.reduce((sum, requests) => sum + requests, 0),
    events: events.length,
    signatures: signatures.length,
    findings: findings.length,
  };
}
