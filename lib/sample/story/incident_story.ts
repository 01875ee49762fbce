import type { AccessEffect } from "../log/access_log.ts";
import type { PlantedRecord } from "../log/application_log.ts";
import type { RecordTemplate } from "../log/record_template.ts";
import type { Interval } from "../log/traffic_curve.ts";
import type { SampleFleet, SampleProject } from "../sample_fleet.ts";
import type { SeededRandom } from "../seeded_random.ts";
import type { EventDraft } from "./sample_event.ts";

/** The stage an incident is played on. */
export interface IncidentScene extends Interval {
  /** Source of everything random. */
  readonly random: SeededRandom;
  /** Whose fleet. */
  readonly fleet: SampleFleet;
  /** When the change that causes it happens; before `fromMs`. */
  readonly causeMs: number;
  /** Most bytes that the incident should add to the application log of a host. */
  readonly burstBytes: number;
  /** Ordinary records of a host's application log in a minute. */
  readonly recordsPerMinute: number;
}

/** A time when a host writes nothing into some of its logs. */
export interface Blackout extends Interval {
  /** Index of the host. */
  readonly host: number;
  /** Only the application log, or also the access log. */
  readonly logs: "application" | "all";
}

/** What happens in an incident. */
export interface IncidentStory {
  /** Indexes of the hosts whose logs show it. */
  readonly hosts: readonly number[];
  /** Projects that it hits; empty: no single one. */
  readonly projects: readonly SampleProject[];
  /** Records of the application logs. */
  readonly planted: readonly PlantedRecord[];
  /** Requests that fail. */
  readonly access: readonly AccessEffect[];
  /** Silent hosts. */
  readonly blackouts: readonly Blackout[];
  /** The change behind it; null: there is none. */
  readonly cause: EventDraft | null;
  /** Alerts that tell the same, and what ends it. */
  readonly confirming: readonly EventDraft[];
}

/** Some records of one host. */
export interface BurstSource {
  /** Index of the host. */
  readonly host: number;
  /** When. */
  readonly windows: readonly Interval[];
  /** What, by turns. */
  readonly templates: readonly RecordTemplate[];
  /** Project of each; null: any. */
  readonly project: SampleProject | null;
  /** How many. */
  readonly count: number;
}

const LEAST_RECORDS = 48;
const LEAST_RECORDS_OF_HOST = 10;
const MOST_RECORDS_OF_HOST = 3000;

/** How many records of that kind one host should write. */
export function burstCount(
  scene: IncidentScene,
  templates: readonly RecordTemplate[],
  hosts: number,
): number {
  const meanBytes = templates.reduce((sum, template) => sum + template.sizeBytes, 0) / templates.length;
  const least = Math.max(LEAST_RECORDS_OF_HOST, Math.ceil(LEAST_RECORDS / hosts));
  return Math.max(least, Math.min(MOST_RECORDS_OF_HOST, Math.floor(scene.burstBytes / meanBytes)));
}

/** Spreads records over windows; the first is at the very start of the first window. */
export function burst(random: SeededRandom, source: BurstSource): PlantedRecord[] {
  const { host, project, windows, templates, count } = source;
  const times = Array.from({ length: count - 1 }, () => {
    const { fromMs, toMs } = random.pick(windows);
    return Math.floor(random.between(fromMs, toMs));
  });
  const first = Math.min(...windows.map(({ fromMs }) => fromMs));
  return [first, ...times].map((timeMs, index) => {
    const template = templates[index % templates.length] ?? null;
    return { timeMs, host, template, project };
  });
}

/** The same burst on every host: on one at once, on the others some seconds later. */
export function fleetBurst(
  scene: IncidentScene,
  source: Omit<BurstSource, "host" | "count">,
): PlantedRecord[] {
  const { random, fleet } = scene;
  const count = burstCount(scene, source.templates, fleet.hosts.length);
  const first = random.below(fleet.hosts.length);
  return fleet.hosts.flatMap((_, host) => {
    const delayMs = host === first ? 0 : random.below(15_000);
    const windows = source.windows.map(({ fromMs, toMs }) => ({ fromMs: fromMs + delayMs, toMs }));
    return burst(random, { ...source, host, windows, count });
  });
}

/** Indexes of all hosts. */
export function allHosts(fleet: SampleFleet): number[] {
  return fleet.hosts.map((_, index) => index);
}
