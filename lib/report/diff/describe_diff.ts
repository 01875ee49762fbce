import type { Diff, DiffSide } from "../../analyze/diff/compare_analyses.ts";
import { isSerious } from "../../analyze/diff/signature_changes.ts";
import { describeAmount, describeList } from "../describe_quantity.ts";
import { describeSpan } from "../describe_time.ts";
import { describeRatio } from "./describe_shift.ts";
import { isRise, isSlower } from "./traffic_sections.ts";

/** From this ratio on it is told how much more or less was logged. */
const LOAD_TOLD = 1.5;

/** The result in a line: what is worse, else what is better, else that nothing is. */
export function describeOutcome(diff: Diff): string {
  const { findings, signatures, errors, latencies, hosts, agents } = diff;
  const worse = describeWorse(diff);
  if (worse.length > 0) return `Worse: ${worse.join(", ")}`;
  if (findings.length > 0) {
    const gone = describeAmount(findings.length, "finding is gone or better", "findings are gone or better");
    return `Better: ${gone}, nothing is worse`;
  }
  const others = signatures.length + errors.length + latencies.length + hosts.length + agents.length;
  return others > 0
    ? `Nothing is worse; ${describeAmount(others, "other difference")}`
    : "No difference that is more than chance";
}

function describeWorse({ findings, signatures, errors, latencies }: Diff): string[] {
  const serious = Map.groupBy(signatures.filter(isSerious), ({ change }) => change);
  const found = Map.groupBy(findings, ({ change }) => change);
  const slower = new Set(latencies.filter(isSlower).map(({ method, route }) => `${method} ${route}`));
  const counts: readonly (readonly [count: number | undefined, one: string, many: string])[] = [
    [found.get("new")?.length, "new finding", "new findings"],
    [found.get("worse")?.length, "worse finding", "worse findings"],
    [serious.get("new")?.length, "new warning or error", "new warnings and errors"],
    [serious.get("more")?.length, "more frequent warning or error", "more frequent warnings and errors"],
    [errors.filter(isRise).length, "rise of failing requests", "rises of failing requests"],
    [slower.size, "slower route", "slower routes"],
  ];
  return counts.flatMap(([count = 0, one, many]) => count === 0 ? [] : [describeAmount(count, one, many)]);
}

/** What one of both is, one phrase each. */
export function describeSide(
  { inputs, records, hosts, requests, events, findings, span }: DiffSide,
): string[] {
  return [
    describeList(inputs.map(({ name }) => name), 2) || "nothing",
    `${describeAmount(records, "record")}, ${describeAmount(hosts, "host")}, ${
      describeAmount(requests, "request")
    }, ` +
    `${describeAmount(events, "event")}, ${describeAmount(findings, "finding")}`,
    span === null ? "no record has a time" : `${describeSpan(span.start, span.end)} UTC`,
  ];
}

/** What a reader has to know before comparing. */
export function describeNotes({ notes, load }: Diff): string[] {
  const isOther = load !== null && Math.max(load, 1 / load) >= LOAD_TOLD;
  return [
    ...notes,
    ...(isOther ? [`after logs the same messages ${describeRatio(load)}: rates allow for it`] : []),
  ];
}
