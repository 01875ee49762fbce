import { act } from "../change_events.ts";
import { anybody } from "../decoys.ts";
import { restartServer } from "../server_restart.ts";
import { projectOf, type Trouble, troubleSpan } from "../trouble.ts";
import type { World } from "../world.ts";

const MINUTE_MS = 60_000;

/** The servers are restarted one after the other, as it should be done; nothing breaks. */
export function plannedRestart(world: World): Trouble {
  const { random } = world;
  const { fromMs } = troubleSpan(world, 1, 2);
  for (const [number, host] of world.hosts.entries()) {
    const atMs = fromMs + number * 4 * MINUTE_MS;
    restartServer(world, host, { atMs, downMs: random.between(20_000, 45_000), isClean: true });
  }
  // With one server only, nobody answers for half a minute.
  return { expected: [], acceptable: [], busy: [], span: null };
}

/** Agents of a project are told to restart: each is away for a minute or two, and comes back. */
export function agentsUpgraded(world: World): Trouble {
  const { random } = world;
  const { fromMs } = troubleSpan(world, 1, 2);
  const { gid, agents } = projectOf(world);
  act(world, anybody(world), {
    timeMs: fromMs,
    type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    gid,
    fields: { diffs: [{ id: "automation", status: "RESTART", type: "AUTOMATION_AGENT", params: [] }] },
  });
  for (const { host } of agents) {
    const awayMs = fromMs + random.between(5000, 60_000);
    const toMs = awayMs + random.between(40_000, 110_000);
    world.effects.push({ fromMs: awayMs, toMs, matches: ({ agent }) => agent === host, silent: true });
  }
  return { expected: [], acceptable: [], busy: [gid], span: null };
}
