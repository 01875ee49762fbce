import { act, alert, observe } from "../change_events.ts";
import { anybody, processDiffs } from "../decoys.ts";
import type { Effect } from "../effect.ts";
import { projectOf, type Trouble, troubleSpan, USUAL_COMPANY } from "../trouble.ts";
import type { Project, TimeSpan, World } from "../world.ts";

const MINUTE_MS = 60_000;
const COMPANY = [...USUAL_COMPANY, "agent.*", "backup.no-agent", "access.auth-burst", "log.silence"];

/** A configuration is published that makes the agents of its project restart and stay away. */
export function agentsSilentAfterPublish(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 20, 90);
  const project = projectOf(world);
  const params = [{ display: "Agent version", param: "agentVersion", old: "108.0.12", new: "108.0.14" }];
  const causes = [act(world, anybody(world), {
    timeMs: span.fromMs - random.between(5000, 90_000),
    type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    gid: project.gid,
    fields: { diffs: [{ id: "automation", status: "RESTART", type: "AUTOMATION_AGENT", params }] },
  })];
  return silence(world, span, { project, agents: project.agents.map(({ host }) => host), causes });
}

/** All agents of a project stay away, and nobody did anything. */
export function agentsSilentWithoutEvent(world: World): Trouble {
  const span = troubleSpan(world, 20, 90);
  const project = projectOf(world);
  return silence(world, span, { project, agents: project.agents.map(({ host }) => host), causes: [] });
}

/** A host of a project is taken out of service: its agent stops, the others go on. */
export function hostMaintenance(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 25, 120);
  const project = projectOf(world);
  const { host } = random.pick(project.agents);
  const type = random.pick(["DISABLE_HOST_AUDIT", "PAUSE_HOST_AUDIT", "AUTOMATION_CONFIG_PUBLISHED_AUDIT"]);
  const spelled = random.pick([host, host, host.toUpperCase(), host.split(".")[0] ?? host]);
  const keys = { hostname: spelled, port: 27017, replicaSetName: project.replicaSet };
  const causes = [act(world, anybody(world), {
    timeMs: span.fromMs - random.between(5000, 180_000),
    type,
    gid: project.gid,
    fields: type.startsWith("AUTOMATION") ? { diffs: processDiffs(host, "SHUTDOWN") } : keys,
  })];
  return silence(world, span, { project, agents: [host], causes });
}

/** The agents' key is deleted: each call is refused from then on. */
export function agentKeyDeleted(world: World): Trouble {
  const span = troubleSpan(world, 30, 150);
  const project = projectOf(world);
  const change = { timeMs: span.fromMs, type: "AGENT_API_KEY_DELETED", gid: project.gid };
  return refusal(world, span, { project, causes: [act(world, anybody(world), change)], status: 401 });
}

/** A project is deleted, suspended or locked while its agents still run. */
export function projectDeleted(world: World): Trouble {
  const { random } = world;
  const span = { ...troubleSpan(world, 1, 2), toMs: world.span.toMs };
  const project = projectOf(world);
  const { gid } = project;
  const type = random.pick(["GROUP_DELETED", "GROUP_DELETED", "GROUP_SUSPENDED", "GROUP_LOCKED"]);
  const causes = [
    act(world, anybody(world), { timeMs: span.fromMs, type, gid }),
    ...type === "GROUP_DELETED"
      ? [observe(world, { timeMs: span.fromMs + random.between(1000, 60_000), type: "FLUSHED", gid })]
      : [],
  ];
  world.effects.push({
    fromMs: span.fromMs + 2000,
    toMs: span.toMs,
    matches: (request) => request.gid === gid && request.sender !== "agent",
    status: 404,
  });
  return refusal(world, span, { project, causes, status: 401 });
}

function silence(
  world: World,
  span: TimeSpan,
  { project, agents, causes }: {
    readonly project: Project;
    readonly agents: readonly string[];
    readonly causes: readonly string[];
  },
): Trouble {
  const { gid } = project;
  world.effects.push({
    ...span,
    matches: (request) => request.agent !== null && agents.includes(request.agent),
    silent: true,
  });
  for (const hostname of agents) {
    alert(
      world,
      {
        timeMs: span.fromMs + world.random.between(4, 9) * MINUTE_MS,
        type: "AUTOMATION_AGENT_DOWN",
        gid,
        fields: { hostname },
      },
      span.toMs < world.span.toMs ? { type: "AUTOMATION_AGENT_UP", timeMs: span.toMs + MINUTE_MS } : null,
    );
  }
  const finding = { rules: ["agent.silent"], hosts: null, gids: [gid], onset: span.fromMs, causes };
  return { expected: [finding], acceptable: COMPANY, busy: [gid], span };
}

function refusal(
  world: World,
  span: TimeSpan,
  { project, causes, status }: {
    readonly project: Project;
    readonly causes: readonly string[];
    readonly status: number;
  },
): Trouble {
  const { gid } = project;
  const effect: Effect = {
    fromMs: span.fromMs + 500,
    toMs: span.toMs,
    matches: (request) => request.gid === gid && request.sender === "agent",
    status,
  };
  world.effects.push(effect);
  const finding = { rules: ["agent.unauthorized"], hosts: null, gids: [gid], onset: effect, causes };
  return { expected: [finding], acceptable: COMPANY, busy: [gid], span };
}
