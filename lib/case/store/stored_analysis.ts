import type { Analysis } from "../../analyze/analysis.ts";
import { checkAnalysis } from "./analysis_check.ts";
import { isObject } from "./value_check.ts";

/** One row of the table `part`. */
export interface AnalysisPart {
  /** Name of the list it is an element of; `analysis`: all that is no list. */
  readonly kind: string;
  /** Place in the list. */
  readonly position: number;
  /** The element. */
  readonly json: string;
}

/** Kind of the part that holds all that is no list. */
export const REST = "analysis";

/** What an early case does not have. */
const LATER_LISTS = ["backups", "activity", "activityDetail"] as const satisfies readonly (keyof Analysis)[];

/** Cuts an analysis into parts, one for each element of its lists. */
export function* splitAnalysis(analysis: Analysis): Generator<AnalysisPart> {
  const rest = Object.entries(analysis).map(([name, value]) => [name, Array.isArray(value) ? [] : value]);
  yield { kind: REST, position: 0, json: JSON.stringify(Object.fromEntries(rest)) };
  for (const [kind, value] of Object.entries(analysis)) {
    if (!Array.isArray(value)) continue;
    for (const [position, element] of value.entries()) {
      yield { kind, position, json: JSON.stringify(element) };
    }
  }
}

/**
 * An analysis of JSON, whichever version of the program wrote it.
 *
 * @throws {Error} when it is none
 */
export function readStoredAnalysis(json: unknown): Analysis {
  const analysis: unknown = isObject(json)
    ? { ...Object.fromEntries(LATER_LISTS.map((list) => [list, []])), ...json }
    : json;
  checkAnalysis(analysis, "analysis");
  // Checked just now.
  return analysis as Analysis;
}

/**
 * Joins the parts of an analysis, given by list in order.
 *
 * @throws {Error} when they make none
 */
export function joinAnalysis(parts: readonly AnalysisPart[]): Analysis {
  const rest: unknown = JSON.parse(parts.find(({ kind }) => kind === REST)?.json ?? "null");
  if (!isObject(rest) || rest["schema"] !== "omlens.analysis/1") {
    throw new RangeError("it holds no analysis of schema omlens.analysis/1");
  }
  for (const list of LATER_LISTS) rest[list] ??= [];
  for (const { kind, json } of parts) {
    const list = Object.hasOwn(rest, kind) ? rest[kind] : undefined;
    if (Array.isArray(list)) list.push(JSON.parse(json));
  }
  checkAnalysis(rest, "analysis");
  return rest as unknown as Analysis;
}
