import type { TimedRestart } from "../restarts.ts";
import { findSilences } from "../silence.ts";
import type { AgentFacts } from "./agent_facts.ts";
import { longestGap } from "./longest_gap.ts";
import { AccessLight, type LitMinutes } from "./lit_minutes.ts";

/** A time in which an agent should have called and did not. */
export interface AgentSilence {
  /** Row of the agent. */
  readonly row: number;
  /** Its last call before, epoch milliseconds. */
  readonly startMs: number;
  /** Its first call after; the end of the logs when there is none. */
  readonly endMs: number;
  /** First minute after it in which the logs went on: the agent was gone by then. */
  readonly seenMs: number;
  /** Whether nothing follows. */
  readonly isOpen: boolean;
  /** Usual time between its calls. */
  readonly intervalMs: number;
}

const MINUTE_MS = 60_000;
/** Agents that call less often in all have no rhythm. */
const MIN_BINS = 20;
/** Shorter ones are reconnects. */
const MIN_SILENT_MINUTES = 10;
/** At least this share of a silence must be seen, by logs that go on. */
const MIN_LIT_SHARE = 0.5;
/** When the logs themselves stop right then, only an agent that long stays away afterwards is gone. */
const DARK_MINUTES = 5;
const LONG_MINUTES = 60;
/** After a restart of their server agents come back one by one. */
const RESTART_MS = 900_000;
const RESTART_EARLY_MS = 180_000;
const SHORT_MS = 3_600_000;
/** An agent that is silent at the same time of the day or week has a rhythm. */
const RHYTHMS = [1440, 10_080];
const RHYTHM_SHARE = 0.5;

/** Silences of agents on the API's clock, each judged by its own rhythm over all servers, by start. */
export function agentSilences({ tally, span, restarts, offsetOf }: AgentFacts): AgentSilence[] {
  const { agents } = tally.access;
  const { rows } = agents;
  const aheadMs = tally.hosts.map(offsetOf);
  const startMs = span.startMs - Math.max(0, ...aheadMs);
  const endMs = span.endMs - Math.min(0, ...aheadMs);
  const light = new AccessLight(tally, { startMs, endMs }, offsetOf);
  const starts = restarts.map(({ host, timeMs }) => ({
    server: tally.hosts.indexOf(host),
    timeMs: timeMs - offsetOf(host),
  }));
  return rows.flatMap(({ requests, servers }, row): AgentSilence[] => {
    if (row === 0 || requests < MIN_BINS) return [];
    const calls = agents.callsOf(row, (server) => aheadMs[server]!);
    const bins = between(calls, startMs - agents.binMs, endMs);
    const lit = light.of(servers);
    return silencesOf(bins, lit).map((silence) => ({ ...silence, row, seenMs: firstLit(silence, lit) }))
      .filter((silence) =>
        isSeen(silence, lit) && !isAfterRestart(silence, starts.filter(({ server }) => servers.has(server)))
      );
  }).sort((a, b) => a.startMs - b.startMs || a.row - b.row);
}

/** Those of sorted times that are after one and not after another. */
function between(timesMs: Float64Array, afterMs: number, toMs: number): Float64Array {
  let [from, to] = [0, timesMs.length];
  while (from < to && timesMs[from]! <= afterMs) from++;
  while (to > from && timesMs[to - 1]! > toMs) to--;
  return timesMs.subarray(from, to);
}

function isAfterRestart(
  { startMs, endMs }: AgentSilence,
  restarts: readonly Pick<TimedRestart, "timeMs">[],
): boolean {
  return endMs - startMs < SHORT_MS &&
    restarts.some(({ timeMs }) => timeMs >= startMs - RESTART_EARLY_MS && timeMs <= startMs + RESTART_MS);
}

function silencesOf(bins: Float64Array, lit: LitMinutes): Omit<AgentSilence, "row" | "seenMs">[] {
  const lastMs = bins.at(-1);
  if (bins.length < MIN_BINS || lastMs === undefined) return [];
  const endMs = Math.max(lastMs, (lit.last + 1) * MINUTE_MS - 1);
  if (Math.max(longestGap(bins), endMs - lastMs) < MIN_SILENT_MINUTES * MINUTE_MS) return [];
  const minutes = new Map<number, number>();
  for (const bin of bins) {
    const minute = Math.floor(bin / MINUTE_MS);
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  const gaps = bins.slice(1).map((bin, at) => bin - bins[at]!).sort();
  const intervalMs = gaps[gaps.length >> 1]!;
  return findSilences({ minutes }, endMs).filter((silence) => !isRhythm(silence, minutes)).map((silence) => ({
    startMs: bins.findLast((bin) => bin < silence.startMs)!,
    endMs: silence.isOpen ? endMs : bins.find((bin) => bin >= silence.endMs)!,
    isOpen: silence.isOpen,
    intervalMs,
  }));
}

/** Whether the logs that would have shown the agent went on for most of the time, and at its start. */
function isSeen({ startMs, endMs }: AgentSilence, { between }: LitMinutes): boolean {
  const from = Math.floor(startMs / MINUTE_MS) + 1;
  const to = Math.floor(endMs / MINUTE_MS);
  const lit = between(from, to);
  const isLitAtStart = between(from, from + DARK_MINUTES) >= DARK_MINUTES / 2;
  return lit >= (isLitAtStart ? MIN_SILENT_MINUTES : LONG_MINUTES) && lit >= MIN_LIT_SHARE * (to - from);
}

function firstLit(
  { startMs, endMs }: Pick<AgentSilence, "startMs" | "endMs">,
  { between }: LitMinutes,
): number {
  let minute = Math.floor(startMs / MINUTE_MS) + 1;
  while (minute * MINUTE_MS < endMs && between(minute, minute + 1) === 0) minute++;
  return Math.min(endMs, minute * MINUTE_MS);
}

/** Whether it is as silent at the same time of another day or week that the logs hold. */
function isRhythm(
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  minutes: ReadonlyMap<number, number>,
): boolean {
  const all = [...minutes.keys()];
  const first = all.reduce((a, b) => Math.min(a, b));
  const last = all.reduce((a, b) => Math.max(a, b));
  const [from, to] = [Math.floor(startMs / MINUTE_MS), Math.floor(endMs / MINUTE_MS)];
  const usual = minutes.size / (last - first + 1 - (to - from < last - first ? to - from : 0));
  return RHYTHMS.flatMap((shift) => [-shift, shift]).some((shift) => {
    if (to - from > 0.8 * Math.abs(shift) || from + shift < first || to + shift > last) return false;
    let active = 0;
    for (let minute = from + shift; minute < to + shift; minute++) if (minutes.has(minute)) active++;
    return active < RHYTHM_SHARE * Math.min(1, usual) * (to - from);
  });
}
