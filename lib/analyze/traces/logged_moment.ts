import type { LogTally } from "../log_tally.ts";

/** Whether the time in an access log is that of the start of a request or of its end; null: nobody knows. */
export type LoggedMoment = "start" | "end" | null;

/** Of shorter requests the two are not told apart. */
const SLOW_MS = 2000;
const MIN_VOTES = 3;
const MIN_SHARE = 0.8;
/** Within this share of the time taken a difference tells. */
const SLACK_SHARE = 0.25;
const AGENT_TIME = /[?&]at=(\d{12,14})(?!\d)/;

/** What the time of each host's access log is, as agents tell: they say with each call when they sent it. */
export function loggedMoments({ access, members, hosts }: LogTally): Map<string, LoggedMoment> {
  const { agents, samples } = access;
  const usual = new Map(
    [...agents.differences.byServer()].map(([server, rows]) => [hosts[server]!, new Map(rows)]),
  );
  const votes = new Map<string, { start: number; end: number }>();
  for (const { agent, latencyMs, member, text, timeMs } of samples) {
    if (agent === 0 || !(latencyMs >= SLOW_MS)) continue;
    const { host } = members[member]!;
    const usualMs = usual.get(host)?.get(agents.rowOf(agent));
    const sentMs = Number(AGENT_TIME.exec(text)?.[1] ?? NaN);
    if (usualMs === undefined || Number.isNaN(sentMs)) continue;
    const lateMs = timeMs - sentMs + usualMs;
    const own = votes.get(host) ?? { start: 0, end: 0 };
    votes.set(host, own);
    if (Math.abs(lateMs) <= SLACK_SHARE * latencyMs) own.start++;
    else if (Math.abs(lateMs - latencyMs) <= SLACK_SHARE * latencyMs) own.end++;
  }
  return new Map([...votes].map(([host, { start, end }]) => [host, decide(start, end)]));
}

function decide(start: number, end: number): LoggedMoment {
  if (start + end < MIN_VOTES) return null;
  if (start >= MIN_SHARE * (start + end)) return "start";
  return end >= MIN_SHARE * (start + end) ? "end" : null;
}
