import { queryCase } from "../../lib/query/query_case.ts";
import type { RecordChoice } from "../../lib/serve/select/select_records.ts";
import { serveCase } from "../../lib/serve/served_case.ts";
import { firstRecords } from "../../lib/serve/views/first_records.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { ask, withSampleApp } from "./sample_case.ts";

const CHOICE: RecordChoice = {
  filter: undefined,
  since: undefined,
  until: undefined,
  around: undefined,
  signature: undefined,
  finding: undefined,
  context: 0,
  corrected: false,
  recordsOnly: false,
  limit: 50,
  cursor: undefined,
};

Deno.test("firstRecords() tells the first rows of the query, patient or not, and where to go on", () =>
  withSampleApp(async (_, reader) => {
    const expected = [...queryCase(reader, { limit: 50 })].map(({ cursor }) => cursor);
    for (const isPatient of [false, true]) {
      const patience = { isPatient, patienceMs: 600_000 };
      const { items, nextCursor, isPartial } = await firstRecords(serveCase(reader), CHOICE, patience);
      const cursors = items.map(({ cursor }) => cursor);
      // On a busy machine a moment may be too short for all of them.
      assertEquals(cursors, expected.slice(0, isPatient ? 50 : cursors.length));
      assertEquals([nextCursor, isPartial], [cursors.at(-1) ?? null, cursors.length < 50]);
    }
  }));

Deno.test("firstRecords() says that nothing fits only when all was searched", () =>
  withSampleApp(async (_, reader) => {
    const choice = { ...CHOICE, filter: "nowhere-at-all", recordsOnly: true };
    const patient = await firstRecords(serveCase(reader), choice, { isPatient: true, patienceMs: 600_000 });
    assertEquals(patient, { items: [], nextCursor: null, isPartial: false, problems: [] });
    const hasty = await firstRecords(serveCase(reader), choice, { isPatient: true, patienceMs: 0 });
    assertEquals([hasty.items, hasty.nextCursor], [[], null]);
  }));

Deno.test("a view of records that is not whole is not kept by the browser or the server", () =>
  withSampleApp(async (app) => {
    for (const path of ["/api/v1/views/search?q=nowhere-at-all", "/search?q=nowhere-at-all"]) {
      const response = await ask(app, path);
      const isPartial = (await response.text()).includes("not all was searched") ||
        response.headers.get("cache-control") === "no-store";
      assert(isPartial ? !response.headers.has("etag") : response.headers.has("etag"));
    }
  }));
