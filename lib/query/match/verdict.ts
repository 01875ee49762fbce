/** What is known of a row: it does not fit, it fits, or its text decides. */
export type Verdict = 0 | 1 | 2;
/** It does not fit. */
export const NO = 0;
/** It fits. */
export const YES = 1;
/** Its text decides. */
export const MAYBE = 2;

/** A verdict on all rows of a block alike, or one for each. */
export type Plan = Verdict | ((row: number) => Verdict);

/** All must fit. */
export function everyPlan(plans: readonly Plan[]): Plan {
  return joinPlans(plans, { decisive: NO, neutral: YES });
}

/** One must fit. */
export function somePlan(plans: readonly Plan[]): Plan {
  return joinPlans(plans, { decisive: YES, neutral: NO });
}

/** The opposite must fit. */
export function oppositePlan(plan: Plan): Plan {
  return typeof plan === "function" ? (row) => opposite(plan(row)) : opposite(plan);
}

/** The verdict on one row. */
export function verdictOf(plan: Plan, row: number): Verdict {
  return typeof plan === "function" ? plan(row) : plan;
}

function opposite(verdict: Verdict): Verdict {
  return verdict === MAYBE ? MAYBE : verdict === YES ? NO : YES;
}

function joinPlans(
  plans: readonly Plan[],
  { decisive, neutral }: { decisive: Verdict; neutral: Verdict },
): Plan {
  if (plans.includes(decisive)) return decisive;
  const tests = plans.filter((plan) => typeof plan === "function");
  const rest = plans.includes(MAYBE) ? MAYBE : neutral;
  const [only] = tests;
  if (only === undefined) return rest;
  if (tests.length === 1 && rest === neutral) return only;
  return (row) => {
    let joint = rest;
    for (const test of tests) {
      const verdict = test(row);
      if (verdict === decisive) return decisive;
      if (verdict === MAYBE) joint = MAYBE;
    }
    return joint;
  };
}
