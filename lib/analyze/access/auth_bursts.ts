import type { Severity } from "../../rules/rule.ts";
import type { FindingDraft } from "../finding_draft.ts";
import type { SeriesPart } from "../series_store.ts";
import { type Episode, episodesOf, SERIOUS } from "../signature_findings.ts";
import { countBetween, totalOf } from "../time_grid.ts";
import type { AccessFacts } from "./access_facts.ts";
import type { RequestGroup } from "./kept_requests.ts";
import { draftRequests, usersOf } from "./request_finding.ts";
import { seriesField } from "../bursts/series_field.ts";
import { excessBy } from "../excess.ts";
import { routeKind } from "./route_kind.ts";

const MIN_COUNT = 30;
const MANY = 100;
/** A client is always refused when it has so many refusals, and hardly anything else. */
const ALWAYS_COUNT = 50;
const ALWAYS_SHARE = 0.9;
const MAX_NAMED = 20;
const MAX_ALWAYS = 50;
const API = /^\/api\//;

interface Refusals {
  readonly groups: readonly RequestGroup[];
  readonly parts: readonly SeriesPart[];
}

/** `access.auth-burst`: 401 and 403 that no handshake explains, on routes of people and tools. */
export function authBurstFindings(facts: AccessFacts): FindingDraft[] {
  const groups = facts.tally.access.groups().filter(({ status, route }) =>
    (status === 401 || status === 403) && routeKind(route) === "other"
  );
  const refusals = { groups, parts: groups.flatMap(({ parts }) => parts) };
  if (totalOf(refusals.parts).count < MIN_COUNT) return [];
  const field = seriesField(facts.tally, facts.span, { judged: 1, source: "requests" });
  const bursts = episodesOf(refusals.parts, field, SERIOUS)
    .filter(({ fromMs, toMs }) => countBetween(refusals.parts, fromMs, toMs).count >= MIN_COUNT);
  return [
    ...bursts.map((episode) => burstFinding(facts, refusals, episode)),
    ...alwaysRefused(facts, refusals, bursts),
  ];
}

function burstFinding(
  { tally, span }: AccessFacts,
  { groups, parts }: Refusals,
  episode: Episode,
): FindingDraft {
  const samples = groups.flatMap((group) => group.samples).sort((a, b) => a.timeMs - b.timeMs);
  const { count } = countBetween(parts, episode.fromMs, episode.toMs);
  const excess = excessBy(parts, episode, ({ scope }) => scope);
  const clients = [...excess].filter(([, one]) => one >= 0.1 * count).sort(([, a], [, b]) => b - a)
    .flatMap(([scope]) => tally.access.kept.callers[scope]!.client ?? []).slice(0, MAX_NAMED);
  const onApi = countBetween(
    groups.filter(({ route }) => API.test(route)).flatMap((group) => group.parts),
    episode.fromMs,
    episode.toMs,
  );
  const who = clients.length === 0
    ? "many clients"
    : clients.length <= 3
    ? clients.join(", ")
    : `${clients.length} clients`;
  return draftRequests(tally, span, { parts, samples, ...episode }, {
    rule: "access.auth-burst",
    title: `${count} requests of ${who} are refused`,
    severity: severityOf(count, onApi.count / count),
    confidence: episode.ratio >= 8 ? "high" : "medium",
    explanation: `${count} requests were answered with 401 or 403 in this time, ${
      onApi.count === 0 ? "none" : onApi.count === count ? "all" : onApi.count
    } of them to the API, and no success followed as in a Digest handshake.`,
    remediation:
      "Check the API key of the caller, its roles and its access list; look for keys and access rules that were changed right before.",
    references: [],
    captures: { client: clients.toSorted() },
    names: [
      ...clients,
      ...usersOf(samples.filter(({ timeMs }) => timeMs >= episode.fromMs && timeMs < episode.toMs)),
    ]
      .slice(0, MAX_NAMED),
  });
}

function severityOf(count: number, apiShare: number): Severity {
  return count >= MANY && apiShare >= 0.5 ? "medium" : "low";
}

/** Clients of the API that never get in: a script with a wrong key, for as long as the logs go back. */
function alwaysRefused(
  { tally, span }: AccessFacts,
  { groups, parts }: Refusals,
  bursts: readonly Episode[],
): FindingDraft[] {
  const { kept, clients } = tally.access;
  const requestsOf = new Map(clients.names.map((name, id) => [name, clients.requestsOf(id)]));
  const api = new Set(groups.filter(({ route }) => API.test(route)).flatMap((group) => group.parts));
  const byCaller = Map.groupBy(parts.filter((part) => api.has(part)), ({ scope }) => scope);
  const most = [...byCaller].sort(([, a], [, b]) => totalOf(b).count - totalOf(a).count).slice(0, MAX_ALWAYS);
  return most.flatMap(([scope, own]): FindingDraft[] => {
    const { client } = kept.callers[scope]!;
    const { count, firstMs, lastMs } = totalOf(own);
    // In a handshake two requests are one call.
    const all = client === null ? Infinity : requestsOf.get(client) ?? Infinity;
    const isTold = bursts.some(({ fromMs, toMs }) => countBetween(own, fromMs, toMs).count >= count / 2);
    if (count < ALWAYS_COUNT || count < ALWAYS_SHARE * all || isTold || client === null) return [];
    const samples = groups.flatMap((group) => group.samples).filter((one) =>
      clients.names[one.client] === client
    )
      .sort((a, b) => a.timeMs - b.timeMs);
    return [
      draftRequests(tally, span, {
        parts: own,
        samples,
        fromMs: firstMs,
        toMs: lastMs + 1,
        onsetMs: firstMs,
        isStanding: true,
      }, {
        rule: "access.auth-burst",
        title: `${client} is always refused`,
        severity: "low",
        confidence: "medium",
        explanation:
          `${count} of the ${all} requests of this client were answered with 401 or 403: it seems to use a key that does not work.`,
        remediation: "Find what runs on this client, and give it a key that works, or stop it.",
        references: [],
        captures: { client: [client] },
      }),
    ];
  });
}
