import type { Effect } from "./effect.ts";
import { timesIn } from "./rhythm.ts";
import type { AcceptableFindings, ExpectedFinding } from "./truth.ts";
import type { Host, Project, TimeSpan, World } from "./world.ts";
import { type RecordParts, writeRecord } from "./write_record.ts";

const MINUTE_MS = 60_000;
/** Two troubles begin so far from each other. */
const APART_MS = 50 * MINUTE_MS;

/** An expected finding before all is written: its onset may be the first request that met an effect. */
export type FindingDraft = Omit<ExpectedFinding, "onsetMs"> & { readonly onset: number | Effect | null };

/** Lines that are not in the archive. */
export interface MissingLines {
  /** Server. */
  readonly host: Host;
  /** Which log; left out: both. */
  readonly log?: "application" | "access" | "daemon";
  /** When they were written, on the API's clock. */
  readonly span: TimeSpan;
}

/** What a kind of trouble did to the world, and what should be found of it. */
export interface Trouble {
  /** Findings that must be there. */
  readonly expected: readonly FindingDraft[];
  /** Rules of findings that may be there while it lasts. */
  readonly acceptable: readonly string[];
  /** Projects in which something is broken. */
  readonly busy: readonly string[];
  /** When it lasts; null: there is none. */
  readonly span: TimeSpan | null;
  /** Lines that were lost. */
  readonly missing?: readonly MissingLines[];
}

/** Makes trouble in a world in which nothing has happened yet. */
export type TroubleMaker = (world: World) => Trouble;

/** A time of trouble, with a history before it: how long, in minutes. */
export function troubleSpan(
  { random, span, taken }: World,
  minMinutes: number,
  maxMinutes: number,
): TimeSpan {
  const pick = () => Math.floor(span.fromMs + (span.toMs - span.fromMs) * random.between(0.4, 0.8));
  let fromMs = pick();
  while (taken.spans.some((other) => Math.abs(other.fromMs - fromMs) < APART_MS)) fromMs = pick();
  const toMs = Math.min(span.toMs, fromMs + random.between(minMinutes, maxMinutes) * MINUTE_MS);
  taken.spans.push({ fromMs, toMs });
  return { fromMs, toMs };
}

/** A project in which nothing else happens; not the AppDB's. */
export function projectOf({ random, projects, taken }: World): Project {
  const project = random.pick(projects.slice(1).filter(({ gid }) => !taken.gids.includes(gid)));
  taken.gids.push(project.gid);
  return project;
}

/** Rules of findings that follow from trouble of nearly every kind. */
export const USUAL_COMPANY: readonly string[] = [
  "signature.*",
  "access.errors-burst",
  "api.unexpected-error",
];

/** Writes a record of trouble again and again, on random ones of some hosts; gives when each was written. */
export function repeatRecord(
  world: World,
  options: {
    readonly span: TimeSpan;
    readonly perMinute: number;
    readonly hosts?: readonly Host[];
    readonly make: (timeMs: number) => Omit<RecordParts, "timeMs">;
  },
): number[] {
  const { span, perMinute, hosts = world.hosts, make } = options;
  return timesIn(world, span, perMinute).filter((timeMs) =>
    writeRecord(world, world.random.pick(hosts), { timeMs, ...make(timeMs) }) !== null
  );
}

/** The acceptable findings of a trouble: a little before it to some time after. */
export function companyOf({ span, acceptable }: Trouble): AcceptableFindings[] {
  if (span === null) return [];
  return [{ rules: acceptable, fromMs: span.fromMs - 5 * MINUTE_MS, toMs: span.toMs + 60 * MINUTE_MS }];
}

/** Names of servers. */
export function namesOf(hosts: readonly Host[]): string[] {
  return hosts.map(({ name }) => name);
}
