import { API_SCHEMAS } from "../../lib/serve/api/api_schema.ts";
import { API_ROUTES } from "../../lib/serve/answer_request.ts";
import type { ReportApp } from "../../lib/serve/create_report_app.ts";
import { assert, assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { createValidator } from "../helpers/json_schema.ts";
import { hostileApp } from "./hostile_reader.ts";
import { ask, TOKEN } from "./sample_case.ts";

const isError = createValidator(
  JSON.parse(
    JSON.stringify({ ...API_SCHEMAS["Error"], $defs: API_SCHEMAS }).replaceAll(
      "#/components/schemas/",
      "#/$defs/",
    ),
  ),
);

/** An answer, as far as the tests look at it. */
interface Body {
  readonly items: readonly { readonly id: string }[];
  readonly total: number;
  readonly nextOffset: number | null;
  readonly nextCursor: string | null;
  readonly error: Readonly<Record<string, string | number>>;
  readonly paths: Readonly<Record<string, unknown>>;
}

async function get(app: ReportApp, path: string): Promise<{ status: number; body: Body }> {
  const response = await ask(app, `/api/v1${path}`);
  assertEquals(response.headers.get("content-type"), "application/json");
  return { status: response.status, body: await response.json() };
}

Deno.test("createReportApp() gives lists in parts", async () => {
  const app = hostileApp();
  const ids: string[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const { body }: { body: Body } = await get(app, `/signatures?limit=7&offset=${offset}`);
    ids.push(...body.items.map(({ id }) => id));
    assertEquals(body.total, 60);
    offset = body.nextOffset;
  }
  assertEquals(ids, Array.from({ length: 60 }, (_, i) => `sig-${i}`));
  const { items, nextOffset } = (await get(app, "/signatures?offset=60")).body;
  assertEquals([items, nextOffset], [[], null]);
});

Deno.test("createReportApp() pages by cursor through every list, each entry once, and links to the next part", async () => {
  const app = hostileApp();
  const lists = API_ROUTES.filter(({ parameters }) => "cursor" in parameters && "offset" in parameters);
  assert(lists.length >= 14, `${lists.length}`);
  for (const { path } of lists) {
    const whole = (await get(app, path)).body.items;
    const items: unknown[] = [];
    for (let address = `/api/v1${path}?limit=2`; address !== "";) {
      const response: Response = await ask(app, address);
      const body: Body = await response.json();
      items.push(...body.items);
      const [, next = ""] = /^<(.+)>; rel="next"$/.exec(response.headers.get("link") ?? "") ?? [];
      assertEquals(next === "", body.nextCursor === null);
      address = next;
    }
    assertEquals([path, items], [path, whole]);
  }
});

Deno.test("createReportApp() refuses the cursor of another list, case or choice, and one that is none", async () => {
  const app = hostileApp();
  const { nextCursor } = (await get(app, "/signatures?limit=2&level=WARN")).body;
  assert(nextCursor !== null);
  const { body: page } = await get(app, `/signatures?limit=9&level=WARN&cursor=${nextCursor}`);
  assert(page.items.length > 0);
  const other = hostileApp({ analysis: { restarts: [] } });
  const row = (await get(app, "/records?limit=1")).body.nextCursor;
  for (
    const [asked, path] of [
      [app, `/signatures?cursor=${nextCursor}`],
      [app, `/signatures?level=ERROR&cursor=${nextCursor}`],
      [app, `/events?cursor=${nextCursor}`],
      [other, `/signatures?limit=2&level=WARN&cursor=${nextCursor}`],
      [app, `/signatures?level=WARN&cursor=${nextCursor}x`],
      [app, `/signatures?level=WARN&cursor=${btoa("2.xxxxxxxxxxxxxxxx").replaceAll("=", "")}`],
      [app, `/signatures?level=WARN&cursor=%00`],
      [app, `/signatures?cursor=${row}`],
    ] as const
  ) {
    const { status, body } = await get(asked, path);
    assertEquals([path, status, body.error.code], [path, 422, "cursor"]);
    assertMatch(`${body.error.remedy}`, /^give nextCursor as it is/);
  }
  const { status, body } = await get(app, `/records?cursor=${nextCursor}`);
  assertEquals([status, body.error.code], [422, "request"]);
  const both = (await get(app, `/signatures?level=WARN&offset=2&cursor=${nextCursor}`)).body.error;
  assertEquals(both.remedy, "leave out offset");
});

/** Requests that no address answers, and the statuses that they get. */
const REFUSED: readonly (readonly [status: number, query: string, headers: Record<string, string>])[] = [
  [401, "", { authorization: "Bearer wrong" }],
  [403, "", { origin: "http://evil.example" }],
  [413, "", { "content-length": "100000" }],
  [414, `?x=${"x".repeat(33_000)}`, {}],
  [421, "", { host: "evil.example" }],
  [422, "?nix=1", {}],
  [431, "", { "x-long": "x".repeat(33_000) }],
];

Deno.test("createReportApp() refuses at every address of the API with a status and a shape that are described", async () => {
  const app = hostileApp();
  const { paths } = (await get(app, "/openapi.json")).body;
  for (const { path, errors } of API_ROUTES) {
    const described = JSON.stringify(paths[path]);
    for (const [status, query, headers] of REFUSED) {
      const response = await app.request(`/api/v1${path}${query}`, {
        headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      });
      assertEquals([path, response.status, isError(await response.json())], [path, status, []]);
      assert(described.includes(`"${status}":`), `${path} ${status}`);
    }
    if (!errors.includes(404)) continue;
    const missing = path === "/context" ? "/context?member=nix&line=1" : path.replace("{id}", "nix");
    const { status, body } = await get(app, missing);
    assertEquals([path, status, isError(body)], [path, 404, []]);
  }
});
