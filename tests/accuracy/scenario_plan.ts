import type { ScenarioSize } from "./scenarios/create_world.ts";
import { SCENARIO_KINDS, type ScenarioKind } from "./scenarios/scenario_kinds.ts";

/** Which scenario to make. */
export interface PlannedScenario {
  /** Kind. */
  readonly kind: ScenarioKind;
  /** Seed. */
  readonly seed: number;
  /** Size. */
  readonly size: ScenarioSize;
}

const SIZES: readonly ScenarioSize[] = [1, 4, 1, 12, 4, 1];

/** So many scenarios: all kinds in turn, each time with another seed and size. */
export function planScenarios(
  count: number,
  firstSeed: number,
  kinds: readonly ScenarioKind[] = SCENARIO_KINDS,
): PlannedScenario[] {
  return Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / kinds.length);
    const kind = kinds[i % kinds.length];
    if (kind === undefined) throw new RangeError("Cannot plan scenarios: there is no kind");
    return { kind, seed: firstSeed + i, size: SIZES[(round + i) % SIZES.length] ?? 1 };
  });
}
