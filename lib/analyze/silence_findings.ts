import { requestEvidence } from "./access/request_finding.ts";
import { bareFinding, marksOn } from "./bare_finding.ts";
import type { FamilySilence, OffsetOf } from "./coverage.ts";
import type { Evidence } from "./finding.ts";
import { durationWords } from "./duration_words.ts";
import { evidenceOf } from "./evidence.ts";
import type { FindingDraft } from "./finding_draft.ts";
import { sorted } from "./sorted.ts";
import type { FamilyActivity } from "./activity_tally.ts";
import type { LogTally } from "./log_tally.ts";
import type { TimedRestart } from "./restarts.ts";
import type { LogSpan } from "./span_of_logs.ts";

/** A silence that ends with a restart is told by the restart. */
const RESTART_SLACK_MS = 180_000;
/** With more records missing, there is no doubt; fewer may be the unsteadiness of a log that is thin anyway. */
const SURE_EXPECTED = 100;
/** So long is long for any server. */
const SURE_MS = 1_800_000;
/** A silence that all logs of a host share this closely is one. */
const SAME_TIME_MS = 120_000;
const MAX_NAMED = 3;

/**
 * `log.silence`: logs of one host that stop together are one finding, and so are access logs of several hosts; a restart at
 * the end tells it better.
 */
export function silenceFindings(
  tally: LogTally,
  span: LogSpan,
  silences: readonly FamilySilence[],
  restarts: readonly TimedRestart[],
  offsetOf: OffsetOf = () => 0,
): FindingDraft[] {
  const told = silences.filter((silence) => silence.kind === "silent" && !endsWithRestart(silence, restarts));
  const groups: FamilySilence[][] = [];
  for (const silence of told) {
    const group = groups.find(([first]) =>
      first!.host === silence.host && isSameTime(first!, silence, offsetOf)
    );
    if (group === undefined) groups.push([silence]);
    else group.push(silence);
  }
  return joined(groups, offsetOf).map((group) => silenceFinding(tally, span, group, offsetOf));
}

/** Hosts that get no requests at the same time, though they go on otherwise, have one reason before them. */
function joined(groups: readonly FamilySilence[][], offsetOf: OffsetOf): FamilySilence[][] {
  const result: FamilySilence[][] = [];
  for (const group of groups) {
    const other = result.find(([first]) =>
      isAccessOnly(group) && first!.category === "http_access" && isSameTime(first!, group[0]!, offsetOf)
    );
    if (other !== undefined && isAccessOnly(other)) other.push(...group);
    else result.push(group);
  }
  return result;
}

function isAccessOnly(group: readonly FamilySilence[]): boolean {
  return group.every(({ category }) => category === "http_access");
}

function endsWithRestart(
  { host, endMs, startMs }: FamilySilence,
  restarts: readonly TimedRestart[],
): boolean {
  return restarts.some((restart) =>
    restart.host === host && restart.timeMs > startMs && Math.abs(restart.timeMs - endMs) <= RESTART_SLACK_MS
  );
}

function isSameTime(a: FamilySilence, b: FamilySilence, offsetOf: OffsetOf): boolean {
  const shiftMs = offsetOf(a.host) - offsetOf(b.host);
  return Math.abs(a.startMs - b.startMs - shiftMs) <= SAME_TIME_MS &&
    Math.abs(a.endMs - b.endMs - shiftMs) <= SAME_TIME_MS;
}

function silenceFinding(
  tally: LogTally,
  span: LogSpan,
  group: readonly FamilySilence[],
  offsetOf: OffsetOf,
): FindingDraft {
  const first = group[0]!;
  const categories = sorted(group.map(({ category }) => category));
  const lengthMs = first.endMs - first.startMs;
  const expected = Math.round(group.reduce((sum, one) => sum + one.expected, 0));
  const goOn = [...tally.activity.values()].filter((activity) =>
    isActiveDuring(activity, first, offsetOf(activity.host) - offsetOf(first.host))
  );
  const hosts = sorted(group.map(({ host }) => host));
  const isServing = goOn.some(({ host, category }) => hosts.includes(host) && category === "http_access");
  const isAccess = isAccessOnly(group);
  const verb = hosts.length === 1 ? "logs" : "log";
  const named = hosts.length > MAX_NAMED ? `${hosts.length} servers` : hosts.join(", ");
  const isSure = expected >= SURE_EXPECTED || lengthMs >= SURE_MS;
  const finding = bareFinding({
    hosts,
    categories,
    onsetMs: first.startMs,
    latestOnsetMs: first.startMs + missedMs(first),
    lastMs: first.endMs,
    count: 0,
    series: marksOn(span, [first.startMs]),
    evidence: edgesOf(tally, group),
  }, {
    rule: "log.silence",
    title: `${named} ${verb} ${isAccess ? "no requests" : "nothing"} for ${durationWords(lengthMs)} (${
      categories.join(", ")
    })`,
    // A server that answers requests is up, whatever became of its application log.
    severity: isServing ? isSure ? "medium" : "low" : goOn.length === 0 ? "medium" : "high",
    confidence: isSure && goOn.length > 0 ? "high" : "medium",
    explanation: `At the rate around it, about ${expected} records would have been written in this time${
      isServing
        ? ", and the server went on serving requests"
        : goOn.length > 0
        ? ", and other logs went on"
        : ""
    }.${first.isOpen ? " The log does not come back." : ""}`,
    remediation: isAccess
      ? "Check load balancers, proxies and the network before the servers, and whether the servers answered; before 8.0.25 the access log itself may stop."
      : "Check whether the server was hung, stopped, cut off from its disk, or had its log level changed.",
    references: [],
  });
  // The times are of the first, whose clock may differ from those of the others.
  return { ...finding, onsetHost: first.host };
}

function isActiveDuring(
  { minutes }: FamilyActivity,
  { startMs, endMs }: FamilySilence,
  aheadMs: number,
): boolean {
  const from = Math.floor((startMs + aheadMs) / 60_000) + 1;
  const to = Math.floor((endMs + aheadMs) / 60_000);
  // Over the minutes with records: a silence may be of any length.
  const active = [...minutes.keys()].filter((minute) => minute >= from && minute < to).length;
  return active > 0 && active >= (to - from) / 10;
}

/** Time in which three records would have come: one of them would not have been missed any later, most likely. */
function missedMs({ startMs, endMs, expected }: FamilySilence): number {
  return Math.min(endMs - startMs, 3 * (endMs - startMs) / Math.max(1, expected));
}

/** The last record before the silence and the first one after it, where the logs that were kept have them. */
function edgesOf(tally: LogTally, group: readonly FamilySilence[]): Evidence[] {
  const { startMs, endMs } = group[0]!;
  if (isAccessOnly(group)) return requestEdges(tally, group);
  return tally.logs().filter((member) =>
    group.some(({ host, family }) => host === member.host && family === member.family)
  )
    .flatMap((member) =>
      member.summary.gaps
        .filter((gap) =>
          Math.abs(gap.before.timeMs - startMs) <= SAME_TIME_MS &&
          Math.abs(gap.after.timeMs - endMs) <= SAME_TIME_MS
        )
        .flatMap(({ before, after }) =>
          [before, after].map((sample) => evidenceOf(sample, member, sample.timeMs))
        )
    );
}

/** Of each host the last request kept before the silence and the first one after it. */
function requestEdges(tally: LogTally, group: readonly FamilySilence[]): Evidence[] {
  const samples = tally.access.samples.toSorted((a, b) => a.timeMs - b.timeMs);
  const edges = group.flatMap(({ host, startMs, endMs }) => {
    const own = samples.filter(({ member }) => tally.members[member]!.host === host);
    const before = own.findLast(({ timeMs }) => timeMs <= startMs && timeMs >= startMs - SAME_TIME_MS);
    const after = own.find(({ timeMs }) => timeMs >= endMs && timeMs <= endMs + SAME_TIME_MS);
    return [before, after].filter((sample) => sample !== undefined);
  });
  return requestEvidence(tally, edges);
}
