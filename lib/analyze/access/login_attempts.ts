import { eventField } from "../../events/event_field.ts";
import type { EventRow } from "../../events/event_row.ts";
import { countBetween } from "../time_grid.ts";
import type { AccessFacts } from "./access_facts.ts";
import { requestsBetween } from "./request_cells.ts";
import type { RequestGroup } from "./kept_requests.ts";
import { routeKind } from "./route_kind.ts";

/** Sign-ins that failed, at one moment. */
export interface FailedLogins {
  /** Epoch milliseconds. */
  readonly timeMs: number;
  /** How many. */
  readonly count: number;
}

/** Failing sign-ins that come too fast for people. */
export interface LoginAttack {
  /** Whether they are of one user or from one address. */
  readonly by: "user" | "address";
  /** The user or address. */
  readonly name: string;
  /** First failure, epoch milliseconds. */
  readonly fromMs: number;
  /** Last failure. */
  readonly toMs: number;
  /** Failures. */
  readonly count: number;
  /** By time. */
  readonly failures: readonly FailedLogins[];
}

/** People mistype some times; ten times in ten minutes nobody does. */
const WITHIN_MS = 600_000;
const MIN_OF_USER = 10;
/** Many people may share an address, and all sign in at nine in the morning. */
const MIN_OF_ADDRESS = 20;
/** Where every other attempt succeeds, people sign in. */
const PEOPLE_SHARE = 0.5;

/** Attacks that events tell: on one user, or from one address on many. */
export function attacksInEvents(events: readonly EventRow[]): LoginAttack[] {
  const failed = events.filter(({ type }) => type === "UNSUCCESSFUL_LOGIN_AUDIT");
  const users = attacksOf("user", failed, MIN_OF_USER);
  const told = new Set(users.map(({ name }) => name));
  const spread = failed.filter(({ user }) => user === undefined || !told.has(user));
  const addresses = attacksOf("address", spread, MIN_OF_ADDRESS).filter(({ name, fromMs, toMs, count }) =>
    succeeded(events, { by: "address", name }, fromMs, toMs).length < PEOPLE_SHARE * count
  );
  return [...users, ...addresses];
}

/** Attacks that refusals on login routes tell, by the API's clock: from one client, when most of all sign-ins fail. */
export function attacksInLogs({ tally, offsetOf }: Pick<AccessFacts, "tally" | "offsetOf">): LoginAttack[] {
  const { kept, cells, routes } = tally.access;
  const aheadMs = tally.hosts.map(offsetOf);
  const groups = tally.access.groups().filter(isLoginRefusal);
  const parts = groups.flatMap((group) => group.parts);
  const attempts = new Set(groups.map(nameOf));
  const all = groups.length === 0
    ? []
    : cells.list().filter(({ route }) => attempts.has(nameOf(routes.names[route]!)));
  const byClient = Map.groupBy(parts, ({ scope }) => kept.callers[scope]!.client);
  return [...byClient].flatMap(([client, own]) => {
    if (client === null) return [];
    const failures: FailedLogins[] = [];
    for (const { host, forEach } of own) {
      forEach((_bin, count, timeMs) => failures.push({ timeMs: timeMs - aheadMs[host]!, count }));
    }
    return stretchesOf(failures, MIN_OF_ADDRESS).map((stretch) => ({
      by: "address" as const,
      name: client,
      ...stretch,
    }));
  }).filter(({ fromMs, toMs }) => {
    let [failed, tried] = [0, 0];
    aheadMs.forEach((ms, host) => {
      const own = { fromMs: fromMs + ms, toMs: toMs + ms };
      failed += countBetween(parts.filter((part) => part.host === host), own.fromMs, own.toMs).count;
      tried += requestsBetween(all.filter((series) => series.host === host), own);
    });
    return failed >= PEOPLE_SHARE * tried;
  });
}

/** Whether a group holds refused sign-ins. */
export function isLoginRefusal({ status, route }: RequestGroup): boolean {
  return (status === 401 || status === 403) && routeKind(route) === "login";
}

/** Successful sign-ins of a user or from an address in a time, by time. */
export function succeeded(
  events: readonly EventRow[],
  { by, name }: Pick<LoginAttack, "by" | "name">,
  fromMs: number,
  toMs: number,
): EventRow[] {
  return events.filter((event) =>
    event.type === "SUCCESSFUL_LOGIN_AUDIT" && (by === "user" ? event.user : event.remoteAddress) === name &&
    Date.parse(event.time) >= fromMs && Date.parse(event.time) <= toMs
  );
}

/** Events that lock the account of a user. */
export function locksOf(events: readonly EventRow[], user: string): EventRow[] {
  return events.filter((event) =>
    event.type === "ACCOUNT_LOCKED_AUDIT" && (eventField(event, "targetUsername") ?? event.user) === user
  );
}

function attacksOf(by: LoginAttack["by"], failed: readonly EventRow[], least: number): LoginAttack[] {
  const groups = Map.groupBy(failed, ({ user, remoteAddress }) => by === "user" ? user : remoteAddress);
  return [...groups].flatMap(([name, events]) =>
    name === undefined
      ? []
      : stretchesOf(events.map(({ time }) => ({ timeMs: Date.parse(time), count: 1 })), least)
        .map((stretch) => ({ by, name, ...stretch }))
  );
}

/** The times in which so many fail within ten minutes, with what comes right before and after. */
function stretchesOf(
  failures: readonly FailedLogins[],
  least: number,
): Pick<LoginAttack, "fromMs" | "toMs" | "count" | "failures">[] {
  const runs: FailedLogins[][] = [];
  for (const failure of failures.toSorted((a, b) => a.timeMs - b.timeMs)) {
    const run = runs.at(-1);
    if (run !== undefined && failure.timeMs - run.at(-1)!.timeMs <= WITHIN_MS) run.push(failure);
    else runs.push([failure]);
  }
  return runs.filter((run) => mostWithin(run) >= least).map((run) => ({
    fromMs: run[0]!.timeMs,
    toMs: run.at(-1)!.timeMs,
    count: run.reduce((sum, { count }) => sum + count, 0),
    failures: run,
  }));
}

function mostWithin(run: readonly FailedLogins[]): number {
  let most = 0;
  let sum = 0;
  let from = 0;
  for (const { timeMs, count } of run) {
    sum += count;
    while (run[from]!.timeMs < timeMs - WITHIN_MS) sum -= run[from++]!.count;
    most = Math.max(most, sum);
  }
  return most;
}

function nameOf({ method, route }: { readonly method: string; readonly route: string }): string {
  return `${method} ${route}`;
}
