import type { Analysis } from "../analysis.ts";
import { durationWords } from "../duration_words.ts";
import { clockTime, coveredLogs } from "./covered_log.ts";
import type { Exposures } from "./exposure.ts";

/** Spans that differ by more than this are told. */
const MAX_SPAN_RATIO = 2;

/** What makes two analyses hard to compare, one phrase each: so that nobody takes it for a change of the servers. */
export function comparabilityNotes(
  before: Analysis,
  after: Analysis,
  { commonHosts }: Exposures,
  notCovered: number,
): string[] {
  const sides = [["before", before], ["after", after]] as const;
  const messages = notCovered === 1 ? "message is" : "messages are";
  return [
    ...(isSameInput(before, after) ? ["both are of the same input"] : []),
    ...(isLater(before, after) ? ["before is the later one"] : []),
    ...(commonHosts === null ? ["no host is in both: they are compared as wholes"] : []),
    ...describeSpans(before, after),
    ...sides.flatMap(([name, side]) => lackingOf(side).map((what) => `${name} has no ${what}`)),
    ...(notCovered > 0
      ? [`${notCovered} ${messages} not compared: only where, or at hours when, one of both has no log`]
      : []),
    ...(rulesOf(before) === rulesOf(after)
      ? []
      : ["they were analysed with other rules: findings may differ for that alone"]),
    ...(before.tool.version === after.tool.version ? [] : [
      `they were analysed by omlens ${before.tool.version} and ${after.tool.version}: findings may differ for that alone`,
    ]),
  ];
}

function isSameInput(before: Analysis, after: Analysis): boolean {
  const hashes = ({ inputs }: Analysis) => inputs.map(({ sha256 }) => sha256).sort().join();
  return before.inputs.length > 0 && hashes(before) === hashes(after);
}

function isLater({ span: first }: Analysis, { span: second }: Analysis): boolean {
  return first !== null && second !== null && first.start > second.end;
}

function describeSpans(before: Analysis, after: Analysis): string[] {
  const [early, late] = [before, after].map(({ coverage }) =>
    clockTime(coveredLogs(coverage.filter(({ category }) => category !== "migration")))
  );
  if (!early || !late || Math.max(early / late, late / early) < MAX_SPAN_RATIO) return [];
  return [
    `before covers ${durationWords(early)}, after ${
      durationWords(late)
    }: what is rare may miss in one of both`,
  ];
}

function lackingOf({ coverage, events }: Analysis): string[] {
  const has = (category: string) => coverage.some((log) => log.category === category && log.start !== null);
  return [
    ...(has("application") || has("daemon") ? [] : ["application log"]),
    ...(has("http_access") ? [] : ["access log"]),
    ...(events.length > 0 ? [] : ["events"]),
  ];
}

/** Options that change which findings there are. */
function rulesOf({ options }: Analysis): string {
  return JSON.stringify(Object.entries(options).filter(([name]) => /rule/i.test(name)).sort());
}
