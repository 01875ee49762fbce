import type { Coverage } from "../analyze/analysis.ts";
import { describeAmount, describeCount } from "./describe_quantity.ts";
import { describeSpan } from "./describe_time.ts";
import type { ReportIndex } from "./report_index.ts";

const GAP_MEANINGS: Readonly<Record<Coverage["gaps"][number]["kind"], string>> = {
  missing: "no file covers",
  cut: "the file is cut, nothing of",
  silent: "no records in",
};

/** What the analysis could not see, worst first, one phrase each; empty when nothing is known to be missing. */
export function describeMissing(index: ReportIndex): string[] {
  const { inputs, coverage, diagnostics } = index.analysis;
  return [
    ...inputs.filter(({ complete }) => !complete).map(({ name }) => `${name} could not be read to its end`),
    ...diagnostics.filter(({ code }) => code === "input.no-such-host").map(({ message }) => message),
    ...describeLoss(index),
    ...coverage.flatMap(describeCoverageLoss),
    ...describeBlindness(index),
  ];
}

function describeLoss({ analysis: { diagnostics, totals } }: ReportIndex): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const percent = totals.lines > 0 ? 100 * totals.rejectedLines / totals.lines : 0;
  return [
    ...(errors > 0 ? [`${describeAmount(errors, "problem")} in the inputs lost data (see diagnostics)`] : []),
    ...(totals.rejectedLines > 0
      ? [
        `${describeCount(totals.rejectedLines)} of ${
          describeCount(totals.lines)
        } lines belong to no record (${percent.toPrecision(2)} %)`,
      ]
      : []),
  ];
}

function describeCoverageLoss({ host, category, start, files, gaps }: Coverage): string[] {
  const place = `${host} ${category}`;
  const partial = files.filter(({ complete }) => !complete).length;
  return [
    ...(start === null ? [`${place}: no records`] : []),
    ...(partial > 0 ? [`${place}: ${describeAmount(partial, "file")} not read to the end`] : []),
    ...gaps.map((gap) => `${place}: ${GAP_MEANINGS[gap.kind]} ${describeSpan(gap.start, gap.end)}`),
  ];
}

function describeBlindness(
  { analysis: { activity, coverage, events, span, totals } }: ReportIndex,
): string[] {
  const hasAccess = coverage.some(({ category, start }) => category === "http_access" && start !== null);
  return [
    ...(totals.records > 0 && !hasAccess
      ? ["no access log: requests and who made them could not be seen"]
      : []),
    ...(span !== null && activity.length === 0
      ? ["no counts of records over time: an earlier omlens made this, analyze the inputs again"]
      : []),
    ...(events.length === 0 ? ["no events: causes could not be looked for"] : []),
  ];
}
