import type { EventRow } from "../../events/event_row.ts";
import type { Clock } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import type { LogTally } from "../log_tally.ts";
import { agentOffsets } from "./agent_offsets.ts";
import type { TwinSearch } from "./candidate_pairs.ts";
import { changeRequests } from "./change_request.ts";
import { personalEvents } from "./personal_event.ts";
import { nameWorth } from "./twin_grade.ts";
import { type TwinOffset, twinOffsets } from "./twin_offsets.ts";

/** What is known about the clocks of hosts. */
export interface HostClocks {
  /** Those that could be measured, by host. */
  readonly clocks: readonly Clock[];
  /** By how much a host's times are to be corrected, milliseconds: its clock minus the API's; 0 when it may be right. */
  readonly offsetOf: (host: string) => number;
  /** How far the true offset may be from that, milliseconds. */
  readonly uncertaintyOf: (host: string) => number;
  /** What was compared: events and requests of people. */
  readonly search: TwinSearch;
  /** Twins by host. */
  readonly twins: readonly TwinOffset[];
}

/** Hosts whose clock nobody knows keep time as most do. */
const UNKNOWN_MS = 2000;

/** Measures how far each host's clock is from the API's; what nothing tells is left out. */
export function findClocks(tally: LogTally, events: readonly EventRow[]): HostClocks {
  const search = twinSearch(tally, events);
  const expected = new Map(agentOffsets(tally, new Map()).map((offset) => [offset.host, offset]));
  const twins = twinOffsets(search, (host) => expected.get(host)?.offsetMs ?? 0);
  const known = new Map(twins.map((offset) => [offset.host, offset]));
  const clocks = [
    ...twins.map((offset) => clockOf(offset, "event-twin")),
    ...agentOffsets(tally, known).filter(({ host }) => !known.has(host)).map((offset) =>
      clockOf(offset, "agent-at")
    ),
  ].sort((a, b) => compareText(a.host, b.host));
  const byHost = new Map(clocks.map((clock) => [clock.host, correctionBy(clock)]));
  return {
    clocks,
    offsetOf: (host) => byHost.get(host)?.offsetMs ?? 0,
    uncertaintyOf: (host) => byHost.get(host)?.uncertaintyMs ?? UNKNOWN_MS,
    search,
    twins,
  };
}

/** Half a second that a host may be off is no reason to move what it logged. */
function correctionBy({ offsetMs, uncertaintyMs }: Clock): Pick<Clock, "offsetMs" | "uncertaintyMs"> {
  return Math.abs(offsetMs) > uncertaintyMs
    ? { offsetMs, uncertaintyMs }
    : { offsetMs: 0, uncertaintyMs: Math.abs(offsetMs) + uncertaintyMs };
}

function twinSearch(tally: LogTally, events: readonly EventRow[]): TwinSearch {
  const personal = personalEvents(events);
  const requests = personal.length === 0 ? [] : changeRequests(tally);
  return { events: personal, requests, worth: nameWorth(personal, requests) };
}

function clockOf(
  { host, offsetMs, uncertaintyMs, samples }: Omit<Clock, "basis">,
  basis: Clock["basis"],
): Clock {
  return { host, offsetMs, uncertaintyMs, basis, samples };
}
