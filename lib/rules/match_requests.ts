import type { Category } from "../parse/member_origin.ts";
import type { RequestSelection, Rule } from "./rule.ts";
import { isInRanges } from "./version_range.ts";

/** Requests that are alike to a rule. */
export interface RequestContext {
  /** Kind of log. */
  readonly category: Category;
  /** Method. */
  readonly method: string;
  /** Path with what varies as placeholders, as `routeTemplate()` makes it. */
  readonly route: string;
  /** Status code. */
  readonly status: number;
  /** Ops Manager version of the host at that time, when known. */
  readonly version?: string | null;
}

/** Finds the rules that such a request hits, in the order of the rules. */
export type RequestSearch = (request: RequestContext) => readonly Rule[];

interface NumberedSelection {
  readonly number: number;
  readonly rule: Rule;
  readonly selection: RequestSelection;
}

/** Prepares the requests of rules. The time for one grows with the selections of its status, not with the rules. */
export function compileRequestSearch(rules: readonly Rule[]): RequestSearch {
  const byStatus = new Map<string, NumberedSelection[]>();
  for (const [number, rule] of rules.entries()) {
    for (const selection of rule.requests) {
      for (const status of new Set(selection.status)) {
        const same = byStatus.get(status) ?? [];
        byStatus.set(status, same);
        same.push({ number, rule, selection });
      }
    }
  }
  return (request) => {
    const status = String(request.status);
    const selections = [...byStatus.get(status) ?? [], ...byStatus.get(`${status.charAt(0)}xx`) ?? []];
    const hits = new Map(
      selections.filter((one) => isHit(one, request)).map(({ number, rule }) => [number, rule]),
    );
    return [...hits].sort(([a], [b]) => a - b).map(([, rule]) => rule);
  };
}

function isHit({ rule, selection }: NumberedSelection, request: RequestContext): boolean {
  const { methods, path, notPath } = selection;
  return rule.categories.includes(request.category) && isInRanges(request.version ?? null, rule.versions) &&
    (methods.length === 0 || methods.includes(request.method)) &&
    (path === null || request.route.includes(path)) && (notPath === null || !request.route.includes(notPath));
}
