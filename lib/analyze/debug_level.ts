import type { EventRow } from "../events/event_row.ts";
import type { Severity } from "../rules/rule.ts";
import { bareFinding, marksOn } from "./bare_finding.ts";
import { durationWords } from "./duration_words.ts";
import { BIN_MS, type SeriesPart } from "./series_store.ts";
import { draftFinding, type FindingDraft } from "./finding_draft.ts";
import { sorted } from "./sorted.ts";
import type { LogTally } from "./log_tally.ts";
import { bySampleTime, type SignatureEntry } from "./signature_table.ts";
import type { LogSpan } from "./span_of_logs.ts";
import { countBetween, countsOn, type TimeGrid, totalOf } from "./time_grid.ts";

/** Packages of Ops Manager that log at DEBUG by default, and more of them when there is more to back up. */
const USUALLY_DEBUG = /^backup\b|\.brs(?:\.|$)/;
const REMEDIATION =
  "Set the level of this package back in the administration page for log levels, or let the override end.";
const OVERRIDE = "LOG_DEBUG_OVERRIDE_ACTIVE";
/** Fewer records are no trouble. */
const MIN_RECORDS = 300;
/** Shorter ones were not left on. */
const MIN_LENGTH_MS = 1_800_000;
/** The rate of DEBUG records is so many times the rate before. */
const MIN_RATIO = 8;
/** Time before without which nothing is known about what is usual. */
const MIN_BEFORE_MS = 3_600_000;
/** So much of the log at DEBUG fills disks. */
const LARGE_SHARE = 0.3;
/** In so many of the ten-minute steps after its start there are such records: left on, not a job. */
const MIN_OCCUPIED = 0.7;
const STEP_MS = 600_000;
/** A package that always logs so much of its own at DEBUG, and so much of all, while others hardly do. */
const ALWAYS_SHARE = 0.8;
const ALWAYS_RECORDS = 5000;
const ALWAYS_OF_ALL = 0.2;
const OTHERS_SHARE = 0.1;

/** `log.debug-left-on`: a package logs far more at DEBUG than before, or an event says that it was told to. */
export function debugLevelFindings(
  tally: LogTally,
  span: LogSpan,
  entries: readonly SignatureEntry[],
  events: readonly EventRow[],
): FindingDraft[] {
  const overrides = events.filter(({ type }) => type === OVERRIDE);
  const risen = risenPackages(entries, span);
  const always = risen.length === 0 ? alwaysDebug(entries) : [];
  if (always.length > 0) return [alwaysFinding(tally, span, entries, always)];
  if (risen.length === 0) return overrides.slice(0, 1).map((event) => overrideFinding(span, event));
  return together(risen).map((group) => risenFinding(tally, span, entries, group));
}

interface Risen {
  readonly name: string;
  readonly entries: readonly SignatureEntry[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** The first four parts of a logger's name: what people set a level for. */
function packageOf(logger: string): string {
  return logger.split(".").slice(0, 4).join(".");
}

function risenPackages(entries: readonly SignatureEntry[], span: LogSpan): Risen[] {
  const debug = entries.filter((entry) => isDebug(entry) && !USUALLY_DEBUG.test(entry.logger));
  const grid = {
    startMs: span.startMs,
    bucketMs: STEP_MS,
    length: Math.ceil((span.endMs - span.startMs + 1) / STEP_MS),
  };
  return [...Map.groupBy(debug, ({ logger }) => packageOf(logger))].flatMap(([name, own]) => {
    if (recordsOf(own) < MIN_RECORDS) return [];
    const risen = riseOf(countsOn(grid, own.flatMap(({ parts }) => parts)), grid);
    return risen === null ? [] : [{ name, entries: own, ...risen }];
  });
}

function isDebug({ level }: SignatureEntry): boolean {
  return level === "DEBUG" || level === "TRACE";
}

function recordsOf(entries: readonly SignatureEntry[]): number {
  return entries.reduce((sum, { parts }) => sum + totalOf(parts).count, 0);
}

/** Packages that log at DEBUG as long as the logs go back, while the others do not. */
function alwaysDebug(entries: readonly SignatureEntry[]): string[] {
  const shown = entries.filter(({ logger }) => !USUALLY_DEBUG.test(logger));
  const all = recordsOf(shown);
  const packages = [...Map.groupBy(shown, ({ logger }) => packageOf(logger))].map(([name, own]) => ({
    name,
    records: recordsOf(own),
    debug: recordsOf(own.filter(isDebug)),
  }));
  const always = packages.filter(({ records, debug }) =>
    debug >= ALWAYS_RECORDS && debug >= ALWAYS_SHARE * records && debug >= ALWAYS_OF_ALL * all
  );
  const others = packages.filter((one) => !always.includes(one));
  const [records, debug] = others.reduce(([a, b], one) => [a + one.records, b + one.debug], [0, 0]);
  return debug > OTHERS_SHARE * records ? [] : always.map(({ name }) => name);
}

/** The step from which on there is far more, for as long as it lasts. */
function riseOf(counts: Int32Array, { startMs, bucketMs }: TimeGrid): Pick<Risen, "fromMs" | "toMs"> | null {
  const sums = new Float64Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) sums[i + 1] = sums[i]! + counts[i]!;
  const least = MIN_LENGTH_MS / bucketMs;
  for (let from = MIN_BEFORE_MS / bucketMs; from + least <= counts.length; from++) {
    const usual = (sums[from]! + 0.5) / from;
    if (counts[from]! < MIN_RATIO * usual) continue;
    let to = from;
    let full = 0;
    for (let at = from; at < counts.length; at++) {
      if (counts[at]! < MIN_RATIO * usual) continue;
      if (++full < MIN_OCCUPIED * (at + 1 - from)) break;
      to = at + 1;
    }
    if (to - from < least || sums[to]! - sums[from]! < MIN_RECORDS) continue;
    return { fromMs: startMs + from * bucketMs, toMs: startMs + to * bucketMs };
  }
  return null;
}

/** Packages that rise within two steps of each other were told to at once. */
function together(risen: readonly Risen[]): Risen[][] {
  const groups: Risen[][] = [];
  for (const one of risen.toSorted((a, b) => a.fromMs - b.fromMs || (a.name < b.name ? -1 : 1))) {
    const group = groups.at(-1);
    if (group !== undefined && one.fromMs - group[0]!.fromMs <= 2 * STEP_MS) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

function risenFinding(
  tally: LogTally,
  span: LogSpan,
  entries: readonly SignatureEntry[],
  group: readonly Risen[],
): FindingDraft {
  const own = group.flatMap((risen) => risen.entries);
  const parts = own.flatMap((entry) => entry.parts);
  const fromMs = Math.min(...group.map((risen) => risen.fromMs));
  const toMs = Math.max(...group.map((risen) => risen.toMs));
  const onsetMs = Math.max(fromMs, firstOf(parts, fromMs));
  const samples = own.flatMap((entry) => entry.samples).toSorted(bySampleTime);
  const { count } = countBetween(parts, onsetMs - BIN_MS, toMs);
  const all = countBetween(entries.flatMap((entry) => entry.parts), onsetMs - BIN_MS, toMs).count;
  const names = sorted(group.map(({ name }) => name));
  const share = count / Math.max(1, all);
  return draftFinding(tally, span, { parts, samples, fromMs, toMs, onsetMs }, {
    rule: "log.debug-left-on",
    title: `${names.length === 1 ? names[0] : `${names.length} packages`} ${
      names.length === 1 ? "logs" : "log"
    } at DEBUG`,
    severity: severityOf(share),
    confidence: "medium",
    explanation: `${count} records at DEBUG in ${
      durationWords(toMs - onsetMs)
    }, over ${MIN_RATIO} times as many as before, from ${names.slice(0, 3).join(", ")}: ${
      Math.round(share * 100)
    } % of all records of this time. A level that was raised to look for something seems to be still on.`,
    remediation: REMEDIATION,
    references: [],
    confirmingTypes: [OVERRIDE],
    captures: { package: names },
  });
}

function alwaysFinding(
  tally: LogTally,
  span: LogSpan,
  entries: readonly SignatureEntry[],
  names: readonly string[],
): FindingDraft {
  const own = entries.filter((entry) => isDebug(entry) && names.includes(packageOf(entry.logger)));
  const parts = own.flatMap((entry) => entry.parts);
  const { count, firstMs, lastMs } = totalOf(parts);
  const samples = own.flatMap((entry) => entry.samples).toSorted(bySampleTime);
  const found = {
    parts,
    samples,
    fromMs: firstMs - BIN_MS,
    toMs: lastMs + 1,
    onsetMs: firstMs,
    isStanding: true,
  };
  return draftFinding(tally, span, found, {
    rule: "log.debug-left-on",
    title: `${names.join(", ")} always ${names.length === 1 ? "logs" : "log"} at DEBUG`,
    severity: "low",
    confidence: "low",
    explanation:
      `${count} records at DEBUG, most of what it logs, while other packages hardly log at this level.`,
    remediation: REMEDIATION,
    references: [],
    confirmingTypes: [OVERRIDE],
    captures: { package: sorted(names) },
  });
}

function firstOf(parts: readonly SeriesPart[], fromMs: number): number {
  let first = Infinity;
  for (const { forEach } of parts) {
    forEach((_bin, _count, firstMs) => {
      if (firstMs >= fromMs && firstMs < first) first = firstMs;
    }, fromMs - BIN_MS);
  }
  return first;
}

function severityOf(share: number): Severity {
  return share >= LARGE_SHARE ? "medium" : "low";
}

function overrideFinding(span: LogSpan, event: EventRow): FindingDraft {
  const timeMs = Date.parse(event.time);
  return {
    ...bareFinding({
      hosts: [],
      categories: [],
      onsetMs: timeMs,
      lastMs: timeMs,
      count: 1,
      series: marksOn(span, [timeMs]),
      evidence: [],
    }, {
      rule: "log.debug-left-on",
      title: "A logger is overridden to DEBUG",
      severity: "low",
      confidence: "medium",
      explanation:
        "An event says that a debug override is active; the logs show no more DEBUG records than usual.",
      remediation: "End the override when nobody needs it any more.",
      references: [],
    }),
    raisedBy: [event.id],
  };
}
