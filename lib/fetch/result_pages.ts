import { RemoteError } from "../errors.ts";
import type { ApiRequest, ApiSession } from "./http/api_session.ts";
import { isJsonRecord, type JsonRecord } from "./json_record.ts";

/** Most results a page can have. */
export const MAX_ITEMS_PER_PAGE = 500;
/** How often in a row the same results may come before they are taken for an endless loop. */
const MAX_SAME_PAGES = 3;
/** Pages of a list that is held in memory: 50,000 results. */
const MAX_LIST_PAGES = 100;

/** A list of the API. */
export interface ListRequest {
  /** Completes "Cannot …": `list the collection jobs`. */
  readonly what: string;
  /** Path below the root of the API. */
  readonly path: string;
  /** The query without the parameters of paging. */
  readonly query?: readonly (readonly [string, string])[];
  /** 1-based page to begin with. @default {1} */
  readonly firstPage?: number;
  /** Results a page. @default {500} */
  readonly itemsPerPage?: number;
  /** Ends the requests. */
  readonly signal?: AbortSignal;
}

/** One page of a list. */
export interface ResultPage {
  /** 1-based. */
  readonly pageNum: number;
  /** As sent. */
  readonly results: readonly unknown[];
  /** As the API counts; null: it does not say. */
  readonly totalCount: number | null;
  /** Whether nothing follows. */
  readonly isLast: boolean;
}

/**
 * Walks a list of the API, page after page. Ends after a page without `rel=next`; where pages have no links, after
 * one that is shorter than another, unless `totalCount` says more, or before one that comes again; and after one without
 * results.
 *
 * @throws {RemoteError} if an answer is no page, the link to the next page does not advance, or the same page comes
 * for the third time in a row
 */
export async function* resultPages(
  session: Pick<ApiSession, "json">,
  list: ListRequest,
): AsyncGenerator<ResultPage> {
  const { what, itemsPerPage = MAX_ITEMS_PER_PAGE } = list;
  const guard = new RepeatGuard(what);
  let largestPage = 0;
  let pageNum = list.firstPage ?? 1;
  while (true) {
    const body = resultsOf(await session.json(pageRequest(list, pageNum)), what, pageNum);
    const { results } = body;
    const totalCount = Number.isSafeInteger(body["totalCount"]) ? Number(body["totalCount"]) : null;
    // A server may give fewer a page than was asked for.
    largestPage = Math.max(largestPage, results.length);
    const seen = (pageNum - 1) * largestPage + results.length;
    const linked = linkedPage(body);
    if (linked === undefined && results.length !== itemsPerPage && guard.isRepeated(results)) {
      // A server that does not know pages.
      yield { pageNum, results: [], totalCount, isLast: true };
      return;
    }
    const isFull = results.length >= largestPage;
    const goesOn = results.length > 0 &&
      (linked === undefined ? isFull || seen < (totalCount ?? 0) : linked !== null);
    if (results.length > 0) guard.check(results, pageNum);
    const next = goesOn ? checkAdvance(linked ?? pageNum + 1, pageNum, what) : null;
    yield { pageNum, results, totalCount, isLast: next === null };
    if (next === null) return;
    pageNum = next;
  }
}

/** Stops a server that gives the same page for every number. Keeps the names of one page. */
class RepeatGuard {
  readonly #what: string;
  #names = "";
  #count = 0;

  constructor(what: string) {
    this.#what = what;
  }

  isRepeated(results: readonly unknown[]): boolean {
    return namesOf(results) === this.#names;
  }

  check(results: readonly unknown[], pageNum: number): void {
    const names = namesOf(results);
    this.#count = names === this.#names ? this.#count + 1 : 1;
    this.#names = names;
    if (this.#count < MAX_SAME_PAGES) return;
    throw new RemoteError(
      `Cannot ${this.#what}: page ${pageNum} is the same as the ${MAX_SAME_PAGES - 1} pages before it`,
      { remedy: "try again; if it stays so, look for a cache between here and Ops Manager" },
    );
  }
}

function namesOf(results: readonly unknown[]): string {
  return JSON.stringify(results.map((result) => isJsonRecord(result) ? result["id"] ?? result : result));
}

function resultsOf(body: unknown, what: string, pageNum: number): JsonRecord & { results: unknown[] } {
  const results = isJsonRecord(body) ? body["results"] : undefined;
  if (isJsonRecord(body) && Array.isArray(results)) return { ...body, results };
  throw new RemoteError(`Cannot ${what}: page ${pageNum} has no list of results`, {
    remedy: "check that --base-url leads to Ops Manager and not to another server or a proxy's page",
  });
}

function pageRequest(list: ListRequest, pageNum: number): ApiRequest {
  const { what, path, query = [], itemsPerPage = MAX_ITEMS_PER_PAGE, signal } = list;
  const paging: readonly (readonly [string, string])[] = [
    ["pageNum", String(pageNum)],
    ["itemsPerPage", String(itemsPerPage)],
    ["includeCount", "true"],
  ];
  return { what, method: "GET", path, query: [...query, ...paging], ...(signal && { signal }) };
}

/** The pages that `links` names: number of the next, null when there is none; undefined without links. */
function linkedPage({ links }: JsonRecord): number | null | undefined {
  const named = Array.isArray(links) ? links.filter(isJsonRecord).filter(({ rel }) => rel !== undefined) : [];
  if (named.length === 0) return undefined;
  const next = named.find(({ rel }) => rel === "next");
  if (next === undefined) return null;
  // The host may be a central URL that is not ours, or absent: only the number is taken.
  const url = URL.parse(String(next["href"]), "http://localhost/");
  return Number(url?.searchParams.get("pageNum") ?? NaN);
}

function checkAdvance(next: number, pageNum: number, what: string): number {
  if (Number.isSafeInteger(next) && next > pageNum) return next;
  throw new RemoteError(
    `Cannot ${what}: the link to the next page leads from page ${pageNum} to ${next}, expected a later one`,
    { remedy: "try again; if it stays so, ask for a shorter time, and tell the support of Ops Manager" },
  );
}

/**
 * All results of a list that fits in memory.
 *
 * @throws {RemoteError} if it has more than 100 pages, and as {@linkcode resultPages}
 */
export async function listResults(session: Pick<ApiSession, "json">, list: ListRequest): Promise<unknown[]> {
  const all: unknown[] = [];
  let pages = 0;
  for await (const { results } of resultPages(session, list)) {
    for (const result of results) all.push(result);
    if (++pages < MAX_LIST_PAGES) continue;
    throw new RemoteError(`Cannot ${list.what}: there are more than ${all.length}`, {
      remedy: "check that --base-url leads to Ops Manager",
    });
  }
  return all;
}
