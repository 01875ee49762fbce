import type { Diff } from "../../analyze/diff/compare_analyses.ts";
import type { DiffSection } from "./diff_section.ts";
import { findingSections } from "./finding_sections.ts";
import { agentSections, hostSections } from "./fleet_sections.ts";
import { otherSections, seriousSections } from "./signature_sections.ts";
import { errorSections, latencySections } from "./traffic_sections.ts";

/** Most rows of a section. */
export interface SectionLimits {
  /** Of findings. */
  readonly findings: number;
  /** Of everything else. */
  readonly others: number;
}

/** Everything that changed, what is worse before what is better. */
export function diffSections(diff: Diff, limits: SectionLimits): DiffSection[] {
  const { findings, signatures } = diff;
  return [
    ...findingSections(findings, ["new", "worse"], limits.findings),
    ...seriousSections(signatures, ["new", "more"], limits.others),
    ...errorSections(diff.errors, "up", limits.others),
    ...latencySections(diff.latencies, "up", limits.others),
    ...findingSections(findings, ["gone", "better"], limits.findings),
    ...seriousSections(signatures, ["gone", "fewer"], limits.others),
    ...errorSections(diff.errors, "down", limits.others),
    ...latencySections(diff.latencies, "down", limits.others),
    ...otherSections(signatures, limits.others),
    ...hostSections(diff.hosts, limits.others),
    ...agentSections(diff.agents),
  ];
}
