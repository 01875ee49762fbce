import type { Impact } from "../../analyze/analysis.ts";
import { type ParameterTable, switchParameter, textParameter } from "../../view/params/parameter.ts";
import { holdsText } from "./slice_list.ts";

/** Which impacts are asked for. */
export interface ImpactChoice {
  /** Of the event with this id. */
  event: string | undefined;
  /** Only what is more than chance. */
  significant: boolean;
  /** Text in metric or scope. */
  q: string | undefined;
}

/** Parameters that choose impacts. */
export const IMPACT_PARAMETERS: ParameterTable<ImpactChoice> = {
  event: textParameter("only of the event with this id"),
  significant: switchParameter("only what is more than chance"),
  q: textParameter("text that is in its metric or scope"),
};

/** Chooses impacts; the order stays. */
export function selectImpacts(
  impacts: readonly Impact[],
  { event, significant, q }: ImpactChoice,
): readonly Impact[] {
  return impacts.filter((impact) =>
    (event === undefined || impact.eventId === event) && (!significant || impact.significant) &&
    holdsText(q, [impact.metric, impact.scope])
  );
}
