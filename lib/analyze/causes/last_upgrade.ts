import { isUpgrade } from "../around_starts.ts";
import type { OffsetOf } from "../coverage.ts";
import type { FindingDraft } from "../finding_draft.ts";
import type { TimedRestart } from "../restarts.ts";

/** A change right before a start may still act on what starts. */
const SLACK_MS = 60_000;

/**
 * From when on changes may be the cause of a finding, by the API's clock: right before a server that it is about last came
 * back with another version, as what begins after that most likely came with it. -Infinity: none did.
 */
export function lastUpgradeMs(
  { hosts, latestOnsetMs }: Pick<FindingDraft, "hosts" | "latestOnsetMs">,
  restarts: readonly TimedRestart[],
  offsetOf: OffsetOf,
): number {
  const times = restarts.filter((restart) => hosts.includes(restart.host) && isUpgrade(restart))
    .map(({ host, timeMs }) => timeMs - offsetOf(host))
    .filter((timeMs) => timeMs <= latestOnsetMs);
  return Math.max(-Infinity, ...times) - SLACK_MS;
}
