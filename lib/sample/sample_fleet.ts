import { SeededRandom } from "./seeded_random.ts";

/** A replica set that Ops Manager manages. */
export interface SampleReplicaSet {
  /** Its name. */
  readonly name: string;
  /** `host:port` of each member. */
  readonly members: readonly string[];
}

/** An agent, on the host of one replica set member. */
export interface SampleAgent {
  /** Full host name, `ah` in its requests. */
  readonly host: string;
  /** Client address in the access log. */
  readonly address: string;
  /** Agent version, `av`. */
  readonly version: string;
  /** Its clock minus the servers', in milliseconds. */
  readonly clockOffsetMs: number;
  /** Project it belongs to. */
  readonly groupId: string;
}

/** A project. */
export interface SampleProject {
  /** 24 hex digits. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** At least one. */
  readonly replicaSets: readonly SampleReplicaSet[];
  /** One a member. */
  readonly agents: readonly SampleAgent[];
}

/** Somebody who changes things: a person, or an API key. */
export interface SampleActor {
  /** Which of the two. */
  readonly kind: "person" | "key";
  /** User id or API key id. */
  readonly id: string;
  /** E-mail address or public key. */
  readonly name: string;
  /** Address the requests come from. */
  readonly address: string;
}

/** The made-up Ops Manager and all that it manages. */
export interface SampleFleet {
  /** Organization id. */
  readonly orgId: string;
  /** Ops Manager servers. */
  readonly hosts: readonly string[];
  /** All projects; the first monitors Ops Manager's own databases. */
  readonly projects: readonly SampleProject[];
  /** The project that monitors Ops Manager's own databases. */
  readonly backing: SampleProject;
  /** The application database, a replica set of `backing`. */
  readonly appDb: SampleReplicaSet;
  /** People first, then API keys. */
  readonly actors: readonly SampleActor[];
  /** Text of the header line of log files. */
  readonly header: string;
}

const PROJECT_NAMES = [
  "payments",
  "orders",
  "search",
  "billing",
  "reports",
  "mobile",
  "gateway",
  "loyalty",
  "fraud",
];
const PEOPLE = ["ada", "bruno", "chen", "dora", "emil"];
const KEYS = ["deployer", "auditbot"];
const AGENT_VERSIONS = ["108.0.14.9012-1", "108.0.14.9012-1", "108.0.12.8846-1"];
const SET_SIZE = 3;

function createAgent(random: SeededRandom, member: string, groupId: string): SampleAgent {
  return {
    host: member.slice(0, member.indexOf(":")),
    address: `10.${20 + random.below(4)}.${random.below(200)}.${1 + random.below(250)}`,
    version: random.pick(AGENT_VERSIONS),
    clockOffsetMs: Math.round(random.between(-180, 180)),
    groupId,
  };
}

function replicaSet(name: string): SampleReplicaSet {
  const members = Array.from({ length: SET_SIZE }, (_, index) => `${name}-${index + 1}.example.com:27017`);
  return { name, members };
}

function createProject(random: SeededRandom, name: string, sets: readonly SampleReplicaSet[]): SampleProject {
  const id = `66${random.hex(22)}`;
  const agents = sets.flatMap((set) => set.members.map((member) => createAgent(random, member, id)));
  return { id, name, replicaSets: sets, agents };
}

function createActors(random: SeededRandom): SampleActor[] {
  const people = PEOPLE.map((name, index): SampleActor => ({
    kind: "person",
    id: `65${random.hex(22)}`,
    name: `${name}@example.com`,
    address: `192.0.2.${10 + index}`,
  }));
  const keys = KEYS.map((name, index): SampleActor => ({
    kind: "key",
    id: `65${random.hex(22)}`,
    name: name.slice(0, 8),
    address: `198.51.100.${20 + index}`,
  }));
  return [...people, ...keys];
}

/** Makes up a fleet; `agents` is about how many agents it should have. */
export function createSampleFleet(options: { seed: number; hosts: number; agents: number }): SampleFleet {
  const random = new SeededRandom(options.seed, "fleet");
  const names = PROJECT_NAMES.slice(0, Math.min(PROJECT_NAMES.length, 4 + Math.floor(options.hosts / 2)));
  const setsEach = Math.max(1, Math.round(options.agents / (SET_SIZE * names.length)));
  const appDb = replicaSet("appdb");
  const backing = createProject(random, "ops-manager-backing", [appDb, replicaSet("blockstore")]);
  const projects = names.map((name) => {
    const sets = Array.from({ length: setsEach }, (_, index) => replicaSet(`${name}-rs${index}`));
    return createProject(random, name, sets);
  });
  return {
    orgId: `64${random.hex(22)}`,
    hosts: Array.from({ length: options.hosts }, (_, index) => `om-${index + 1}.example.com`),
    projects: [backing, ...projects],
    backing,
    appDb,
    actors: createActors(random),
    header: "[Starting Logging - App Version: 8.0.25.500.20260327T1512Z]",
  };
}
