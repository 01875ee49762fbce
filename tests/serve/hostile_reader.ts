import type { Analysis } from "../../lib/analyze/analysis.ts";
import type { CaseMember, CaseReader, TextState } from "../../lib/case/case_reader.ts";
import { createReportApp, type ReportApp } from "../../lib/serve/create_report_app.ts";
import { fakeAnalysis } from "../helpers/fake_analysis.ts";
import { HOSTILE, INPUT } from "../helpers/fake_finding.ts";
import { fakeCase } from "../query/fake_case.ts";
import { HOST, TOKEN } from "./sample_case.ts";

/** Synthetic lines that try to leave the place they are shown in. */
const LINES = [
  `2026-04-12T03:14:15.926+0000 [main] WARN  com.example.svc.Settings [Settings.java:load:51] - ${
    HOSTILE.replaceAll("\n", " ")
  }`,
  `2026-04-12T03:14:16.926+0000 [<b>thread</b>] ERROR com.example."onmouseover=x [A.java:b:1] - <svg onload=alert(5)>`,
];

/** What of it is not the usual. */
export interface HostileOptions {
  /** Parts of the analysis. */
  readonly analysis?: Partial<Analysis>;
  /** Whether lines can be read. */
  readonly text?: TextState;
}

/** A case in memory in which every text is hostile. */
export function hostileReader(
  { analysis = {}, text = { available: true } }: HostileOptions = {},
): CaseReader {
  const file = { text: `${LINES.join("\n")}\n`, host: "om-1.example<i>", input: INPUT };
  const path = "om-1.example/application/mms0.log";
  const base = fakeCase([{ ...file, path }, { ...file, path: `odd/<img src=x>/"'&.log` }], {
    analysis: fakeAnalysis(analysis),
    text,
  });
  return {
    ...base,
    lines: (member, from, to) =>
      text.available && member < 2
        ? LINES.slice(from - 1, to).map((text, i) => ({
          line: from + i,
          byteOffset: 0,
          byteLength: text.length,
          text,
        }))
        : [],
  };
}

/** An app over it. */
export function hostileApp(options: HostileOptions = {}): ReportApp {
  return createReportApp(hostileReader(options), { token: TOKEN, hosts: [HOST, "localhost:8765"] });
}

/** A case with log files and nothing else. */
export function emptyReader(analysis: Analysis, members: readonly CaseMember[] = []): CaseReader {
  return { ...fakeCase([]), analysis, members };
}
