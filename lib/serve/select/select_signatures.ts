import type { Signature } from "../../analyze/analysis.ts";
import { compareText } from "../../analyze/compare_text.ts";
import {
  choiceParameter,
  type ParameterTable,
  switchParameter,
  textParameter,
} from "../../view/params/parameter.ts";
import { holdsText } from "./slice_list.ts";

/** How signatures can be sorted. */
export const SIGNATURE_SORTS = ["count", "first", "last", "template"] as const;
const LEVELS = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"] as const;

/** Which signatures are asked for. */
export interface SignatureChoice {
  /** Text in template, logger, exception or id. */
  q: string | undefined;
  /** Exactly this level. */
  level: (typeof LEVELS)[number] | undefined;
  /** On this host. */
  host: string | undefined;
  /** Only those that start late in the span. */
  novel: boolean;
  /** Order; by count when left out. */
  sort: (typeof SIGNATURE_SORTS)[number] | undefined;
}

/** Parameters that choose signatures. */
export const SIGNATURE_PARAMETERS: ParameterTable<SignatureChoice> = {
  q: textParameter("text that is in its template, logger, exception or id"),
  level: choiceParameter("only of this level", LEVELS),
  host: textParameter("only on this host"),
  novel: switchParameter("only those that start late in the logs"),
  sort: choiceParameter("order: most frequent first, by first or last time, or by text", SIGNATURE_SORTS),
};

type Sort = (a: Signature, b: Signature) => number;

const SORTS: Readonly<Record<(typeof SIGNATURE_SORTS)[number], Sort | null>> = {
  count: null,
  first: (a, b) => compareText(a.first, b.first) || compareText(a.id, b.id),
  last: (a, b) => compareText(b.last, a.last) || compareText(a.id, b.id),
  template: (a, b) => compareText(a.template, b.template) || compareText(a.id, b.id),
};

/** Chooses signatures; most frequent first, as in the analysis, when no other order is asked for. */
export function selectSignatures(
  signatures: readonly Signature[],
  { q, level, host, novel, sort = "count" }: SignatureChoice,
): readonly Signature[] {
  const chosen = signatures.filter((signature) =>
    (level === undefined || signature.level === level) &&
    (host === undefined || signature.hosts.includes(host)) &&
    (!novel || signature.novel) &&
    holdsText(q, [signature.template, signature.logger, signature.exception, signature.id])
  );
  const compare = SORTS[sort];
  return compare === null ? chosen : chosen.sort(compare);
}
