import { sendRequest } from "./send_request.ts";
import type { Actor, Agent, Host, World } from "./world.ts";
import { isUp } from "./write_record.ts";
import { timesByRhythm } from "./rhythm.ts";

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36";
const TOOL = "python-requests/2.32.3";
const AGENT_PATHS: Readonly<Record<string, string>> = {
  conf: "/agents/api/automation/conf/v1/{gid}",
  backup: "/backup/wtcheckpoint/v1/{gid}/targetedConfigCall",
};
const PAGES = ["deployment", "metrics", "alerts", "backup", "activity"];

/** Requests as there are every day: agents, health checks, people, tools. */
export function sendEverydayTraffic(world: World): void {
  for (const project of world.projects) {
    for (const agent of project.agents) pollAsAgent(world, agent);
  }
  for (const host of world.hosts) checkHealth(world, host);
  for (const timeMs of timesByRhythm(world, world.pace.requests * 0.7)) browse(world, timeMs);
  for (const timeMs of timesByRhythm(world, world.pace.requests * 0.15)) callApi(world, timeMs);
}

function pollAsAgent(world: World, agent: Agent): void {
  const { random, span } = world;
  const phase = random.unit() * agent.intervalMs;
  for (let base = span.fromMs + phase; base < span.toMs; base += agent.intervalMs) {
    for (const module of agent.modules) {
      pollOnce(world, agent, { timeMs: base + random.between(-0.04, 0.04) * agent.intervalMs, module });
    }
  }
}

/** One call of an agent. */
export function pollOnce(
  world: World,
  agent: Agent,
  { timeMs, module }: { readonly timeMs: number; readonly module: string },
): void {
  const short = agent.host.split(".")[0];
  const query = `ah=${agent.host}&ahs=${short}&av=${agent.version}&aos=Linux&aa=x86_64&ab=64` +
    `&at=${Math.floor(timeMs + agent.clockMs)}`;
  sendRequest(world, {
    timeMs,
    client: agent.address,
    user: "-",
    method: "GET",
    url: `${AGENT_PATHS[module]?.replace("{gid}", agent.gid)}?${query}`,
    usualMs: 18,
    gid: agent.gid,
    agent: agent.host,
    sender: "agent",
    userAgent: `MongoDB Automation Agent/${agent.version}`,
    to: agent.home,
  });
}

function checkHealth(world: World, host: Host): void {
  const { random, span } = world;
  for (let timeMs = span.fromMs + random.between(0, 60_000); timeMs < span.toMs; timeMs += 60_000) {
    if (!isUp(host, timeMs)) continue;
    sendRequest(world, {
      timeMs,
      client: "10.0.0.1",
      user: "-",
      method: "GET",
      url: "/monitor/health",
      usualMs: 2,
      gid: null,
      agent: null,
      sender: "tool",
      userAgent: "kube-probe/1.31",
      to: host,
    });
  }
}

function browse(world: World, timeMs: number): void {
  const { random } = world;
  const person = random.pick(world.people);
  const { gid } = random.pick(world.projects);
  const isStatic = random.chance(0.2);
  const missing = random.chance(0.01);
  sendRequest(world, {
    timeMs,
    client: person.address,
    user: world.namesPeople ? person.user : "-",
    method: "GET",
    url: isStatic ? `/static/js/app-${random.whole(1, 9)}.js` : `/v2/${gid}/${random.pick(PAGES)}`,
    status: missing ? 404 : isStatic && random.chance(0.5) ? 304 : 200,
    usualMs: isStatic ? 3 : 60,
    gid: isStatic ? null : gid,
    agent: null,
    sender: "person",
    userAgent: BROWSER,
  });
}

function callApi(world: World, timeMs: number): void {
  const { gid } = world.random.pick(world.projects);
  const path = world.random.pick(["hosts", "clusters", "alerts", "automationStatus"]);
  sendDigest(world, world.random.pick(world.keys), {
    timeMs,
    method: "GET",
    url: `/api/public/v1.0/groups/${gid}/${path}`,
    gid,
  });
}

/** A call of the public API: refused without credentials, then done; gives the second. */
export function sendDigest(
  world: World,
  actor: Actor,
  request: {
    readonly timeMs: number;
    readonly method: string;
    readonly url: string;
    readonly gid: string | null;
    readonly status?: number;
    readonly usualMs?: number;
  },
): ReturnType<typeof sendRequest> {
  const { usualMs = 45, status = 200, timeMs } = request;
  const common = { ...request, client: actor.address, agent: null, sender: "tool" as const, userAgent: TOOL };
  const first = sendRequest(world, { ...common, user: "-", status: 401, usualMs: 2 });
  const sent = { ...common, timeMs: timeMs + world.random.between(8, 60), user: actor.user, status, usualMs };
  return sendRequest(world, { ...sent, to: first?.host ?? null });
}
