import type { RuleMatch, RuleSet } from "../../rules/match_rules.ts";
import type { Rule } from "../../rules/rule.ts";
import { bareFinding, marksOn } from "../bare_finding.ts";
import { evidenceOf } from "../evidence.ts";
import { type FindingDraft, findingId } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import type { LogTally, PlacedLine } from "../log_tally.ts";
import type { LogSpan } from "../span_of_logs.ts";
import { wordsOf } from "./request_rule_findings.ts";

const MAX_EVIDENCE = 5;
const MAX_VALUES = 100;

interface ConsoleHit extends RuleMatch {
  readonly line: PlacedLine;
  /** The line before it in the same file: of what failed, it often says why. */
  readonly before: PlacedLine | null;
}

/**
 * Findings about known issues in console output (`mms0-startup.log`, `daemon-startup.log`): one for each rule and host. Its
 * lines have no times (`log-formats.md` §7), so nothing tells when it was.
 */
export function consoleFindings(tally: LogTally, span: LogSpan, rules: RuleSet): FindingDraft[] {
  const hits = consoleHits(tally, rules).filter(({ rule }) => rule.correlation === null);
  const groups = Map.groupBy(hits, ({ rule, line }) => `${rule.id}\0${tally.members[line.member]!.host}`);
  return [...groups.values()].map((group) => consoleFinding(tally, span, group[0]!.rule, group));
}

/** The lines of console output that rules hit, in order. */
export function consoleHits(tally: LogTally, rules: RuleSet): ConsoleHit[] {
  return tally.consoleLines.flatMap((line, index) => {
    const previous = tally.consoleLines[index - 1];
    const before = previous?.member === line.member ? previous : null;
    const matches = rules.match(line.text, { category: "other", level: null, logger: null });
    return matches.map((match) => ({ ...match, line, before }));
  });
}

function consoleFinding(
  tally: LogTally,
  span: LogSpan,
  rule: Rule,
  hits: readonly ConsoleHit[],
): FindingDraft {
  const host = tally.members[hits[0]!.line.member]!.host;
  const lines = [...new Set(hits.flatMap(({ before, line }) => before === null ? [line] : [before, line]))];
  const names = sorted(hits.flatMap(({ captures }) => Object.keys(captures)));
  const captures = Object.fromEntries(
    names.map((name) => [name, sorted(hits.flatMap((hit) => hit.captures[name] ?? [])).slice(0, MAX_VALUES)]),
  );
  const draft = bareFinding({
    hosts: [host],
    categories: ["other"],
    onsetMs: span.startMs,
    lastMs: span.endMs,
    count: hits.length,
    series: marksOn(span, []),
    evidence: lines.slice(0, MAX_EVIDENCE).map((line) => evidenceOf(line, tally.members[line.member]!, null)),
  }, {
    ...wordsOf(rule),
    explanation:
      `${rule.explanation} The output of the console has no times, so nothing tells when this was.`,
  });
  return {
    ...draft,
    id: findingId(rule.id, [host], ["console"], span.startMs),
    isStanding: true,
    captures,
    names: sorted(Object.values(captures).flat()),
    explains: rule.explains,
  };
}
