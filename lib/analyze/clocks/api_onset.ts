import { formatTime } from "../../parse/timestamp.ts";
import { API_CLOCK, type FindingDraft } from "../finding_draft.ts";
import type { HostClocks } from "./find_clocks.ts";
import { jointOnset, type JointRecords } from "./joint_onset.ts";
import { shiftedPart } from "./shifted_part.ts";

/** When trouble began, by the API's clock. */
export interface ApiOnset {
  /** Earliest, epoch milliseconds. */
  readonly onsetMs: number;
  /** The trouble began between the onset and this time. */
  readonly latestOnsetMs: number;
  /** How far both may be off because clocks are not known better, milliseconds. */
  readonly uncertaintyMs: number;
}

/** What tells an onset. */
type LoggedOnset = Pick<FindingDraft, "onsetHost" | "hosts" | "onsetMs" | "latestOnsetMs">;

/** Clocks that are closer need not be told apart. */
const AGREE_MS = 5000;
/** What events and onsets may differ by anyway. */
const USUAL_MS = 2000;

/**
 * The onset of a finding on the API's clock: by the host that logged it; when that is not told, somewhere between what its
 * hosts would have it.
 */
export function apiOnset(
  { onsetHost, hosts, onsetMs, latestOnsetMs }: LoggedOnset,
  clocks: Pick<HostClocks, "offsetOf" | "uncertaintyOf">,
): ApiOnset {
  const possible = onsetHost !== null ? [onsetHost] : hosts;
  if (possible.length === 0) return { onsetMs, latestOnsetMs, uncertaintyMs: 0 };
  const offsets = possible.map((host) => clocks.offsetOf(host));
  const [least, most] = [Math.min(...offsets), Math.max(...offsets)];
  const offsetMs = Math.round((least + most) / 2);
  const uncertaintyMs = Math.max(...possible.map((host) => clocks.uncertaintyOf(host))) +
    Math.ceil((most - least) / 2);
  return { onsetMs: onsetMs - offsetMs, latestOnsetMs: latestOnsetMs - offsetMs, uncertaintyMs };
}

/**
 * A finding with its onset and end on the API's clock; its records keep their times. What events tell is on that clock.
 *
 * @param hosts Names by the number that counts have them by
 */
export function onApiClock<Draft extends FindingDraft>(
  draft: Draft,
  clocks: Pick<HostClocks, "offsetOf" | "uncertaintyOf">,
  hosts: readonly string[] = [],
): Draft {
  if (draft.raisedBy.length > 0 || draft.onsetHost === API_CLOCK) return draft;
  const logged = apiOnset(draft, clocks);
  const joint = jointRecords(draft, { hosts, offsetOf: clocks.offsetOf, onsetMs: logged.onsetMs });
  const { onsetMs, latestOnsetMs, uncertaintyMs } = joint === null ? logged : {
    ...jointOnset(joint),
    uncertaintyMs: Math.max(0, ...draft.hosts.map((host) => clocks.uncertaintyOf(host))),
  };
  return {
    ...draft,
    onset: formatTime(onsetMs),
    onsetMs,
    latestOnsetMs: latestOnsetMs + Math.max(0, uncertaintyMs - USUAL_MS),
    lastMs: draft.lastMs - draft.onsetMs + logged.onsetMs,
  };
}

interface KnownClocks {
  readonly hosts: readonly string[];
  readonly offsetOf: HostClocks["offsetOf"];
  /** Onset by the host that logged it first, on the API's clock. */
  readonly onsetMs: number;
}

/** The counts of a finding on the API's clock; null when the clocks of its hosts agree. */
function jointRecords(
  { parts, onsetMs: loggedMs, lastMs, isStanding }: FindingDraft,
  { hosts, offsetOf, onsetMs }: KnownClocks,
): JointRecords | null {
  const involved = parts.filter(({ total }) => total.firstMs <= lastMs && total.lastMs >= loggedMs);
  // There may be more parts than a call takes arguments.
  const offsets = [...new Set(involved.map(({ host }) => host))].map((host) => offsetOf(hosts[host]!));
  const apartMs = Math.max(...offsets) - Math.min(...offsets);
  if (isStanding || !(apartMs > AGREE_MS)) return null;
  const right = parts.map((part) => shiftedPart(part, offsetOf(hosts[part.host]!)));
  return { parts: right, onsetMs, lengthMs: lastMs - loggedMs, apartMs };
}
