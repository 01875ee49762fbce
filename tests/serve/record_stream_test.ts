import { API_SCHEMAS } from "../../lib/serve/api/api_schema.ts";
import { RECORD_LINE } from "../../lib/serve/api/record_stream.ts";
import { createReportApp, type ReportApp } from "../../lib/serve/create_report_app.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { createValidator } from "../helpers/json_schema.ts";
import { hostileApp, hostileReader } from "./hostile_reader.ts";
import { ask, HOST, TOKEN, withSampleApp } from "./sample_case.ts";

const isLine = createValidator(
  JSON.parse(
    JSON.stringify({ ...RECORD_LINE, $defs: API_SCHEMAS }).replaceAll("#/components/schemas/", "#/$defs/"),
  ),
);

/** A line, as far as the tests look at it. */
interface Line {
  readonly kind: string;
  readonly cursor: string;
  readonly nextCursor: string | null;
  readonly rows: number;
  readonly error: { readonly code: string };
}

async function linesAt(app: ReportApp, query: string): Promise<Line[]> {
  const response = await ask(app, `/api/v1/records/stream?${query}`);
  assertEquals([response.status, response.headers.get("content-type")], [200, "application/x-ndjson"]);
  const text = await response.text();
  assert(text.endsWith("\n"));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

const isRow = ({ kind }: Line) => kind === "record" || kind === "event";

Deno.test("streamRecords() tells, page after page, what /records tells, each line as described", () =>
  withSampleApp(async (app) => {
    for (const filter of ["", "level:ERROR", "nowhere-at-all"]) {
      const rows: Line[] = [];
      for (let cursor: string | null = ""; cursor !== null;) {
        const lines = await linesAt(app, new URLSearchParams({ filter, limit: "3000", cursor }).toString());
        assertEquals(lines.flatMap(isLine), []);
        rows.push(...lines.filter(isRow));
        const end: Line = lines.at(-1)!;
        assertEquals([end.kind, end.rows], ["end", lines.filter(isRow).length]);
        cursor = end.nextCursor;
      }
      const pages: Line[] = [];
      for (let cursor: string | null = ""; cursor !== null;) {
        const query: URLSearchParams = new URLSearchParams({ filter, limit: "500", cursor });
        const page: { items: Line[]; nextCursor: string | null } =
          await (await ask(app, `/api/v1/records?${query}`)).json();
        pages.push(...page.items);
        cursor = page.nextCursor;
      }
      assertEquals(rows, pages);
    }
  }));

Deno.test("streamRecords() on hostile text keeps a row in its line", async () => {
  const lines = await linesAt(hostileApp(), "");
  assertEquals(lines.flatMap(isLine), []);
  assert(lines.filter(isRow).length > 4, `${lines.length}`);
});

for (
  const [query, status] of [
    ["filter=levl:x", 400],
    ["cursor=x", 422],
    ["signature=nix", 422],
    ["limit=5001", 422],
    ["nix=1", 422],
  ] as const
) {
  Deno.test(`streamRecords() answers ${status} to ${query} before it begins`, async () => {
    const response = await ask(hostileApp(), `/api/v1/records/stream?${query}`);
    assertEquals([response.status, response.headers.get("content-type")], [status, "application/json"]);
    await response.body?.cancel();
  });
}

Deno.test("streamRecords() tells in its last line that the case failed on the way", async () => {
  const reader = hostileReader();
  const broken = {
    ...reader,
    rows: () => {
      throw new Error("synthetic");
    },
  };
  const lines = await linesAt(createReportApp(broken, { token: TOKEN, hosts: [HOST] }), "");
  assertEquals(lines.map(({ kind, error }) => [kind, error.code]), [["error", "internal"]]);
  assertEquals(lines.flatMap(isLine), []);
});

Deno.test("streamRecords() ends the search when nobody reads on", () =>
  withSampleApp(async (app) => {
    const response = await ask(app, "/api/v1/records/stream?limit=5000");
    const reader = response.body!.getReader();
    assert(!(await reader.read()).done);
    await reader.cancel();
    // Sanitizers tell of a worker that is left.
  }));
