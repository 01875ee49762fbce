import type { Analysis } from "../../analyze/analysis.ts";
import { activityIn } from "../../case/activity/activity_in.ts";
import { compareForPage } from "../../view/diff/comparison.ts";
import type { PageSource } from "../../view/page_source.ts";
import { selectLines } from "../select/select_lines.ts";
import type { ServedCase } from "../served_case.ts";
import { firstRecords } from "./first_records.ts";

const ALL = {
  since: undefined,
  until: undefined,
  around: undefined,
  signature: undefined,
  finding: undefined,
  cursor: undefined,
  context: 0,
};

/** What views get their data from when a case is served. */
export function caseSource(served: ServedCase, against: Analysis | null): PageSource {
  const { index, reader, memberOf } = served;
  return {
    index,
    get text() {
      return reader.text;
    },
    omissions: [],
    comparison: against && compareForPage(against, served.index.analysis),
    activity: ({ startMs, endMs, hosts }) => {
      // A picture that is moved shows what is beside it before more is loaded.
      const marginMs = (endMs - startMs) / 4;
      return activityIn(reader, { startMs: startMs - marginMs, endMs: endMs + marginMs }, { hosts });
    },
    records: ({ filter, isPatient = false, ...rest }) =>
      firstRecords(served, { ...ALL, ...rest, filter: filter === "" ? undefined : filter }, { isPatient }),
    lines: (place) => {
      const { member, lines } = selectLines(served, place);
      return { member: member.path, input: member.input, host: member.host, lines };
    },
    memberOf: (evidence) => memberOf(evidence)?.id ?? null,
  };
}
