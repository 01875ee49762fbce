import { RemoteError, UsageError } from "../../lib/errors.ts";
import { type EventPage, eventPages, type EventPagesOptions } from "../../lib/fetch/event_pages.ts";
import { assertEquals, assertRejects } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";
import { type FakeSession, fakeSession, linksTo, queryValue } from "./fake_session.ts";

const ORG = { kind: "organization", id: "5b478b3afc4625789ce616a3" } as const;
const NOW_MS = Date.UTC(2026, 10, 22, 12, 0, 0, 999);
const NOW = "2026-11-22T12:00:00Z";

function walk(session: FakeSession, options: EventPagesOptions = {}): Promise<EventPage[]> {
  return Array.fromAsync(eventPages(session, ORG, options, () => NOW_MS));
}

const rows = (count: number, from = 0) => Array.from({ length: count }, (_, n) => ({ id: `e${from + n}` }));
const pageNumOf = (request: Parameters<typeof queryValue>[0]) => Number(queryValue(request, "pageNum"));

Deno.test("eventPages() asks for what the API names, with maxDate pinned to the second", async () => {
  const session = fakeSession((request) => ({
    links: linksTo(pageNumOf(request) < 2 ? 2 : null),
    results: rows(1, pageNumOf(request)),
    totalCount: 2,
  }));
  const options = { minDate: "2026-11-01T01:00:00.5+01:00", types: ["A", "B"], includeRaw: true };
  const pages = await walk(session, options);
  assertEquals(pages, [
    { pageNum: 1, events: rows(1, 1), rejected: 0, totalCount: 2, isLast: false, maxDate: NOW },
    { pageNum: 2, events: rows(1, 2), rejected: 0, totalCount: 2, isLast: true, maxDate: NOW },
  ]);
  assertEquals(session.requests.map(({ method, path }) => `${method} ${path}`), [
    `GET /orgs/${ORG.id}/events`,
    `GET /orgs/${ORG.id}/events`,
  ]);
  assertEquals(session.requests[1]?.query, [
    ["eventType", "A"],
    ["eventType", "B"],
    ["includeRaw", "true"],
    ["minDate", "2026-11-01T00:00:00Z"],
    ["maxDate", NOW],
    ["pageNum", "2"],
    ["itemsPerPage", "500"],
    ["includeCount", "true"],
  ]);
});

Deno.test("eventPages() knows the paths of the three scopes and refuses an odd id before asking", async () => {
  const session = fakeSession(() => ({ results: [] }));
  const project = { kind: "project", id: ORG.id.toUpperCase() } as const;
  await eventPages(session, project, {}, () => NOW_MS).next();
  await eventPages(session, { kind: "global" }, {}, () => NOW_MS).next();
  assertEquals(session.requests.map(({ path }) => path), [`/groups/${ORG.id}/events`, "/globalEvents"]);
  const odd = { kind: "project", id: "../admin" } as const;
  await assertRejects(() => eventPages(session, odd, {}, () => NOW_MS).next(), UsageError, "project id");
  assertEquals(session.requests.length, 2);
});

Deno.test("eventPages() pins the server's time and asks page 1 again when our clock is behind", async () => {
  const session = fakeSession((request) => ({
    links: linksTo(null),
    results: [{ id: queryValue(request, "maxDate") }],
  }));
  session.serverTimeMs = NOW_MS + 3_600_000;
  const pages = await walk(session);
  assertEquals(session.requests.map((request) => queryValue(request, "maxDate")), [
    NOW,
    "2026-11-22T13:00:00Z",
  ]);
  assertEquals(pages.map(({ maxDate }) => maxDate), ["2026-11-22T13:00:00Z"]);
});

for (const [aheadMs, options] of [[1000, {}], [-3_600_000, {}], [3_600_000, { maxDate: NOW }]] as const) {
  Deno.test(`eventPages() keeps its maxDate at ${aheadMs} ms with ${JSON.stringify(options)}`, async () => {
    const session = fakeSession(() => ({ results: [] }));
    session.serverTimeMs = NOW_MS + aheadMs;
    await walk(session, options);
    assertEquals(session.requests.map((request) => queryValue(request, "maxDate")), [NOW]);
  });
}

Deno.test("eventPages() follows links over pages that are short and ends at an empty one", async () => {
  const session = fakeSession((request) => {
    const pageNum = pageNumOf(request);
    return { links: linksTo(pageNum + 1), results: pageNum <= 3 ? rows(100, pageNum * 100) : [] };
  });
  const pages = await walk(session);
  assertEquals(pages.map(({ events, isLast }) => [events.length, isLast]), [
    [100, false],
    [100, false],
    [100, false],
    [0, true],
  ]);
});

Deno.test("eventPages() without links goes on while a page is full", async () => {
  const session = fakeSession((request) => ({
    results: rows([2, 2, 1][pageNumOf(request) - 1] ?? 0, pageNumOf(request)),
  }));
  assertEquals((await walk(session, { itemsPerPage: 2 })).map(({ isLast }) => isLast), [false, false, true]);
});

Deno.test("eventPages() without links goes on over capped pages while totalCount says more", async () => {
  const session = fakeSession((request) => ({
    results: rows([100, 100, 50][pageNumOf(request) - 1] ?? 0, pageNumOf(request) * 100),
    totalCount: 250,
  }));
  assertEquals((await walk(session)).map(({ events }) => events.length), [100, 100, 50]);
});

for (const totalCount of [undefined, 0, 100, "250"]) {
  Deno.test(`eventPages() without links goes on over capped pages with the totalCount ${totalCount}`, async () => {
    const session = fakeSession((request) => ({
      results: rows([100, 100, 50][pageNumOf(request) - 1] ?? 0, pageNumOf(request) * 100),
      totalCount,
    }));
    assertEquals((await walk(session)).map(({ events }) => events.length), [100, 100, 50]);
  });
}

for (const count of [1, 7, 700]) {
  Deno.test(`eventPages() without links gives the ${count} results of a server that knows no pages once`, async () => {
    const session = fakeSession(() => ({ links: [], results: rows(count), totalCount: count }));
    const pages = await walk(session);
    assertEquals(pages.map(({ events, isLast }) => [events.length, isLast]), [[count, false], [0, true]]);
  });
}

Deno.test("eventPages() begins at a later page of a pinned walk, and only of a pinned one", async () => {
  const session = fakeSession(() => ({ links: linksTo(null), results: rows(3) }));
  assertEquals((await walk(session, { firstPage: 7, maxDate: NOW })).map(({ pageNum }) => pageNum), [7]);
  await assertRejects(() => walk(session, { firstPage: 7 }), UsageError, "without maxDate");
});

const ODD_OPTIONS: readonly EventPagesOptions[] = [
  { firstPage: 0 },
  { firstPage: 1.5 },
  { itemsPerPage: 0 },
  { itemsPerPage: 501 },
  { maxDate: "yesterday" },
  { minDate: "2026-11-22" },
  { minDate: "2026-11-22T00:00:01Z", maxDate: "2026-11-22T00:00:00Z" },
];
for (const options of ODD_OPTIONS) {
  Deno.test(`eventPages() refuses ${JSON.stringify(options)} before asking`, async () => {
    const session = fakeSession(() => ({ results: [] }));
    await assertRejects(() => walk(session, options), UsageError);
    assertEquals(session.requests, []);
  });
}

for (const next of [1, 0, -1, "", "x", 1e300, "2.5"]) {
  Deno.test(`eventPages() ends with an error when the next page after 1 is ${JSON.stringify(next)}`, async () => {
    const session = fakeSession(() => ({ links: linksTo(next), results: rows(1) }));
    await assertRejects(() => walk(session), RemoteError, "the link to the next page leads from page 1");
  });
}

Deno.test("eventPages() ends with an error when the same page comes for the third time in a row", async () => {
  const session = fakeSession((request) => ({ links: linksTo(pageNumOf(request) + 1), results: rows(500) }));
  await assertRejects(() => walk(session), RemoteError, "page 3 is the same as the 2 pages before it");
  assertEquals(session.requests.length, 3);
});

Deno.test("eventPages() goes on when one page comes twice", async () => {
  const session = fakeSession((request) => {
    const pageNum = pageNumOf(request);
    return {
      links: linksTo(pageNum < 5 ? pageNum + 1 : null),
      results: rows(2, Math.floor(pageNum / 2) * 2),
    };
  });
  assertEquals((await walk(session)).length, 5);
});

for (const body of [null, [], "x", 5, {}, { results: {} }, { totalCount: 3 }]) {
  Deno.test(`eventPages() refuses ${JSON.stringify(body)} as a page`, async () => {
    await assertRejects(() => walk(fakeSession(() => body)), RemoteError, "page 1 has no list of results");
  });
}

Deno.test("eventPages() counts results that are no objects, keeps events without id, and drops links", async () => {
  const results = [
    null,
    7,
    [],
    { eventTypeName: "A", links: [1] },
    JSON.parse('{"id":"e","__proto__":{"x":1}}'),
  ];
  const [page] = await walk(fakeSession(() => ({ results, totalCount: "5" })));
  assertEquals([page?.rejected, page?.totalCount], [3, null]);
  assertEquals(JSON.stringify(page?.events), '[{"eventTypeName":"A"},{"id":"e","__proto__":{"x":1}}]');
});

Deno.test("eventPages() loses no event however pages are capped and whatever is added meanwhile", async () => {
  const plan = fc.record({
    count: fc.integer({ min: 0, max: 60 }),
    cap: fc.integer({ min: 4, max: 9 }),
    inserts: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 }),
    hasLinks: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ count, cap, inserts, hasLinks }) => {
      const all = rows(count);
      const session = fakeSession((request, n) => {
        all.unshift(...rows(inserts[n - 1] ?? 0, 1000 * n));
        const first = (pageNumOf(request) - 1) * cap;
        const next = first + cap < all.length ? pageNumOf(request) + 1 : null;
        return {
          results: all.slice(first, first + cap),
          totalCount: all.length,
          ...(hasLinks && { links: linksTo(next) }),
        };
      });
      const seen = new Set<unknown>();
      for (const { events } of await walk(session)) for (const { id } of events) seen.add(id);
      assertEquals(rows(count).filter(({ id }) => !seen.has(id)), []);
    }),
    { numRuns: 200 },
  );
});
