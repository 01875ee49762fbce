import { durationWords } from "./duration_words.ts";
import type { FindingDraft } from "./finding_draft.ts";
import type { TimedRestart } from "./restarts.ts";

const REQUESTS = /^access\.(?:latency-shift|errors-burst)$/;
const NEW_MESSAGE = "signature.new";
/** A server that starts is slow, and refuses some requests, for so long. */
const STARTING_MS = 900_000;
/** Requests fail already while it goes down. */
const EARLY_MS = 600_000;
/** Servers that are started one after the other begin within this time. */
const WITHIN_MS = 3_600_000;
/** What is new so soon after an upgrade most likely came with it. */
const UPGRADED_MS = 7_200_000;

/** Says when a finding begins with a start of the servers concerned; what a planned start brings is of low severity. */
export function aroundStarts(draft: FindingDraft, restarts: readonly TimedRestart[]): FindingDraft {
  const own = restarts.filter(({ host, category, kind }) =>
    category === "application" && kind !== "start" && draft.hosts.includes(host)
  );
  if (own.length === 0) return draft;
  if (draft.rule === NEW_MESSAGE) return afterUpgrade(draft, own);
  return REQUESTS.test(draft.rule) ? whileStarting(draft, own) : draft;
}

/** A new message names the upgrade of its server before it. */
function afterUpgrade(draft: FindingDraft, own: readonly TimedRestart[]): FindingDraft {
  const upgrade = own.findLast((restart) =>
    isUpgrade(restart) && restart.timeMs <= draft.onsetMs && restart.timeMs >= draft.onsetMs - UPGRADED_MS
  );
  if (upgrade === undefined) return draft;
  const later = durationWords(draft.onsetMs - upgrade.timeMs);
  const words = `It begins ${later} after ${upgrade.host} was started${changeWords(upgrade)}.`;
  return { ...draft, explanation: `${draft.explanation} ${words}` };
}

/**
 * Slow or failing requests while all servers concerned start. When the start was a planned one (orderly, or to another
 * version) and they end soon after, they are what a start brings.
 */
function whileStarting(draft: FindingDraft, own: readonly TimedRestart[]): FindingDraft {
  const { onsetMs, lastMs } = draft;
  const starts = own.filter(({ timeMs }) =>
    timeMs >= onsetMs - EARLY_MS && timeMs <= Math.min(lastMs, onsetMs + WITHIN_MS)
  );
  const hosts = [...new Set(starts.map(({ host }) => host))];
  if (hosts.length < draft.hosts.length) return draft;
  const isOver = lastMs - starts.at(-1)!.timeMs <= STARTING_MS;
  const isPlanned = starts.every((restart) => restart.kind === "clean" || isUpgrade(restart));
  const named = hosts.length > 3 ? `${hosts.length} servers` : hosts.join(", ");
  const change = changeWords(starts.find(isUpgrade));
  const begin = `It begins when ${named} ${hosts.length === 1 ? "is" : "are"} started${change}, at ${
    starts[0]!.time
  }`;
  return isOver && isPlanned
    ? {
      ...draft,
      severity: "low",
      explanation:
        `${draft.explanation} ${begin}, and it is over soon after, as is usual of servers that start.`,
    }
    : { ...draft, explanation: `${draft.explanation} ${begin}.` };
}

/** Whether a process came back with another version. */
export function isUpgrade({ version, previousVersion }: TimedRestart): boolean {
  return previousVersion !== null && version !== null && previousVersion !== version;
}

function changeWords(upgrade: TimedRestart | undefined): string {
  return upgrade === undefined || !isUpgrade(upgrade)
    ? ""
    : ` with version ${upgrade.version} instead of ${upgrade.previousVersion}`;
}
