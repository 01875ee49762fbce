import type { Random } from "./random.ts";
import type { AccessLayoutName, Actor, Agent, Host, Project, World } from "./world.ts";

/** How much log a scenario has, about, in megabytes. */
export type ScenarioSize = 1 | 4 | 12;

const HOUR_MS = 3_600_000;
const HOURS: Readonly<Record<ScenarioSize, readonly [number, number]>> = {
  1: [6, 9],
  4: [8, 26],
  12: [24, 72],
};
const AGENT_LINE_BYTES = 310;
const REQUEST_BYTES = 170;
const RECORD_BYTES = 240;
const HOST_NAMES: readonly ((number: number) => string)[] = [
  (number) => `om-server-${number}.example.com`,
  (number) => `opsmgr-a0${number}`,
  (number) => `ops-manager-${number - 1}`,
  (number) => `mms${number}.dc1.corp.example.net`,
];
const AGENT_VERSIONS = ["108.0.14.8986-1", "108.0.12.8846-1", "107.0.19.8805-1", "109.0.1.9020-1"];
const RELEASES = [
  ["8.0.23.500", "20260504T1012Z"],
  ["8.0.26.500", "20260811T0931Z"],
  ["8.0.27.500", "20260930T1544Z"],
  ["9.0.1.100", "20261014T0812Z"],
];
const NAMES = ["anna", "ben.k", "carla", "dba-team", "erik", "fatima", "georg", "hanh"];
const SETS = ["rs0", "orders", "shop-rs", "AO-SP_0", "inventory", "events-rs1"];
/** Clocks of servers, in milliseconds: kept well, a little off, badly off. */
const goodClock = (random: Random) => random.whole(-300, 300);
const CLOCKS: readonly ((random: Random) => number)[] = [
  () => 0,
  goodClock,
  (random) => random.whole(-20_000, 20_000),
  (random) => random.whole(-240_000, 240_000),
  (random) => random.whole(-1_200_000, 1_200_000),
];
const LAYOUTS: readonly AccessLayoutName[] = [
  ...Array<AccessLayoutName>(7).fill("combined-time"),
  "combined",
  "combined",
  "common",
];

/** What a kind of trouble needs to show at all. */
export interface WorldNeeds {
  /** Access lines tell how long a request took. */
  readonly isTimed?: boolean;
  /** No proxy hides the clients. */
  readonly isDirect?: boolean;
  /** The clock of one server of several is off by more than a minute, the others' are not. */
  readonly hasOddClock?: boolean;
  /** The archive may be without access logs. */
  readonly mayLackAccess?: boolean;
  /** A backup daemon runs. */
  readonly hasDaemon?: boolean;
  /** At least so many hours of logs. */
  readonly hours?: number;
}

/** Makes up an installation; nothing has happened in it yet. */
export function createWorld(random: Random, size: ScenarioSize, needs: WorldNeeds = {}): World {
  const hours = Math.max(needs.hours ?? 0, random.between(...HOURS[size]));
  const fromMs = Date.UTC(
    2026,
    random.whole(0, 10),
    random.whole(1, 28),
    random.whole(0, 23),
    random.whole(0, 59),
  );
  const span = { fromMs, toMs: fromMs + hours * HOUR_MS };
  const hasAccess = !(needs.mayLackAccess && random.chance(0.15));
  const hosts = createHosts(random, needs.hasOddClock ?? false, hasAccess);
  const projects = createProjects(random, hosts, { size, hours });
  const orgId = random.hex(24);
  const [release = "", built = ""] = random.pick(RELEASES);
  return {
    random,
    span,
    hosts,
    projects,
    orgId,
    people: createPeople(random),
    keys: Array.from({ length: 3 }, () => createKey(random)),
    proxy: random.chance(0.25) && !needs.isDirect
      ? `10.0.${random.whole(0, 9)}.${random.whole(2, 250)}`
      : null,
    proxyInEvents: random.chance(0.5),
    hasAccess,
    bustle: random.pick([1, 1, 1, 1, 4]),
    layout: needs.isTimed ? "combined-time" : random.pick(LAYOUTS),
    namesPeople: random.chance(0.7),
    callerMark: random.pick([".", ":", ":"]),
    pace: paceOf(projects, size, hours),
    rhythm: { depth: random.pick([0, 0.3, 0.6]), peakHour: random.whole(8, 16) },
    effects: [],
    events: [],
    failures: [],
    taken: { gids: [], spans: [] },
    daemonHost: needs.hasDaemon || random.chance(0.3) ? random.pick(hosts) : null,
    header: `[Starting Logging - App Version: ${release}.${random.whole(100, 999)}.${built}]`,
  };
}

/** A new key of the public API. */
export function createKey(random: Random): Actor {
  const publicKey = Array.from({ length: 8 }, () => random.pick([..."abcdefghijklmnopqrstuvwxyz"])).join("");
  return {
    fields: { apiKeyId: random.hex(24), publicKey },
    user: publicKey,
    address: `192.0.2.${random.whole(2, 250)}`,
    isKey: true,
  };
}

function createHosts(random: Random, hasOddClock: boolean, hasAccess: boolean): Host[] {
  const name = random.pick(HOST_NAMES);
  const count = random.pick(hasOddClock ? [2, 3, 4] : [1, 2, 2, 3, 3, 4, 6]);
  // What keeps the clocks is the same for all servers in most places.
  // Without access logs nobody can tell how wrong a clock is.
  const clock = hasOddClock || !hasAccess ? goodClock : random.pick(CLOCKS);
  const odd = hasOddClock ? random.whole(0, count - 1) : -1;
  return Array.from({ length: count }, (_, i) => ({
    name: name(i + 1),
    offsetMs: i === odd ? random.pick([-1, 1]) * random.whole(90_000, 900_000) : clock(random),
    application: [],
    access: [],
    daemon: [],
    down: [],
    twins: 0,
  }));
}

function createProjects(
  random: Random,
  hosts: readonly Host[],
  { size, hours }: { readonly size: ScenarioSize; readonly hours: number },
): Project[] {
  const intervalMs = random.pick([30_000, 45_000, 50_000, 55_000]);
  const bytesOfAgent = hours * HOUR_MS / intervalMs * AGENT_LINE_BYTES;
  const affordable = Math.floor(0.45 * size * 1_000_000 / bytesOfAgent);
  const agents = Math.max(6, Math.min(24, affordable));
  const isSticky = random.chance(0.5);
  const sets = random.some(SETS, Math.max(3, Math.min(5, Math.floor(agents / 3))));
  return ["appdb", ...sets].map((replicaSet, number): Project => {
    const gid = random.hex(24);
    const perProject = number === 0 ? 1 : Math.max(2, Math.floor((agents - 1) / sets.length));
    const members = Array.from(
      { length: Math.max(3, perProject) },
      (_, i) => `${replicaSet.toLowerCase().replaceAll("_", "-")}-${i + 1}.db.example.com`,
    );
    const version = random.pick(AGENT_VERSIONS);
    const agentsOf = members.slice(0, perProject).map((host, i): Agent => ({
      host,
      gid,
      version,
      address: `10.${number + 1}.7.${i + 11}`,
      clockMs: random.chance(0.8) ? random.whole(-400, 400) : random.whole(-9000, 9000),
      intervalMs: Math.round(intervalMs * random.between(0.95, 1)),
      modules: i === 0 ? ["conf", "backup"] : ["conf"],
      home: isSticky ? random.pick(hosts) : null,
    }));
    return { gid, replicaSet, agents: agentsOf, members };
  });
}

function createPeople(random: Random): Actor[] {
  return random.some(NAMES, 4).map((name) => ({
    fields: { userId: random.hex(24), username: `${name}@example.com` },
    user: `${name}@example.com`,
    address: random.chance(0.1) ? `2001:db8::${random.hex(4)}` : `198.51.100.${random.whole(2, 250)}`,
    isKey: false,
  }));
}

/** What the agents leave of the wanted size, for other requests and for records. */
function paceOf(projects: readonly Project[], size: ScenarioSize, hours: number): World["pace"] {
  const agentBytes = projects.flatMap(({ agents }) => agents)
    .reduce((sum, { intervalMs }) => sum + hours * HOUR_MS / intervalMs * AGENT_LINE_BYTES, 0);
  const rest = Math.max(0.4 * size * 1_000_000, size * 1_000_000 - agentBytes);
  const minutes = hours * 60;
  return { requests: 0.4 * rest / REQUEST_BYTES / minutes, records: 0.6 * rest / RECORD_BYTES / minutes };
}
