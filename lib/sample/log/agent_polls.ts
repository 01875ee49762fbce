import type { SampleAgent, SampleFleet } from "../sample_fleet.ts";
import { SeededRandom } from "../seeded_random.ts";

/** A request that an agent repeats. */
export interface AgentPoll {
  /** Client address. */
  readonly address: string;
  /** Project of the agent. */
  readonly groupId: string;
  /** `User-Agent`. */
  readonly userAgent: string;
  /** Size of the usual answer. */
  readonly sizeBytes: number;
  /** Method and URL, sent at that time by the servers' clock. */
  requestAt(sentMs: number): string;
}

/** Calls of an agent, each once a round: method, path before the project id, path after it, size of the answer. */
const CALLS: readonly (readonly [method: string, before: string, after: string, sizeBytes: number])[] = [
  ["GET", "/agents/api/automation/conf/v1/", "", 1460],
  ["GET", "/agents/api/automation/settings/v1/", "", 310],
  ["POST", "/agents/api/automation/log/v1/", "", 2],
  ["GET", "/agents/api/automation/jobs/v1/", "", 24],
  ["POST", "/agents/api/automation/status/v1/", "", 2],
  ["GET", "/backup/wtcheckpoint/v1/", "/targetedConfigCall", 540],
];

/** How many requests an agent makes in a round. */
export const CALLS_PER_AGENT: number = CALLS.length;

function pollsOf(agent: SampleAgent): AgentPoll[] {
  const shortName = agent.host.slice(0, agent.host.indexOf("."));
  const query = `?ah=${agent.host}&ahs=${shortName}&av=${agent.version}&aos=linux&aa=x86_64&ab=64&at=`;
  return CALLS.map(([method, before, after, sizeBytes]) => ({
    address: agent.address,
    groupId: agent.groupId,
    userAgent: `MongoDB Automation Agent/${agent.version} (linux;x86_64)`,
    sizeBytes,
    requestAt: (sentMs) =>
      `${method} ${before}${agent.groupId}${after}${query}${sentMs + agent.clockOffsetMs}`,
  }));
}

function shuffle<T>(items: readonly T[], random: SeededRandom): T[] {
  const keyed = items.map((item) => ({ item, key: random.unit() }));
  return keyed.sort((left, right) => left.key - right.key).map(({ item }) => item);
}

/** All requests that come to one host in a round, in their order. The load balancer keeps an agent on its host. */
export function agentPolls(fleet: SampleFleet, host: number, seed: number): AgentPoll[] {
  const agents = fleet.projects.flatMap((project) => project.agents);
  const mine = agents.filter((_, index) => index % fleet.hosts.length === host);
  return shuffle(mine.flatMap(pollsOf), new SeededRandom(seed, `polls/${host}`));
}
