import { isSerious, type SignatureChange } from "../../analyze/diff/signature_changes.ts";
import { describeAmount, describeList } from "../describe_quantity.ts";
import { describeTime } from "../describe_time.ts";
import type { SummaryStyle } from "../summary_style.ts";
import { describeCounts, describeRatio } from "./describe_shift.ts";
import { type DiffRow, type DiffSection, sectionOf } from "./diff_section.ts";

const TITLES: Readonly<Record<SignatureChange["change"], string>> = {
  new: "New warnings and errors",
  more: "More frequent warnings and errors",
  gone: "Warnings and errors that are gone",
  fewer: "Rarer warnings and errors",
};

/** Warnings, errors and exceptions by what happened to them. */
export function seriousSections(
  signatures: readonly SignatureChange[],
  kinds: readonly SignatureChange["change"][],
  most: number,
): DiffSection[] {
  const serious = signatures.filter(isSerious);
  return kinds.flatMap((kind) =>
    sectionOf(TITLES[kind], serious.filter(({ change }) => change === kind), most, rowOf)
  );
}

/** All other messages that changed. */
export function otherSections(signatures: readonly SignatureChange[], most: number): DiffSection[] {
  const others = signatures.filter((signature) => !isSerious(signature));
  return sectionOf("Other messages", others, most, rowOf);
}

function rowOf(signature: SignatureChange): DiffRow {
  const { change, level, template, exception, logger, ids: [id] } = signature;
  const isMore = change === "new" || change === "more";
  return {
    label: level,
    style: isMore && isSerious(signature) ? styleOf(level) : isMore ? "cyan" : "green",
    what: exception === null ? template : `${template} (${exception})`,
    detail: describeChange(signature).join(", ") + (logger ? ` (${logger})` : ""),
    ...(isMore && signature.ids.length === 1 && id !== undefined && {
      subject: { kind: "signature" as const, id },
    }),
  };
}

function styleOf(level: string): SummaryStyle {
  return level === "WARN" ? "yellow" : "red";
}

function describeChange({ change, before, after, ratio, hosts, first, last }: SignatureChange): string[] {
  if (change === "more" || change === "fewer") return [describeCounts(before, after), describeRatio(ratio)];
  const when = change === "new" ? `first ${describeTime(first)}` : `last ${describeTime(last)}`;
  return [
    when,
    describeAmount(before + after, "time"),
    ...(hosts.length > 0 ? [describeList(hosts, 2)] : []),
  ];
}
