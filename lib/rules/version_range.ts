import type { VersionRange } from "./rule.ts";

/** Whether a version is in one of the ranges; an unknown version, or no range, is. */
export function isInRanges(version: string | null, ranges: readonly VersionRange[]): boolean {
  if (version === null || ranges.length === 0) return true;
  return ranges.some(({ from, before }) =>
    (from === null || compareVersions(version, from) >= 0) &&
    (before === null || compareVersions(version, before) < 0)
  );
}

/** Negative, 0 or positive: part by part, as numbers; what is missing or no number is 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split("."), b.split(".")];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = numberAt(left, i) - numberAt(right, i);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The suffix of a pre-release (`10-rc0`) does not count. */
function numberAt(parts: readonly string[], index: number): number {
  return Number.parseInt(parts[index] ?? "", 10) || 0;
}
