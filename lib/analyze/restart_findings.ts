import { type BareFacts, bareFinding, marksOn } from "./bare_finding.ts";
import { durationWords } from "./duration_words.ts";
import type { FamilyActivity } from "./activity_tally.ts";
import type { FindingDraft } from "./finding_draft.ts";
import { sorted } from "./sorted.ts";
import type { LogTally } from "./log_tally.ts";
import type { TimedRestart } from "./restarts.ts";
import type { LogSpan } from "./span_of_logs.ts";

const LOOP_RESTARTS = 3;
const LOOP_MS = 3_600_000;

/** `log.restart-loop` for processes that restart again and again, `log.restart-abrupt` for single restarts. */
export function restartFindings(
  tally: LogTally,
  span: LogSpan,
  restarts: readonly TimedRestart[],
): FindingDraft[] {
  const activity = Map.groupBy(tally.activity.values(), ({ host }) => host);
  const byProcess = Map.groupBy(restarts, ({ host, category }) => `${host}\0${category}`);
  return [...byProcess.values()].flatMap((own) => {
    const loops = loopsOf(own.filter(({ kind }) => kind !== "clean"));
    const looping = new Set(loops.flat());
    const single = own.filter((restart) =>
      restart.kind === "abrupt" && !looping.has(restart) &&
      (restart.previousVersion ?? restart.version) === restart.version
    );
    return [
      ...loops.map((loop) => loopFinding(activity.get(loop[0]!.host) ?? [], span, loop)),
      ...single.map((restart) => abruptFinding(activity.get(restart.host) ?? [], span, restart)),
    ];
  });
}

function loopsOf(restarts: readonly TimedRestart[]): TimedRestart[][] {
  const runs: TimedRestart[][] = [];
  for (const restart of restarts) {
    const run = runs.at(-1);
    if (run !== undefined && restart.timeMs - run.at(-1)!.timeMs <= LOOP_MS) run.push(restart);
    else runs.push([restart]);
  }
  return runs.filter((run) => run.length >= LOOP_RESTARTS);
}

function loopFinding(
  logs: readonly FamilyActivity[],
  span: LogSpan,
  loop: readonly TimedRestart[],
): FindingDraft {
  const first = loop[0]!;
  const last = loop.at(-1)!;
  return bareFinding({ ...restartBare(span, loop), ...stopOf(logs, first), lastMs: last.timeMs }, {
    rule: "log.restart-loop",
    title: `${processOf(first)} restarts again and again`,
    severity: "critical",
    confidence: "high",
    explanation:
      `The process started ${loop.length} times in ${
        durationWords(last.timeMs - first.timeMs)
      }, without a clean shutdown before. ` +
      "Something ends the process soon after each start.",
    remediation:
      "Read the last records before each header line, the startup logs, and the system's own log for killed processes.",
    references: [],
  });
}

function abruptFinding(logs: readonly FamilyActivity[], span: LogSpan, restart: TimedRestart): FindingDraft {
  const bare = { ...restartBare(span, [restart]), ...stopOf(logs, restart), lastMs: restart.timeMs };
  return bareFinding(bare, {
    rule: "log.restart-abrupt",
    title: `${processOf(restart)} restarted without a shutdown`,
    severity: "high",
    confidence: "medium",
    explanation: "A header line follows ordinary records, and nothing says that the process was shut down: " +
      "the process was killed, ran out of memory, or lost power.",
    remediation:
      "Look at the last records before the header line, and for killed processes in the system's own log.",
    references: [],
  });
}

/** The server is what a host is for; its backup daemon is told apart. */
function processOf({ host, category }: TimedRestart): string {
  return category === "daemon" ? `The backup daemon of ${host}` : host;
}

/** The trouble began when the process stopped: between the last record of any of its host's logs and the first one after. */
function stopOf(
  logs: readonly FamilyActivity[],
  { category, timeMs, silentMs }: TimedRestart,
): Pick<BareFacts, "onsetMs" | "latestOnsetMs"> {
  let onsetMs = timeMs - (silentMs ?? 0);
  const categories = category === "daemon" ? ["daemon"] : ["application", "http_access"];
  for (const { category: log, minutes } of logs) {
    const last = categories.includes(log) ? minutes.lastBefore(Math.floor(timeMs / 60_000)) : null;
    onsetMs = Math.max(onsetMs, (last ?? -Infinity) * 60_000);
  }
  return { onsetMs, latestOnsetMs: timeMs };
}

function restartBare(
  span: LogSpan,
  restarts: readonly TimedRestart[],
): Omit<BareFacts, "onsetMs" | "latestOnsetMs" | "lastMs"> {
  return {
    hosts: sorted(restarts.map(({ host }) => host)),
    categories: sorted(restarts.map(({ category }) => category)),
    count: restarts.length,
    series: marksOn(span, restarts.map(({ timeMs }) => timeMs)),
    evidence: restarts.flatMap(({ evidence }) => evidence).slice(0, 10),
  };
}
