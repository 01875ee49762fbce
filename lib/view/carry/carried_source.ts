import type { Comparison } from "../diff/comparison.ts";
import { indexAnalysis } from "../../report/report_index.ts";
import type { CarriedAnalysis } from "./carry_analysis.ts";
import { carriedActivity } from "./carried_activity.ts";
import type { PageSource } from "../page_source.ts";
import { carriedAnswers } from "../record/carried_answers.ts";

/** What a report carries. */
export interface Carried extends CarriedAnalysis {
  /** The comparison with another case; null: there is none. */
  readonly comparison: Comparison | null;
}

/** Makes a source of it. Of records and lines it has those that are evidence. */
export function carriedSource({ analysis, omissions, comparison }: Carried): PageSource {
  const index = indexAnalysis(analysis);
  return {
    index,
    text: {
      available: false,
      reason: "this is a report, it carries the lines that prove something",
      remedy: "open the case with omlens serve",
    },
    omissions,
    comparison,
    ...carriedAnswers(index),
    activity: (question) => carriedActivity(analysis, question),
  };
}
