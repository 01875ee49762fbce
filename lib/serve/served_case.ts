import type { Evidence } from "../analyze/finding.ts";
import type { CaseMember, CaseReader } from "../case/case_reader.ts";
import { indexAnalysis, type ReportIndex } from "../report/report_index.ts";

/** A case and what all answers look up in it. */
export interface ServedCase {
  /** The case. */
  readonly reader: CaseReader;
  /** Its analysis, indexed. */
  readonly index: ReportIndex;
  /** The log file that an evidence is in. */
  memberOf(evidence: Pick<Evidence, "input" | "member">): CaseMember | undefined;
  /** A log file by its path, and its input when several have such a path; else by its number. */
  findMember(path: string, input: string | undefined): CaseMember | undefined;
}

/** Prepares the look-ups. */
export function serveCase(reader: CaseReader): ServedCase {
  const byPath = Map.groupBy(reader.members, ({ path }) => path);
  const find = (path: string, input: string | undefined) =>
    byPath.get(path)?.find((member) => input === undefined || member.input === input);
  return {
    reader,
    index: indexAnalysis(reader.analysis),
    memberOf: ({ input, member }) => find(member, input),
    findMember: (path, input) =>
      find(path, input) ?? (/^\d{1,9}$/.test(path) ? reader.members[Number(path)] : undefined),
  };
}
