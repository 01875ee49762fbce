import type { SampleAgent, SampleProject, SampleReplicaSet } from "../sample_fleet.ts";
import type { SeededRandom } from "../seeded_random.ts";

/** Levels of the application log. */
export type LogLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";
/** Kinds of threads that log. */
export type ThreadKind =
  | "main"
  | "jetty"
  | "worker"
  | "consumer"
  | "inserter"
  | "discovery"
  | "oplog"
  | "pool";

/** What the variable parts of a record are taken from. */
export interface RecordScope {
  /** Source of all numbers. */
  readonly random: SeededRandom;
  /** Object ids that come up again and again. */
  readonly objectIds: readonly string[];
  /** Project the record is about. */
  project: SampleProject;
  /** Replica set of the project. */
  replicaSet: SampleReplicaSet;
  /** Agent of the project. */
  agent: SampleAgent;
}

/** Share of object ids that were never there before. */
const NEW_ID_SHARE = 0.7;

type Slot = (scope: RecordScope) => string;

const SLOTS: Readonly<Record<string, Slot>> = {
  n: ({ random }) => String(random.below(40)),
  big: ({ random }) => String(1000 + random.exponential(60_000)),
  ms: ({ random }) => String(1 + random.exponential(90)),
  id: ({ random, objectIds }) => random.chance(NEW_ID_SHARE) ? random.hex(24) : random.pick(objectIds),
  uuid: ({ random }) => random.uuid(),
  gid: ({ project }) => project.id,
  rs: ({ replicaSet }) => replicaSet.name,
  agent: ({ agent }) => agent.host,
  version: ({ agent }) => agent.version,
};

const THREADS: Readonly<Record<ThreadKind, Slot>> = {
  main: () => "main",
  jetty: ({ random }) => `JettyHttpPool-${20 + random.below(180)}`,
  worker: ({ random }) => `mms_Worker-${random.below(48)}`,
  consumer: ({ random }) => `job-consumer-${random.below(16)}`,
  inserter: ({ random }) => `WTDataBlockInserter-${random.below(32)}`,
  discovery: ({ random }) => `DeploymentDiscoverySvcDeploymentRefresher-${random.below(2)}`,
  oplog: () => "OplogPruneJob Worker",
  pool: ({ random }) => `pool-${3 + random.below(5)}-thread-${1 + random.below(8)}`,
};

/** A record as it is written down in a catalogue. Texts may hold `@{slot}`. */
export interface RecordSource {
  /** Level. */
  readonly level: LogLevel;
  /** Kind of thread. */
  readonly thread: ThreadKind;
  /** Logger. */
  readonly logger: string;
  /** `File.java:method:line`. */
  readonly caller: string;
  /** Whether the record is logged for a project: `gid:` before the level. */
  readonly withProject: boolean;
  /** Message; may be empty. */
  readonly message: string;
  /** Lines after the message, without the last line feed. */
  readonly trace?: string;
}

/** A record ready to be written many times. */
export interface RecordTemplate {
  /** Lines it takes. */
  readonly lines: number;
  /** Bytes it takes, roughly. */
  readonly sizeBytes: number;
  /** Whether it is logged for a project. */
  readonly withProject: boolean;
  /** Its text, line feed included. */
  render(scope: RecordScope, time: string): string;
}

function slotNamed(name: string): Slot {
  const slot = SLOTS[name];
  if (slot === undefined) {
    throw new RangeError(`Cannot use slot "${name}": it is not known (record template)`);
  }
  return slot;
}

/** Prepares a record: the texts are cut at their slots once, not once a line. */
export function recordTemplate(source: RecordSource): RecordTemplate {
  const { message, trace } = source;
  const head = `${source.level.padEnd(5)} ${source.logger} [${source.caller}] - `;
  const pieces = `${head}${message}${trace === undefined ? "" : "\n" + trace}\n`.split(/@\{(\w+)\}/);
  const texts = pieces.filter((_, index) => index % 2 === 0);
  const slots = pieces.filter((_, index) => index % 2 === 1).map(slotNamed);
  const thread = THREADS[source.thread];
  return {
    lines: texts.join("").split("\n").length - 1,
    sizeBytes: texts.join("").length + slots.length * 12 + (source.withProject ? 78 : 49),
    withProject: source.withProject,
    render(scope, time) {
      let text = `${time} [${thread(scope)}] `;
      if (source.withProject) text += `gid:${scope.project.id} `;
      text += texts[0];
      for (let index = 0; index < slots.length; index++) {
        text += slots[index]?.(scope) + (texts[index + 1] ?? "");
      }
      return text;
    },
  };
}

/** Starts a scope in any project. */
export function recordScope(
  random: SeededRandom,
  project: SampleProject,
  objectIds: readonly string[],
): RecordScope {
  return {
    random,
    objectIds,
    project,
    replicaSet: random.pick(project.replicaSets),
    agent: random.pick(project.agents),
  };
}

/** Moves a scope to a project, and to any replica set and agent of it. */
export function enterProject(scope: RecordScope, project: SampleProject): void {
  scope.project = project;
  scope.replicaSet = scope.random.pick(project.replicaSets);
  scope.agent = scope.random.pick(project.agents);
}
