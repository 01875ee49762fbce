import { rawField, rawValue } from "./event_field.ts";

/** What a JSON value in a file of events turned out to be. */
export type SavedItem =
  /** An event, good or not. */
  | { readonly kind: "event"; readonly raw: object }
  /** A list or page; its elements follow. */
  | { readonly kind: "list" }
  /** The API refused; `code` and `reason` as it said them. */
  | { readonly kind: "refusal"; readonly code: string; readonly reason: string }
  /** Nothing that belongs there. */
  | { readonly kind: "other"; readonly value: unknown; readonly reason: string };

/**
 * Tells events, lists, pages, envelopes and error bodies apart by their keys, and opens what holds others. The depth
 * of `value` must be limited: it recurses.
 */
export function* classifySavedValue(value: unknown): Generator<SavedItem> {
  if (Array.isArray(value)) return yield* classifyList(value);
  if (typeof value !== "object" || value === null) {
    return yield {
      kind: "other",
      value,
      reason: `a ${value === null ? "null" : typeof value}, expected an object`,
    };
  }
  if (rawField(value, "eventTypeName") !== undefined) return yield { kind: "event", raw: value };
  const results = rawValue(value, "results");
  if (Array.isArray(results)) return yield* classifyList(results);
  const content = rawValue(value, "content");
  if (typeof content === "object" && content !== null) return yield* classifySavedValue(content);
  yield refusalOf(value) ??
    { kind: "other", value, reason: "an object with neither eventTypeName nor results" };
}

function* classifyList(list: readonly unknown[]): Generator<SavedItem> {
  yield { kind: "list" };
  for (const element of list) yield* classifySavedValue(element);
}

function refusalOf(value: object): SavedItem | undefined {
  const code = rawValue(value, "errorCode");
  if (typeof code !== "string") return undefined;
  const reasons = [rawValue(value, "error"), rawValue(value, "reason"), rawValue(value, "detail")];
  return { kind: "refusal", code, reason: reasons.filter(isTold).join(", ") };
}

function isTold(reason: unknown): boolean {
  return typeof reason === "number" || (typeof reason === "string" && reason !== "");
}
