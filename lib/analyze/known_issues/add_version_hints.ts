import { SEVERITIES } from "../../rules/rule.ts";
import { isInRanges } from "../../rules/version_range.ts";
import { VERSION_HINTS } from "../../rules/prepared_rules.ts";
import { type VersionHint, versionHints } from "../../rules/version_hints.ts";
import type { FindingDraft } from "../finding_draft.ts";
import { versionAt, type VersionMark } from "../host_versions.ts";

type Versions = ReadonlyMap<string, readonly VersionMark[]>;

const MAX_HINTS = 4;

/** Adds to the explanation of findings what the release notes tell about the version that their hosts ran. */
export function addVersionHints(drafts: readonly FindingDraft[], versions: Versions): FindingDraft[] {
  if (versions.size === 0) return [...drafts];
  return drafts.map((draft) => {
    const told = hintsFor(draft, versions, VERSION_HINTS).slice(0, MAX_HINTS);
    if (told.length === 0) return draft;
    const sentences = told.map(({ hint: { changedIn, text }, version }) =>
      `${text} This is about ${version}, which runs here; see the release notes of ${
        changedIn.join(" and ")
      }.`
    );
    return {
      ...draft,
      severity: told.reduce((severity, { hint }) => milder(severity, hint.lowersTo), draft.severity),
      explanation: `${draft.explanation} ${sentences.join(" ")}`,
    };
  });
}

interface ToldHint {
  readonly hint: VersionHint;
  readonly version: string;
}

function hintsFor(draft: FindingDraft, versions: Versions, hints: readonly VersionHint[]): ToldHint[] {
  const told = new Map<VersionHint, string>();
  for (const host of draft.hosts) {
    const marks = versions.get(host);
    const version = versionAt(marks, draft.onsetMs);
    for (const hint of versionHints(draft.rule, version, hints)) {
      if (!told.has(hint) && holds(hint, draft, marks ?? [])) told.set(hint, version!);
    }
  }
  return [...told].map(([hint, version]) => ({ hint, version }));
}

function holds(
  { categories, contains, afterUpgrade, versions }: VersionHint,
  draft: FindingDraft,
  marks: readonly VersionMark[],
): boolean {
  return (categories.length === 0 || categories.some((category) => draft.categories.includes(category))) &&
    (contains.length === 0 ||
      contains.some((text) => draft.evidence.some((one) => one.text.includes(text)))) &&
    (!afterUpgrade || cameInto(versions, marks, draft.onsetMs));
}

/** Whether the host came to one of the versions from another, before the finding began. */
function cameInto(ranges: VersionHint["versions"], marks: readonly VersionMark[], onsetMs: number): boolean {
  return marks.some(({ version, timeMs }, index) => {
    const before = marks[index - 1];
    return before !== undefined && timeMs <= onsetMs && isInRanges(version, ranges) &&
      !isInRanges(before.version, ranges);
  });
}

function milder(a: FindingDraft["severity"], b: FindingDraft["severity"] | null): FindingDraft["severity"] {
  return b !== null && SEVERITIES.indexOf(b) > SEVERITIES.indexOf(a) ? b : a;
}
