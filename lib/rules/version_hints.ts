/** What release notes say about findings, by version. */
import type { Category } from "../parse/member_origin.ts";
import { refersTo, type Severity, type VersionRange } from "./rule.ts";
import { isInRanges } from "./version_range.ts";

/** Something that releases of some versions do, which may explain a finding. Holds only where all its conditions do. */
export interface VersionHint {
  /** Releases that mended or brought it, oldest line first. */
  readonly changedIn: readonly string[];
  /** Versions of Ops Manager it concerns. */
  readonly versions: readonly VersionRange[];
  /** Ids of the rules whose findings it explains; a final `*` stands for any rest. */
  readonly findings: readonly string[];
  /** Logs the finding must be from; empty: any. */
  readonly categories: readonly Category[];
  /** Texts one of which the finding's records must hold; empty: no matter. */
  readonly contains: readonly string[];
  /** Whether the finding must begin after the host came to one of these versions from an earlier one. */
  readonly afterUpgrade: boolean;
  /** The finding is no worse than this when the hint holds; null: as bad as its rule says. */
  readonly lowersTo: Severity | null;
  /** One sentence. */
  readonly text: string;
}

/**
 * The hints about findings of a rule on a host of this version (`8.0.25`); none when the version is not known. Whether the
 * other conditions of a hint hold (`categories`, `contains`, `afterUpgrade`) only the finding itself can tell.
 */
export function versionHints(
  rule: string,
  version: string | null,
  hints: readonly VersionHint[],
): readonly VersionHint[] {
  if (version === null) return [];
  return hints.filter(({ findings, versions }) =>
    findings.some((reference) => refersTo(reference, rule)) && isInRanges(version, versions)
  );
}
