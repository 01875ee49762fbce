import { createHash } from "node:crypto";
import type { Evidence } from "../analyze/finding.ts";
import type { CaseMember, CaseReader } from "../case/case_reader.ts";
import { SearchTurns } from "./select/search_turns.ts";
import { indexAnalysis, type ReportIndex } from "../report/report_index.ts";

/** A case and what all answers look up in it. */
export interface ServedCase {
  /** The case. */
  readonly reader: CaseReader;
  /** Its analysis, indexed. */
  readonly index: ReportIndex;
  /** Tells this case from all others: SHA-256 of its analysis, made when first asked for. */
  readonly caseHash: string;
  /** Who may search for long. */
  readonly turns: SearchTurns;
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
  let caseHash: string | null = null;
  return {
    reader,
    index: indexAnalysis(reader.analysis),
    get caseHash() {
      return caseHash ??= createHash("sha256").update(JSON.stringify(reader.analysis)).digest("hex");
    },
    turns: new SearchTurns(),
    memberOf: ({ input, member }) => find(member, input),
    findMember: (path, input) =>
      find(path, input) ?? (/^\d{1,9}$/.test(path) ? reader.members[Number(path)] : undefined),
  };
}
