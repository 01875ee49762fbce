import type { SignatureEntry } from "../signature_table.ts";
import { type CountedParts, countIn } from "./counted_parts.ts";

/** Signatures with fewer records tell nothing about rates. */
const MIN_RECORDS = 8;
/** The most frequent ones are measured. */
const MAX_SIGNATURES = 500;
const LOUD = /^(?:WARN(?:ING)?|ERROR|FATAL|SEVERE)$/i;

/** Signatures of warnings, errors and exceptions with enough records, most frequent first. */
export function loudSignatures(signatures: readonly SignatureEntry[]): CountedParts[] {
  return signatures.filter(({ level, exception }) => LOUD.test(level) || exception !== null)
    .map(({ id, parts }) => ({ id, parts, total: countIn(parts) }))
    .filter(({ total }) => total >= MIN_RECORDS)
    .sort((a, b) => b.total - a.total || (a.id < b.id ? -1 : 1)).slice(0, MAX_SIGNATURES)
    .map(({ id, parts }) => ({ metric: `signature:${id}`, parts }));
}
