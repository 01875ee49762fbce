import { parseHeaderLine } from "../parse/header_line.ts";
import type { HeaderLine } from "../scan/column_block.ts";
import { bareFinding, marksOn } from "./bare_finding.ts";
import { durationWords } from "./duration_words.ts";
import type { OffsetOf } from "./coverage.ts";
import { evidenceOf } from "./evidence.ts";
import type { Evidence } from "./finding.ts";
import { API_CLOCK, type FindingDraft } from "./finding_draft.ts";
import { sorted } from "./sorted.ts";
import type { LogTally, MemberRecord } from "./log_tally.ts";
import type { LogSpan } from "./span_of_logs.ts";

/** An upgrade of one server after the other takes its time. */
const UPGRADE_MS = 7_200_000;
/** When the servers still differ at the end of the logs, the upgrade may be going on. */
const OPEN_MS = 3_600_000;
const LONG_MS = 86_400_000;
/** A process that is back so soon with the same version was there all the time. */
const RESTART_MS = 3_600_000;
const MAX_EVIDENCE = 10;
const MAX_NAMED = 3;

/** A server process of one version. */
interface Reign {
  readonly host: string;
  readonly version: string;
  readonly fromMs: number;
  toMs: number;
  readonly evidence: Evidence;
}

/** `log.version-skew`: servers run different versions for longer than an upgrade takes. */
export function versionSkewFindings(
  tally: LogTally,
  span: LogSpan,
  offsetOf: OffsetOf = () => 0,
): FindingDraft[] {
  const logs = tally.logs().filter(({ category }) => category === "application" || category === "daemon");
  const families = Map.groupBy(logs, ({ host, category, family }) => `${host}\0${category}\0${family}`);
  const reigns = [...families.values()].flatMap(reignsOf).map((reign) => ({
    ...reign,
    fromMs: reign.fromMs - offsetOf(reign.host),
    toMs: reign.toMs - offsetOf(reign.host),
  }));
  return skewsOf(reigns).filter(({ fromMs, toMs }) =>
    toMs - fromMs >= (span.endMs - toMs < OPEN_MS ? OPEN_MS : UPGRADE_MS)
  ).map((skew) => skewFinding(span, skew));
}

/** The versions of one process by time: from each header line to the next one, or to its last record. */
function reignsOf(files: readonly MemberRecord[]): Reign[] {
  const reigns: Reign[] = [];
  for (const file of files.toSorted((a, b) => (a.summary.startMs ?? 0) - (b.summary.startMs ?? 0))) {
    for (const header of file.summary.headers) {
      const version = parseHeaderLine(header.text.trimEnd())?.version ?? null;
      const fromMs = timeOf(header);
      const last = reigns.at(-1);
      extend(last, header.before.at(-1)?.timeMs);
      const goesOn = last?.version === version && (fromMs ?? 0) - last.toMs <= RESTART_MS;
      if (version === null || fromMs === null || goesOn) continue;
      const evidence = evidenceOf(header, file, null);
      reigns.push({ host: file.host, version, fromMs, toMs: fromMs, evidence });
    }
    extend(reigns.at(-1), file.summary.endMs);
  }
  return reigns;
}

function extend(reign: Reign | undefined, toMs: number | null | undefined): void {
  if (reign !== undefined) reign.toMs = Math.max(reign.toMs, toMs ?? reign.toMs);
}

function timeOf({ before, after }: HeaderLine): number | null {
  return after[0]?.timeMs ?? before.at(-1)?.timeMs ?? null;
}

interface Skew {
  readonly fromMs: number;
  toMs: number;
  readonly reigns: Set<Reign>;
}

/** Times in which processes of more than one version run. */
function skewsOf(reigns: readonly Reign[]): Skew[] {
  const edges = reigns.flatMap((reign) => [
    { timeMs: reign.fromMs, reign, isStart: true },
    { timeMs: reign.toMs, reign, isStart: false },
  ]).sort((a, b) => a.timeMs - b.timeMs || Number(a.isStart) - Number(b.isStart));
  const running = new Set<Reign>();
  const versions = new Map<string, number>();
  const skews: Skew[] = [];
  let open: Skew | null = null;
  for (const { timeMs, reign, isStart } of edges) {
    const change = isStart ? 1 : running.delete(reign) ? -1 : 0;
    if (isStart) running.add(reign);
    const processes = (versions.get(reign.version) ?? 0) + change;
    if (processes > 0) versions.set(reign.version, processes);
    else versions.delete(reign.version);
    const isSkewed = versions.size > 1;
    if (open !== null) open.toMs = timeMs;
    if (isSkewed && open === null) {
      skews.push(open = { fromMs: timeMs, toMs: timeMs, reigns: new Set(running) });
    } else if (!isSkewed) open = null;
    if (open !== null && isStart) open.reigns.add(reign);
  }
  return skews;
}

function skewFinding(span: LogSpan, { fromMs, toMs, reigns }: Skew): FindingDraft {
  const byVersion = Map.groupBy(reigns, ({ version }) => version);
  const versions = sorted(byVersion.keys());
  const evidence = versions.flatMap((version) => byVersion.get(version)!.map((reign) => reign.evidence));
  const isStanding = fromMs - span.startMs < OPEN_MS;
  const named = versions.map((version) => {
    const hosts = sorted(byVersion.get(version)!.map(({ host }) => host));
    const more = hosts.length > MAX_NAMED ? ` and ${hosts.length - MAX_NAMED} more` : "";
    return `${version} on ${hosts.slice(0, MAX_NAMED).join(", ")}${more}`;
  });
  return {
    ...bareFinding({
      hosts: sorted([...reigns].map(({ host }) => host)),
      categories: ["application"],
      onsetMs: fromMs,
      lastMs: toMs,
      count: reigns.size,
      series: marksOn(span, [...reigns].map((reign) => reign.fromMs)),
      evidence: evidence.slice(0, MAX_EVIDENCE),
    }, {
      rule: "log.version-skew",
      title: `Servers run different versions: ${versions.join(", ")}`,
      severity: toMs - fromMs >= LONG_MS || span.endMs - toMs < OPEN_MS ? "medium" : "low",
      confidence: "high",
      explanation: `For ${durationWords(toMs - fromMs)} servers of one Ops Manager ran different versions: ${
        named.join("; ")
      }. Ops Manager stays in upgrade mode meanwhile.`,
      remediation: "Upgrade all servers to one version, and restart those that still run the old one.",
      references: ["Ops Manager documentation, Troubleshoot Upgrades"],
    }),
    onsetHost: API_CLOCK,
    captures: { version: versions },
    isStanding,
  };
}
