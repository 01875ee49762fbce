import type { Impact } from "../analysis.ts";

/** An impact, and how much it was measured on. */
export interface MeasuredImpact extends Omit<Impact, "eventId"> {
  /** Occurrences before and after: of what is counted, of slow requests for a latency. */
  readonly count: number;
}
