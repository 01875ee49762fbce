import { requestEvidence } from "../access/request_finding.ts";
import type { PlacedRequest } from "../access/kept_requests.ts";
import type { Clock } from "../analysis.ts";
import { bareFinding, marksOn } from "../bare_finding.ts";
import { durationWords } from "../duration_words.ts";
import { type FindingDraft, findingId } from "../finding_draft.ts";
import type { LogTally } from "../log_tally.ts";
import type { LogSpan } from "../span_of_logs.ts";
import type { HostClocks } from "./find_clocks.ts";

/** Smaller differences trouble nobody. */
const MIN_SKEW_MS = 5000;
const LARGE_SKEW_MS = 60_000;
/** Lines of each host. */
const MAX_LINES = 3;

/** `clock.skew`: clocks of servers that are clearly off the API's. */
export function clockSkewFindings(tally: LogTally, span: LogSpan, clocks: HostClocks): FindingDraft[] {
  const skewed = clocks.clocks.filter(({ offsetMs, uncertaintyMs }) =>
    Math.abs(offsetMs) - uncertaintyMs >= MIN_SKEW_MS
  );
  if (skewed.length === 0) return [];
  const worst = skewed.reduce((a, b) => Math.abs(b.offsetMs) > Math.abs(a.offsetMs) ? b : a);
  const lines = skewed.flatMap((clock) => provingLines(tally, clocks, clock)).sort((a, b) =>
    a.timeMs - b.timeMs
  );
  const hosts = skewed.map(({ host }) => host);
  const who = hosts.length === 1
    ? `The clock of ${hosts[0]} is`
    : `The clocks of ${hosts.length} servers are`;
  return [{
    ...bareFinding({
      hosts,
      categories: ["http_access"],
      onsetMs: span.startMs,
      lastMs: span.endMs,
      count: skewed.reduce((sum, { samples }) => sum + samples, 0),
      series: marksOn(span, lines.map(({ timeMs }) => timeMs)),
      evidence: requestEvidence(tally, lines),
    }, {
      rule: "clock.skew",
      title: `${who} ${hosts.length === 1 ? "" : "up to "}${difference(worst)}`,
      severity: Math.abs(worst.offsetMs) >= LARGE_SKEW_MS ? "medium" : "low",
      confidence: skewed.every(({ basis }) => basis === "event-twin") ? "high" : "medium",
      explanation: `${
        skewed.map(describeClock).join("; ")
      }. Times of onsets and causes are corrected by this; log lines keep theirs.`,
      remediation:
        "Check the time synchronization (NTP, chrony) of the servers: their logs cannot be compared line by line, and sign-ins with a second factor may fail.",
      references: [],
    }),
    id: findingId("clock.skew", hosts, [], 0),
    explains: ["agent.clock-skew"],
    isStanding: true,
  }];
}

function describeClock(clock: Clock): string {
  const { host, uncertaintyMs, basis, samples } = clock;
  const by = basis === "event-twin"
    ? `${samples} events whose request is in its access log`
    : `the clocks of ${samples} agents that call it`;
  return `${host} is ${difference(clock)} by ${by} (to within ${durationWords(uncertaintyMs)})`;
}

function difference({ offsetMs }: Clock): string {
  return `${durationWords(Math.abs(offsetMs))} ${offsetMs > 0 ? "ahead" : "behind"}`;
}

/** The requests that made events, or else calls of agents that tell their time. */
function provingLines(
  tally: LogTally,
  { twins, search }: HostClocks,
  { host, basis }: Clock,
): PlacedRequest[] {
  if (basis === "event-twin") {
    const own = twins.find((twin) => twin.host === host)?.twins ?? [];
    return own.slice(0, MAX_LINES).map(({ request }) => search.requests[request]!.sample);
  }
  const isOwn = ({ agent, member, text }: PlacedRequest) =>
    agent > 0 && tally.members[member]!.host === host && text.includes("at=");
  return tally.access.samples.filter(isOwn).slice(0, MAX_LINES);
}
