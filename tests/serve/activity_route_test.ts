import type { Activity } from "../../lib/analyze/activity/activity.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { ask, withSampleApp } from "./sample_case.ts";

Deno.test("GET /activity is of the whole logs, or of a host and a time, and finer the shorter that is", () =>
  withSampleApp(async (app, { analysis }) => {
    const get = async (query: string): Promise<Activity[]> =>
      (await (await ask(app, `/api/v1/activity${query}`)).json()).activity;
    const all = await get("");
    assertEquals(
      all.map(({ host, category, bucketMs }) => [host, category, bucketMs]),
      analysis.activity.map(({ host, category }) => [host, category, 120_000]),
    );
    const host = all[0]!.host;
    const day = analysis.span!.start.slice(0, 10);
    const hour = await get(`?since=${day}T06:00Z&until=${day}T06:59:59.999Z&host=${host}`);
    assert(hour.length > 0 && hour.every((row) => row.host === host && row.bucketMs === 5000));
    assertEquals([...new Set(hour.map(({ start, records }) => `${start} ${records.length}`))], [
      `${day}T06:00:00.000Z 720`,
    ]);
    assertEquals(await get(`?since=${day}T06:00Z&until=${day}T05:00Z`), []);
    assertEquals((await ask(app, "/api/v1/activity?since=yesterday")).status, 422);
  }));
