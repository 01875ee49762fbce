import { Validator } from "npm:@seriousme/openapi-schema-validator@2.11.0";
import type { JsonSchema } from "../../lib/report/analysis_schema.ts";
import { API_SCHEMAS } from "../../lib/serve/api/api_schema.ts";
import { describeApi } from "../../lib/serve/api/open_api.ts";
import { API_ROUTES } from "../../lib/serve/answer_request.ts";
import type { ReportApp } from "../../lib/serve/create_report_app.ts";
import { assert, assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { createValidator } from "../helpers/json_schema.ts";
import { hostileApp } from "./hostile_reader.ts";
import { ask, HOST, TOKEN, withSampleApp } from "./sample_case.ts";

/** A validator of one of the shapes, with all others at hand. */
function validatorOf(schema: JsonSchema): (value: unknown) => string[] {
  const text = JSON.stringify({ ...schema, $defs: API_SCHEMAS });
  return createValidator(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
}

const JSON_ROUTES = API_ROUTES.filter(({ media }) => media === "application/json");
const isError = validatorOf({ $ref: "#/components/schemas/Error" });

/** An entry of a list, as far as the tests look at it. */
interface Item {
  readonly id: string;
  readonly kind: string;
  readonly input: string;
  readonly member: string;
  readonly line: number;
  readonly byteOffset: number;
  readonly time: string;
  readonly timeMs: number;
  readonly text: string;
  readonly fields: { readonly level?: string };
}

/** An answer, as far as the tests look at it. */
interface Body {
  readonly items: readonly Item[];
  readonly total: number;
  readonly nextOffset: number | null;
  readonly nextCursor: string | null;
  readonly lines: readonly Item[];
  readonly member: { readonly path: string };
  readonly error: Readonly<Record<string, string | number>>;
  readonly openapi: string;
  readonly servers: readonly unknown[];
  readonly paths: Readonly<Record<string, unknown>>;
}

async function get(app: ReportApp, path: string): Promise<{ status: number; body: Body }> {
  const response = await ask(app, `/api/v1${path}`);
  assertEquals(response.headers.get("content-type"), "application/json");
  return { status: response.status, body: await response.json() };
}

Deno.test("describeApi() is a valid OpenAPI 3.1 document", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(describeApi(API_ROUTES)));
  assertEquals([valid, errors], [true, undefined]);
});

Deno.test("describeApi() refers only to schemas that are there, and each of them can be compiled", () => {
  const text = JSON.stringify(describeApi(API_ROUTES));
  const targets = new Set(
    [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!),
  );
  assert(targets.size > 20, `${targets.size}`);
  assertEquals([...targets].filter((name) => !Object.hasOwn(API_SCHEMAS, name)), []);
  for (const name of Object.keys(API_SCHEMAS)) validatorOf({ $ref: `#/components/schemas/${name}` });
});

Deno.test("createReportApp() serves its own description", async () => {
  const { status, body } = await get(hostileApp(), "/openapi.json");
  assertEquals([status, body.openapi, body.servers], [200, "3.1.1", [{ url: "/api/v1" }]]);
  assertEquals(Object.keys(body.paths).sort(), [
    "/access",
    "/access/clients",
    "/access/routes",
    "/activity",
    "/agents",
    "/backups",
    "/case",
    "/clocks",
    "/context",
    "/coverage",
    "/diagnostics",
    "/events",
    "/events/{id}",
    "/findings",
    "/findings/{id}",
    "/impacts",
    "/incidents",
    "/incidents/{id}",
    "/openapi.json",
    "/progress",
    "/records",
    "/records/stream",
    "/restarts",
    "/series",
    "/signatures",
    "/signatures/{id}",
    "/traces",
  ]);
});

Deno.test("createReportApp() answers every address of the API as described, on a real case", () =>
  withSampleApp(async (app, { analysis }) => {
    const ids: Record<string, string | undefined> = {
      "/findings/{id}": analysis.findings[0]?.id,
      "/incidents/{id}": analysis.incidents[0]?.id,
      "/signatures/{id}": analysis.signatures[0]?.id,
      "/events/{id}": analysis.events[0]?.id,
    };
    for (const { path, schema } of JSON_ROUTES) {
      const query = path === "/context" ? "?member=1&line=5" : path === "/records" ? "?limit=500" : "";
      const { status, body } = await get(app, path.replace("{id}", ids[path] ?? "") + query);
      assertEquals([path, status, validatorOf(schema)(body)], [path, 200, []]);
    }
  }));

Deno.test("createReportApp() answers every address of the API as described, on hostile text and without lines", async () => {
  const text = { available: false, reason: "x", remedy: "y" } as const;
  for (const app of [hostileApp(), hostileApp({ text })]) {
    for (const { path, schema } of JSON_ROUTES) {
      const id = { findings: "f-appdb", incidents: "i-appdb", signatures: "sig-2", events: "ev-publish" };
      const name = path.split("/")[1] as keyof typeof id;
      const query = path === "/context" ? "?member=0&line=1" : "";
      const { status, body } = await get(app, path.replace("{id}", id[name]) + query);
      assertEquals([path, status, validatorOf(schema)(body)], [path, 200, []]);
    }
  }
});

Deno.test("createReportApp() pages through all records and events of a case, each once, in order", () =>
  withSampleApp(async (app, reader) => {
    const rows: Item[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { body }: { body: Body } = await get(app, `/records?limit=500&cursor=${cursor}`);
      assert(body.items.length <= 500);
      rows.push(...body.items);
      cursor = body.nextCursor;
    }
    const records = rows.filter(({ kind }) => kind === "record");
    assertEquals(records.length, reader.blocks.reduce((sum, { rows }) => sum + rows, 0));
    assertEquals(
      new Set(records.map(({ member, byteOffset }) => `${member} ${byteOffset}`)).size,
      records.length,
    );
    assertEquals(rows.length - records.length, reader.analysis.events.length);
    assertEquals(rows.findIndex(({ timeMs }, i) => i > 0 && timeMs < rows[i - 1]!.timeMs), -1);
  }));

Deno.test("createReportApp() gives the records that fit a filter, a time, a signature, a finding", () =>
  withSampleApp(async (app, { analysis }) => {
    const errors = (await get(app, "/records?limit=500&recordsOnly=true&filter=level:ERROR")).body.items;
    assert(errors.length > 10, `${errors.length}`);
    assertEquals(errors.filter((row) => row.fields.level !== "ERROR"), []);
    const { start, end } = analysis.incidents[0]!;
    const during = (await get(app, `/records?limit=500&since=${start}&until=${end}`)).body.items;
    assert(during.length > 10 && during.every(({ time }) => time >= start && time <= end));
    const signature = analysis.signatures.find(({ count }) => count > 5 && count < 400)!;
    const like = (await get(app, `/records?limit=500&recordsOnly=1&signature=${signature.id}`)).body.items;
    assertEquals(like.length, signature.count);
    const finding = analysis.findings.find(({ evidence }) => evidence.length > 0)!;
    const behind = (await get(app, `/records?limit=500&recordsOnly=1&finding=${finding.id}`)).body.items;
    const evidence = finding.evidence.map(({ member, line }) => `${member}:${line}`);
    const places = new Set(behind.map(({ member, line }) => `${member}:${line}`));
    assertEquals(evidence.filter((place) => !places.has(place)), []);
  }));

Deno.test("createReportApp() gives the lines around a record, by the path that the record names", () =>
  withSampleApp(async (app) => {
    const row = (await get(app, "/records?limit=1&recordsOnly=true&filter=level:ERROR")).body.items[0]!;
    const place = new URLSearchParams({
      member: row.member,
      input: row.input,
      line: `${row.line}`,
      before: "2",
      after: "1",
    });
    const { body } = await get(app, `/context?${place}`);
    assertEquals(body.lines.map(({ line }) => line), [-2, -1, 0, 1].map((step) => row.line + step));
    assertEquals(body.lines[2]!.text, row.text.split("\n")[0]);
    assertEquals([body.lines[2]!.byteOffset, body.member.path], [row.byteOffset, row.member]);
  }));

const CHOICES: readonly (readonly [path: string, ids: readonly string[]])[] = [
  ["/findings?severity=critical", ["f-appdb"]],
  ["/findings?q=APPDB.TIMEOUT", ["f-appdb"]],
  ["/findings?host=nowhere", []],
  ["/signatures?q=(4)&novel=true", ["sig-4"]],
  ["/signatures?level=WARN&sort=template&q=message&limit=1", ["sig-0"]],
  ["/events?type=AUTOMATION_CONFIG_PUBLISHED_AUDIT", ["ev-publish"]],
  ["/diagnostics?severity=error&q=nothing", []],
  ["/backups?q=nothing", []],
  ["/impacts?event=nix", []],
  ["/traces?event=nix", []],
  ["/restarts?host=nix", []],
  ["/clocks?host=nix", []],
  ["/events?since=2026-04-12T03:12:02Z&until=2026-04-12T03:12:02Z", ["ev-publish"]],
];

for (const [path, ids] of CHOICES) {
  Deno.test(`createReportApp() chooses at ${path}`, async () => {
    const { body } = await get(hostileApp(), path);
    assertEquals(body.items.map(({ id }) => id), ids);
  });
}

const WRONG: readonly (readonly [path: string, status: number, error: Readonly<Record<string, unknown>>])[] =
  [
    [
      "/records?filter=level:WARN%20levl:x",
      400,
      {
        code: "filter",
        message: 'Cannot read filter: "levl" is no field (character 12)',
        remedy: "write level, or put the text in double quotes",
        offset: 11,
      },
    ],
    ["/records?limit=501", 422, { code: "parameter", remedy: "give an integer from 1 to 500" }],
    ["/records?limit=0", 422, { code: "parameter" }],
    ["/records?cursor=x", 422, { code: "request" }],
    ["/records?signature=nix", 422, { code: "request" }],
    ["/records?fliter=x", 422, { code: "parameter", remedy: "use filter" }],
    ["/records?recordsOnly=yes", 422, { code: "parameter" }],
    ["/context?line=1", 422, { message: 'Cannot read parameter "member": it is missing' }],
    ["/context?member=nix&line=1", 404, { code: "not-found" }],
    ["/findings/nix", 404, { remedy: "take an id from /api/v1/findings" }],
    ["/findings/%E0%A4%A", 404, { code: "not-found" }],
    ["/nix", 404, { code: "not-found", remedy: "see /api/v1/openapi.json" }],
    ["/case?x=1", 422, { remedy: "leave it out" }],
  ];

for (const [path, status, expected] of WRONG) {
  Deno.test(`createReportApp() answers ${status} to /api/v1${path}, and says why`, async () => {
    const { status: got, body } = await get(hostileApp(), path);
    assertEquals([got, isError(body)], [status, []]);
    assertEquals({ ...body.error, ...expected }, body.error);
  });
}

Deno.test("createReportApp() says to programs without the token what to do", async () => {
  const response = await hostileApp().request("/api/v1/case");
  const body = await response.json();
  assertEquals([response.status, isError(body), body.error.code], [401, [], "token"]);
  assertMatch(body.error.remedy, /Authorization: Bearer TOKEN/);
});

Deno.test("createReportApp() lets programs in with the token as bearer, however it is written", async () => {
  for (const authorization of [`Bearer ${TOKEN}`, `bearer ${TOKEN}`]) {
    const request = new Request(`http://${HOST}/api/v1/case`, { headers: { authorization } });
    const response = await hostileApp().fetch(request);
    assertEquals(response.status, 200);
    await response.body?.cancel();
  }
});
