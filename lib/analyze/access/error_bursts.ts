import type { Severity } from "../../rules/rule.ts";
import type { FindingDraft } from "../finding_draft.ts";
import type { SeriesPart } from "../series_store.ts";
import { type Episode, episodesOf, SERIOUS } from "../signature_findings.ts";
import { countBetween, totalOf } from "../time_grid.ts";
import type { AccessFacts } from "./access_facts.ts";
import type { RequestGroup } from "./kept_requests.ts";
import { type CellSeries, requestsBetween } from "./request_cells.ts";
import { percent } from "./percent.ts";
import { concernedHosts, draftRequests } from "./request_finding.ts";
import { type SeriesField, seriesField } from "../bursts/series_field.ts";
import { concerned, excessBy } from "../excess.ts";
import { routeKind } from "./route_kind.ts";

/** With fewer failures in all, a burst is somebody's single mishap. */
const MIN_COUNT = 20;
/** A smaller share of failing requests troubles nobody. */
const MIN_SHARE = 0.01;
/** Routes that are looked at one by one: those with most failures. */
const MAX_ROUTES = 200;
const MAX_NAMED = 3;

interface ErrorBurst {
  readonly groups: readonly RequestGroup[];
  readonly parts: readonly SeriesPart[];
  readonly episode: Episode;
}

/** `access.errors-burst`: answers with 5xx jump, over all routes, or on a single one where the rest would hide it. */
export function errorBurstFindings(facts: AccessFacts): FindingDraft[] {
  const failing = facts.tally.access.groups().filter(({ status }) => status >= 500);
  const field = seriesField(facts.tally, facts.span, { judged: MAX_ROUTES, source: "requests" });
  const wide = burstsOf(field, failing.filter(({ route }) => routeKind(route) !== "health"));
  const byRoute = [...Map.groupBy(failing, ({ route }) => route).values()].sort((a, b) =>
    countOf(b) - countOf(a)
  );
  const narrow = byRoute.slice(0, MAX_ROUTES).flatMap((groups) =>
    burstsOf(field, groups).filter(({ episode }) => !wide.some((one) => overlap(one.episode, episode)))
  );
  const cells = wide.length + narrow.length > 0 ? facts.tally.access.cells.list() : [];
  return [...wide, ...narrow].flatMap((burst) => errorFinding(facts, cells, burst));
}

function burstsOf(field: SeriesField, groups: readonly RequestGroup[]): ErrorBurst[] {
  const parts = groups.flatMap((group) => group.parts);
  if (totalOf(parts).count < MIN_COUNT) return [];
  return episodesOf(parts, field, SERIOUS)
    .filter(({ fromMs, toMs }) => countBetween(parts, fromMs, toMs).count >= MIN_COUNT)
    .map((episode) => ({ groups, parts, episode }));
}

function errorFinding(
  { tally, span }: AccessFacts,
  cells: readonly CellSeries[],
  { groups, parts, episode }: ErrorBurst,
): FindingDraft[] {
  const samples = groups.flatMap((group) => group.samples).sort((a, b) => a.timeMs - b.timeMs);
  const found = { parts, samples, ...episode };
  const hosts = concernedHosts(tally, found);
  const hits = groups.filter((group) => countBetween(group.parts, episode.fromMs, episode.toMs).count > 0);
  const groupOf = new Map(hits.flatMap((group) => group.parts.map((part) => [part, group] as const)));
  const hitParts = parts.filter((part) => groupOf.has(part));
  const routes = concerned(excessBy(hitParts, episode, (part) => groupOf.get(part)!.route));
  const isMeant = (host: number, route: string) =>
    hosts.includes(tally.hosts[host]!) && routes.includes(route);
  const meant = hitParts.filter((part) => isMeant(part.host, groupOf.get(part)!.route));
  const { count } = countBetween(meant, episode.fromMs, episode.toMs);
  const { names } = tally.access.routes;
  const all = requestsBetween(cells.filter(({ host, route }) => isMeant(host, names[route]!.route)), episode);
  const share = Math.min(1, count / Math.max(count, all));
  if (share < MIN_SHARE) return [];
  const statuses = concerned(excessBy(meant, episode, (part) => String(groupOf.get(part)!.status)));
  const words = describe({
    routes,
    statuses,
    share,
    count: countBetween(parts, episode.fromMs, episode.toMs).count,
  });
  return [draftRequests(tally, span, found, {
    rule: "access.errors-burst",
    severity: severityOf(share, count),
    confidence: episode.ratio >= 8 ? "high" : "medium",
    captures: { route: routes, status: statuses },
    references: [],
    ...words,
  })];
}

function describe(
  { routes, statuses, share, count }: {
    readonly routes: readonly string[];
    readonly statuses: readonly string[];
    readonly share: number;
    readonly count: number;
  },
): { readonly title: string; readonly explanation: string; readonly remediation: string } {
  const what = routes.length === 1 ? routes[0]! : `${routes.length} routes`;
  const more = routes.length > MAX_NAMED ? ` and ${routes.length - MAX_NAMED} more` : "";
  const proxy = statuses.some((status) => status === "502" || status === "504")
    ? " 502 and 504 do not come from Ops Manager itself but from a proxy before it."
    : "";
  const portion = percent(share) === "all" ? "All requests" : `${percent(share)} of the requests`;
  return {
    title: `${portion} for ${what} fail with ${statuses.join(", ")}`,
    explanation: `${count} requests were answered with ${statuses.join(" or ")} in this time: ${
      percent(share)
    } of those for ${routes.slice(0, MAX_NAMED).join(", ")}${more}.${proxy}`,
    remediation:
      "Read the exceptions that the application log has for the same seconds and hosts, and compare the onset with the changes listed as causes.",
  };
}

function severityOf(share: number, count: number): Severity {
  if (share >= 0.2 && count >= 100) return "high";
  return share >= 0.05 && count >= 50 ? "medium" : "low";
}

function overlap(a: Episode, b: Episode): boolean {
  return a.fromMs < b.toMs && b.fromMs < a.toMs;
}

function countOf(groups: readonly RequestGroup[]): number {
  return groups.reduce((sum, { parts }) => sum + totalOf(parts).count, 0);
}
