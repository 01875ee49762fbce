import type { Analysis } from "../analyze/analysis.ts";
import type { Evidence } from "../analyze/finding.ts";

/** Finds the text of a record that is evidence; undefined: it is none. */
export type EvidenceLookup = (input: string, member: string, byteOffset: number) => string | undefined;

const LOOKUPS = new WeakMap<Analysis, EvidenceLookup>();

/** The lines that a case itself holds, for when its archive is not there. */
export function evidenceTexts(analysis: Analysis): EvidenceLookup {
  let lookup = LOOKUPS.get(analysis);
  if (lookup === undefined) LOOKUPS.set(analysis, lookup = makeLookup(analysis));
  return lookup;
}

function makeLookup({ findings, incidents, signatures, restarts, traces }: Analysis): EvidenceLookup {
  const texts = new Map<string, string>();
  const lists: Iterable<readonly (Evidence | null)[]> = [
    ...[...findings, ...signatures, ...restarts].map(({ evidence }) => evidence),
    ...[...findings, ...incidents].map(({ causes }) => causes.map(({ origin }) => origin)),
    ...traces.map(({ request, records }) => [request, ...records]),
  ];
  for (const list of lists) {
    for (const one of list) {
      if (one !== null) texts.set(keyOf(one.input, one.member, one.byteOffset), one.text);
    }
  }
  return (input, member, byteOffset) => texts.get(keyOf(input, member, byteOffset));
}

function keyOf(input: string, member: string, byteOffset: number): string {
  return [input, member, byteOffset].join("\0");
}
