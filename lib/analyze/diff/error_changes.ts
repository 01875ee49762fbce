import type { Analysis, Route } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { canTell, countChange, type TestedChange, toldChanges } from "./count_change.ts";
import { usualChange } from "./usual_variation.ts";

/** A share of requests that fail. */
export interface ErrorShare {
  /** Requests. */
  readonly requests: number;
  /** Those that fail. */
  readonly errors: number;
}

/** Requests fail much more or less often than they did. */
export interface ErrorChange extends TestedChange {
  /** HTTP method; null: all requests together. */
  readonly method: string | null;
  /** Route; null: all requests together. */
  readonly route: string | null;
  /** Which answers. `4xx` of a route is without 401, and of all requests without the first halves of Digest sign-ins. */
  readonly status: "5xx" | "4xx" | "401";
  /** Before. */
  readonly before: ErrorShare;
  /** After. */
  readonly after: ErrorShare;
}

/** A share that changes by less of all requests is not told, however sure. */
const MIN_SHARE_CHANGE = 0.001;
const STATUSES: readonly ErrorChange["status"][] = ["5xx", "401", "4xx"];

/** Compares shares of requests that fail: of all together, then by route; what rose first, by how much of all requests. */
export function compareErrors(before: Analysis, after: Analysis): ErrorChange[] {
  const pairs = [...overall(before, after), ...byRoute(before.access.routes, after.access.routes)];
  const usual = usualChange(
    pairs.map(({ before, after }) => ({ before: before.errors, after: after.errors })),
  );
  const tested = pairs.flatMap((pair) => {
    const [one, other] = [pair.before, pair.after];
    if (one.requests === 0 || other.requests === 0) return [];
    const chances = other.requests / one.requests;
    const range = { least: chances, most: chances };
    return !canTell(one.errors + other.errors, range)
      ? []
      : [{ ...pair, ...countChange(one.errors, other.errors, range, usual.variation) }];
  });
  return toldChanges(tested).filter((change) => Math.abs(riseOf(change)) >= MIN_SHARE_CHANGE).sort(
    byImportance,
  );
}

type ErrorPair = Omit<ErrorChange, keyof TestedChange>;

function overall(
  { access: { series: before } }: Analysis,
  { access: { series: after } }: Analysis,
): ErrorPair[] {
  const shares = ({ requests }: typeof before, errors: readonly number[]) => ({
    requests: sum(requests),
    errors: sum(errors),
  });
  const all = { method: null, route: null };
  return [
    {
      ...all,
      status: "5xx",
      before: shares(before, before.errors5xx),
      after: shares(after, after.errors5xx),
    },
    {
      ...all,
      status: "4xx",
      before: shares(before, before.errors4xx),
      after: shares(after, after.errors4xx),
    },
  ];
}

function byRoute(before: readonly Route[], after: readonly Route[]): ErrorPair[] {
  const known = new Map(before.map((route) => [keyOf(route), route]));
  return after.flatMap((route) => {
    const earlier = known.get(keyOf(route));
    if (earlier === undefined) return [];
    const { method, route: path } = route;
    return STATUSES.map((status) => ({
      method,
      route: path,
      status,
      before: shareOf(earlier, status),
      after: shareOf(route, status),
    }));
  });
}

function keyOf({ method, route }: Route): string {
  return `${method} ${route}`;
}

function shareOf({ count, status }: Route, wanted: ErrorChange["status"]): ErrorShare {
  const errors = Object.entries(status).filter(([code]) =>
    wanted === "4xx"
      ? code.startsWith("4") && code !== "401"
      : wanted === "5xx"
      ? code.startsWith("5")
      : code === wanted
  );
  return { requests: count, errors: sum(errors.map(([, errors]) => errors)) };
}

function riseOf({ before, after }: ErrorPair): number {
  return after.errors / after.requests - before.errors / before.requests;
}

function byImportance(a: ErrorChange, b: ErrorChange): number {
  return Number(b.route === null) - Number(a.route === null) || weightOf(b) - weightOf(a) ||
    compareText(a.route ?? "", b.route ?? "") || compareText(a.method ?? "", b.method ?? "") ||
    STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status);
}

/** Rises come first, the one with most requests that fail now; then falls. */
function weightOf(change: ErrorChange): number {
  const rise = riseOf(change);
  return rise > 0 ? 1 + rise * change.after.requests : rise * change.before.requests;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
