import type { AmongTerm, CompareTerm, Filter, LikeTerm, RegexpTerm } from "../filter.ts";
import { everyPlan, oppositePlan, type Plan, somePlan, YES } from "./verdict.ts";

/** How single terms are judged. */
export interface TermJudges {
  /** A term about a text. */
  readonly text: (term: LikeTerm | RegexpTerm) => Plan;
  /** A term about a number, a time or a level. */
  readonly number: (term: AmongTerm | CompareTerm) => Plan;
}

/** Judges a filter by its terms. */
export function judgeFilter(filter: Filter, judges: TermJudges): Plan {
  switch (filter.kind) {
    case "all":
      return YES;
    case "and":
      return everyPlan(filter.terms.map((term) => judgeFilter(term, judges)));
    case "or":
      return somePlan(filter.terms.map((term) => judgeFilter(term, judges)));
    case "not":
      return oppositePlan(judgeFilter(filter.term, judges));
    case "like":
    case "regexp":
      return judges.text(filter);
    case "among":
    case "compare":
      return judges.number(filter);
  }
}
