import { nearestName } from "../../rules/nearest_name.ts";

/** The name that was probably meant: two swapped letters are one slip, however short the name. */
export function suggestName(typed: string, names: readonly string[]): string | null {
  return names.find((name) => isSwapOf(typed, name)) ?? nearestName(typed, names);
}

function isSwapOf(typed: string, name: string): boolean {
  if (typed.length !== name.length) return false;
  const at = [...typed].findIndex((letter, i) => letter !== name[i]);
  return at >= 0 && typed[at] === name[at + 1] && typed[at + 1] === name[at] &&
    typed.slice(at + 2) === name.slice(at + 2);
}
