import type { FindingChange } from "../../analyze/diff/finding_changes.ts";
import type { Trouble } from "../../analyze/diff/match_findings.ts";
import { countedNoun } from "../counted_noun.ts";
import { describeAmount, describeList } from "../describe_quantity.ts";
import { describeTime } from "../describe_time.ts";
import { STYLE_BY_SEVERITY } from "../summary_style.ts";
import { describeCounts, describeRatio } from "./describe_shift.ts";
import { type DiffRow, type DiffSection, sectionOf } from "./diff_section.ts";

const TITLES: Readonly<Record<FindingChange["change"], string>> = {
  new: "New findings",
  worse: "Worse findings",
  gone: "Findings that are gone",
  better: "Better findings",
};

/** Findings by what happened to them. */
export function findingSections(
  findings: readonly FindingChange[],
  kinds: readonly FindingChange["change"][],
  most: number,
): DiffSection[] {
  return kinds.flatMap((kind) =>
    sectionOf(TITLES[kind], findings.filter(({ change }) => change === kind), most, rowOf)
  );
}

function rowOf(finding: FindingChange): DiffRow {
  const { change, severity, before, after } = finding;
  const { title } = (after ?? before)!;
  const isBad = change === "new" || change === "worse";
  return {
    label: severity,
    style: isBad ? STYLE_BY_SEVERITY[severity] : "green",
    what: title,
    detail: detailOf(finding),
    ...(after !== null && { subject: { kind: "rule" as const, id: after.rule } }),
  };
}

function detailOf(finding: FindingChange): string {
  const { rule } = (finding.after ?? finding.before)!;
  return `${describeChange(finding).join(", ")} (${rule})`;
}

function describeChange({ before, after, ratio, isUncovered }: FindingChange): string[] {
  if (before !== null && after !== null) {
    return [
      ...(before.severity === after.severity ? [] : [`was ${before.severity}`]),
      `${countedNoun(after)}s: ${describeCounts(before.count, after.count)}`,
      ...(ratio === null ? [] : [describeRatio(ratio)]),
    ];
  }
  const uncovered = isUncovered ? [`${before === null ? "before" : "after"} has no log of that`] : [];
  return [...describeTrouble((after ?? before)!), ...uncovered];
}

function describeTrouble(trouble: Trouble): string[] {
  const { count, occasions, first, hosts, agents, replicaSets, groupIds } = trouble;
  const places = [agents, hosts, replicaSets, groupIds].find((names) => names.length > 0) ?? [];
  return [
    `${describeTime(first)}${occasions > 1 ? ` and ${describeAmount(occasions - 1, "more time")}` : ""}`,
    describeAmount(count, countedNoun(trouble)),
    ...(places.length === 0 ? [] : [describeList(places, 2)]),
  ];
}
