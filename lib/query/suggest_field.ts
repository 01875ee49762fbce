import { nearestName } from "../rules/nearest_name.ts";
import { FILTER_FIELDS } from "./filter_field.ts";

/** Names that people bring from elsewhere. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["severity", "level"],
  ["since", "after"],
  ["until", "before"],
  ["file", "member"],
  ["path", "url"],
  ["groupid", "gid"],
  ["project", "gid"],
  ["ip", "client"],
  ["address", "client"],
  ["code", "status"],
  ["bytes", "responseBytes"],
  ["size", "responseBytes"],
  ["latency", "latencyMs"],
  ["duration", "latencyMs"],
  ["event", "type"],
  ["error", "exception"],
  ["class", "logger"],
  ["msg", "message"],
]);

/** The field that was probably meant. */
export function suggestField(name: string): string | null {
  const names = Object.keys(FILTER_FIELDS);
  const lower = name.toLowerCase();
  // Letters in another order are one slip, however short the name.
  return names.find((field) => lettersOf(field) === lettersOf(name)) ?? OTHER_NAMES.get(lower) ??
    nearestName(name, names);
}

function lettersOf(name: string): string {
  return [...name.toLowerCase()].sort().join("");
}
