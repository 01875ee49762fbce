import type { ApiRequest } from "../../lib/fetch/http/api_session.ts";

/** A session without HTTP that remembers what it was asked. */
export interface FakeSession {
  readonly requests: ApiRequest[];
  serverTimeMs: number | null;
  json(request: ApiRequest): Promise<unknown>;
}

/** A session whose answers are given by a function; an Error that it returns is thrown. */
export function fakeSession(answer: (request: ApiRequest, n: number) => unknown): FakeSession {
  const requests: ApiRequest[] = [];
  return {
    requests,
    serverTimeMs: null,
    json(request) {
      requests.push(request);
      const body = answer(request, requests.length);
      return body instanceof Error ? Promise.reject(body) : Promise.resolve(body);
    },
  };
}

/** A value of the query of a request; undefined: it has none. */
export function queryValue({ query = [] }: ApiRequest, name: string): string | undefined {
  return query.find(([key]) => key === name)?.[1];
}

/** What `links` holds, on a host that no client reaches. */
export function linksTo(next: number | string | null): { rel: string; href: string }[] {
  const link = (rel: string, page: number | string) => ({
    rel,
    href: `https://central.invalid:8443/api/public/v1.0/x?itemsPerPage=500&pageNum=${page}`,
  });
  return [link("self", 1), ...(next === null ? [] : [link("next", next)])];
}
