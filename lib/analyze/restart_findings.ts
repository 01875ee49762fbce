import { type BareFacts, bareFinding, marksOn } from "./bare_finding.ts";
import { type FindingDraft, sorted } from "./finding_draft.ts";
import type { TimedRestart } from "./restarts.ts";
import type { LogSpan } from "./span_of_logs.ts";

const LOOP_RESTARTS = 3;
const LOOP_MS = 3_600_000;

/** `log.restart-loop` for hosts that restart again and again, `log.restart-abrupt` for single restarts. */
export function restartFindings(span: LogSpan, restarts: readonly TimedRestart[]): FindingDraft[] {
  const byHost = Map.groupBy(restarts, ({ host }) => host);
  return [...byHost.values()].flatMap((own) => {
    const loops = loopsOf(own.filter(({ kind }) => kind !== "clean"));
    const looping = new Set(loops.flat());
    const single = own.filter((restart) =>
      restart.kind === "abrupt" && !looping.has(restart) &&
      (restart.previousVersion ?? restart.version) === restart.version
    );
    return [
      ...loops.map((loop) => loopFinding(span, loop)),
      ...single.map((restart) => abruptFinding(span, restart)),
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

function loopFinding(span: LogSpan, loop: readonly TimedRestart[]): FindingDraft {
  const first = loop[0]!;
  const last = loop.at(-1)!;
  const minutes = Math.round((last.timeMs - first.timeMs) / 60_000);
  return bareFinding({ ...restartBare(span, loop), ...stopOf(first), lastMs: last.timeMs }, {
    rule: "log.restart-loop",
    title: `${first.host} restarts again and again`,
    severity: "critical",
    confidence: "high",
    explanation:
      `The server started ${loop.length} times in ${minutes} minutes, without a clean shutdown before. ` +
      "Something ends the process soon after each start.",
    remediation:
      "Read the last records before each header line, the startup logs, and the system's own log for killed processes.",
    references: ["log-formats: header line"],
  });
}

function abruptFinding(span: LogSpan, restart: TimedRestart): FindingDraft {
  const bare = { ...restartBare(span, [restart]), ...stopOf(restart), lastMs: restart.timeMs };
  return bareFinding(bare, {
    rule: "log.restart-abrupt",
    title: `${restart.host} restarted without a shutdown`,
    severity: "high",
    confidence: "medium",
    explanation: "A header line follows ordinary records, and nothing says that the server was shut down: " +
      "the process was killed, ran out of memory, or lost power.",
    remediation:
      "Look at the last records before the header line, and for killed processes in the system's own log.",
    references: [],
  });
}

/** The trouble began when the server stopped: some time between its last record and the first one after. */
function stopOf({ timeMs, silentMs }: TimedRestart): Pick<BareFacts, "onsetMs" | "latestOnsetMs"> {
  return { onsetMs: timeMs - (silentMs ?? 0), latestOnsetMs: timeMs };
}

function restartBare(
  span: LogSpan,
  restarts: readonly TimedRestart[],
): Omit<BareFacts, "onsetMs" | "latestOnsetMs" | "lastMs"> {
  return {
    hosts: sorted(restarts.map(({ host }) => host)),
    categories: ["application"],
    count: restarts.length,
    series: marksOn(span, restarts.map(({ timeMs }) => timeMs)),
    evidence: restarts.flatMap(({ evidence }) => evidence).slice(0, 10),
  };
}
