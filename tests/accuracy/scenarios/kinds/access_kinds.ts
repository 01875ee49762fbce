import { type Act, act, attempt } from "../change_events.ts";
import { createKey } from "../create_world.ts";
import { anybody, processDiffs } from "../decoys.ts";
import type { AffectedRequest, Effect } from "../effect.ts";
import { sendDigest } from "../everyday_traffic.ts";
import { javaTrace } from "../java_trace.ts";
import { type Random, seededRandom } from "../random.ts";
import { timesIn } from "../rhythm.ts";
import { sendRequest } from "../send_request.ts";
import { restartServer } from "../server_restart.ts";
import { namesOf, projectOf, type Trouble, troubleSpan, USUAL_COMPANY } from "../trouble.ts";
import type { Actor, TimeSpan, World } from "../world.ts";

const EXCEPTIONS = [
  'java.lang.NullPointerException: Cannot invoke "Config.getVersion()" because "config" is null',
  "java.lang.ClassCastException: class java.lang.Double cannot be cast to class java.lang.Integer",
  "com.xgen.svc.mms.model.ConfigFormatException: unknown process type",
  "java.lang.StackOverflowError",
];
const COMPANY = [...USUAL_COMPANY, "access.*", "jvm.stack-overflow", "agent.silent"];

/** A published configuration that the server cannot read: the requests of its project end with 500. */
export function errorsAfterPublish(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 20, 60);
  const { gid, members } = projectOf(world);
  const causes = [act(world, anybody(world), {
    timeMs: span.fromMs - random.between(2000, 60_000),
    type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    gid,
    fields: { diffs: members.flatMap((member) => processDiffs(member)) },
  })];
  return failing(world, span, { causes, matches: (request) => request.gid === gid, gid });
}

/** Servers are upgraded one after the other, and the new version fails now and then: no event tells of it. */
export function errorsAfterUpgrade(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 20, 60);
  const header = world.header.replace(/Version: \d+\.\d+\.\d+/, "Version: 9.0.2");
  const beganMs = span.fromMs - world.hosts.length * 120_000;
  let atMs = beganMs;
  for (const host of world.hosts) {
    restartServer(world, host, { atMs, downMs: random.between(25_000, 60_000), isClean: true, header });
    atMs += 120_000;
  }
  const trouble = failing(world, span, { causes: [], matches: isDynamic, gid: null });
  return {
    ...trouble,
    span: { ...span, fromMs: beganMs },
    acceptable: [...trouble.acceptable, "log.version-skew", "log.silence", "log.restart-*"],
  };
}

/** Requests take much longer after a change: all of them, those of backup, or the configuration of one project. */
export function latencyAfterChange(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 20, 80);
  const { gid, members } = projectOf(world);
  const published = "AUTOMATION_CONFIG_PUBLISHED_AUDIT";
  const change = random.pick<Omit<Act, "timeMs"> & Pick<Effect, "matches">>([
    { type: published, matches: isDynamic },
    {
      type: published,
      gid,
      fields: { diffs: members.flatMap((member) => processDiffs(member)) },
      matches: ({ gid: about, sender }) => about === gid && sender === "agent",
    },
    {
      type: random.pick(["BULK_HEAD_MOVE", "SCHEDULE_GROOM"]),
      matches: ({ url }) => url.startsWith("/backup/"),
    },
  ]);
  const { matches = isDynamic, ...what } = change;
  const actor = change.gid === undefined ? random.pick(world.people) : anybody(world);
  const causes = [act(world, actor, { timeMs: span.fromMs - random.between(5000, 240_000), ...what })];
  const busy = change.gid === undefined ? [] : [change.gid];
  return { ...slow(world, span, causes, matches), busy };
}

/** Requests take much longer, and nobody did anything. */
export function latencyWithoutEvent(world: World): Trouble {
  return slow(world, troubleSpan(world, 20, 80), [], isDynamic);
}

/** A tool with a new key calls the API without a pause. */
export function clientFlood(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 8, 20);
  const flooder = createKey(random);
  const { gid } = projectOf(world);
  const causes = [act(world, random.pick(world.people), {
    timeMs: span.fromMs - random.between(30_000, 600_000),
    type: "ORG_API_KEY_ADDED",
    fields: { targetPublicKey: flooder.user },
  })];
  const [onset = span.fromMs] = timesIn(world, span, random.between(150, 400)).filter((timeMs, at) =>
    flood(world, flooder, { timeMs, gid, isFirst: at === 0 })
  );
  const finding = { rules: ["access.client-flood"], hosts: null, gids: null, onset, causes };
  return { expected: [finding], acceptable: [...COMPANY, "api.*"], busy: [gid], span };
}

/** The key of a tool that calls every half minute is deleted, or its address is no longer allowed. */
export function apiKeyDeleted(world: World): Trouble {
  const { random } = world;
  const span = { ...troubleSpan(world, 1, 2), toMs: world.span.toMs };
  const tool = createKey(random);
  const { gid } = projectOf(world);
  const isDeleted = random.chance(0.6);
  const causes = [act(world, random.pick(world.people), {
    timeMs: span.fromMs,
    type: isDeleted ? "ORG_API_KEY_DELETED" : "ORG_PUBLIC_API_ACCESS_LIST_REQUIRED",
    fields: isDeleted ? { targetPublicKey: tool.user } : {},
  })];
  const url = `/api/public/v1.0/groups/${gid}/automationStatus`;
  let onset: number | null = null;
  for (let timeMs = world.span.fromMs + random.between(0, 15_000); timeMs < span.toMs; timeMs += 15_000) {
    const isRefused = timeMs > span.fromMs + 1000;
    if (isRefused) onset ??= timeMs;
    const status = isRefused ? isDeleted ? 401 : 403 : 200;
    sendDigest(world, tool, { timeMs: timeMs + random.between(0, 900), method: "GET", url, gid, status });
  }
  const finding = { rules: ["access.auth-burst"], hosts: null, gids: null, onset, causes };
  return { expected: [finding], acceptable: [...COMPANY, "api.access-list-denied"], busy: [gid], span };
}

/** Somebody tries passwords. */
export function bruteForce(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 6, 15);
  const victim = random.pick(world.people);
  const intruder = { ...victim, address: `203.0.113.${random.whole(2, 250)}` };
  const times = timesIn(world, span, random.between(5, 12));
  for (const timeMs of times) tryPassword(world, intruder, timeMs);
  const finding = {
    rules: ["login.brute-force"],
    hosts: null,
    gids: null,
    onset: times[0] ?? null,
    causes: [],
  };
  return { expected: [finding], acceptable: COMPANY, busy: [], span };
}

function failing(
  world: World,
  span: TimeSpan,
  { causes, matches, gid }: {
    readonly causes: readonly string[];
    readonly matches: (request: AffectedRequest) => boolean;
    readonly gid: string | null;
  },
): Trouble {
  const { random } = world;
  const headline = random.pick(EXCEPTIONS);
  const seed = random.whole(1, 1e6);
  const common = { ...span, matches };
  const share = gid === null ? random.between(0.2, 0.6) : random.between(0.5, 1);
  const effect: Effect = {
    ...common,
    share,
    status: 500,
    failure: (request) => ({
      gid: request.gid ?? undefined,
      level: "ERROR",
      logger: "com.xgen.svc.mms.res.ErrorMapper",
      method: "toResponse:58",
      message: `Unhandled exception for ${request.url.split("?")[0]}`,
      more: javaTrace(headline, exceptionPlace(seed)),
    }),
  };
  const bare: Effect = { ...common, share: share * 0.08, status: 500 };
  world.effects.push(effect, bare);
  const hosts = namesOf(world.hosts);
  const rules = ["access.errors-burst"];
  return {
    expected: [{ rules, hosts, gids: null, onset: effect, causes }],
    acceptable: COMPANY,
    busy: gid === null ? [] : [gid],
    span,
  };
}

function exceptionPlace(seed: number): Random {
  return seededRandom(seed);
}

function isDynamic({ url }: AffectedRequest): boolean {
  return !url.startsWith("/static") && !url.startsWith("/monitor");
}

function slow(
  world: World,
  span: TimeSpan,
  causes: readonly string[],
  matches: (request: AffectedRequest) => boolean,
): Trouble {
  const effect: Effect = { ...span, matches, slowdown: world.random.between(6, 20) };
  world.effects.push(effect);
  const finding = {
    rules: ["access.latency-shift"],
    hosts: namesOf(world.hosts),
    gids: null,
    onset: effect,
    causes,
  };
  return { expected: [finding], acceptable: COMPANY, busy: [], span };
}

function flood(
  world: World,
  actor: Actor,
  { timeMs, gid, isFirst }: { readonly timeMs: number; readonly gid: string; readonly isFirst: boolean },
): boolean {
  const url = `/api/public/v1.0/groups/${gid}/hosts/${world.random.hex(32)}/measurements?granularity=PT10S`;
  if (isFirst) return sendDigest(world, actor, { timeMs, method: "GET", url, gid }) !== null;
  return sendRequest(world, {
    timeMs,
    client: actor.address,
    user: actor.user,
    method: "GET",
    url,
    usualMs: 20,
    gid,
    agent: null,
    sender: "tool",
    userAgent: "Go-http-client/1.1",
  }) !== null;
}

function tryPassword(world: World, intruder: Actor, timeMs: number): void {
  attempt(world, intruder, { timeMs, type: "UNSUCCESSFUL_LOGIN_AUDIT" });
}
