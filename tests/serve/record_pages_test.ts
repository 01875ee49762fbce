import type { CaseReader } from "../../lib/case/case_reader.ts";
import type { ReportApp } from "../../lib/serve/create_report_app.ts";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { ask, withSampleApp } from "./sample_case.ts";

async function pageAt(app: ReportApp, path: string, status = 200): Promise<string> {
  const response = await ask(app, path);
  assertEquals([path, response.status], [path, status]);
  return await response.text();
}

function nextOf(page: string): string | undefined {
  return /<a rel="next"[^>]* href="([^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
}

function recordsUntil(reader: CaseReader, untilMs: number): number {
  return reader.blocks.reduce(
    (sum, block) => sum + reader.rows(block).timeMs.filter((timeMs) => timeMs <= untilMs).length,
    0,
  );
}

Deno.test("/search without a script leads forward until every record and event was told once", () =>
  withSampleApp(async (app, reader) => {
    let path: string | undefined = "/search?since=2000-01-01&until=2026-04-07T00:20&patient=true";
    const places: string[] = [];
    let events = 0;
    while (path !== undefined) {
      const page: string = await pageAt(app, path);
      places.push(...[...page.matchAll(/class="line-link" href="([^"]+)"/g)].map(([, href = ""]) => href));
      events += page.match(/<li class="row row-event/g)?.length ?? 0;
      path = nextOf(page);
    }
    const untilMs = Date.parse("2026-04-07T00:20Z");
    const expected = recordsUntil(reader, untilMs);
    assert(expected > 200, `${expected}`);
    assertEquals([places.length, new Set(places).size], [expected, expected]);
    assertEquals(events, reader.analysis.events.filter(({ time }) => Date.parse(time) <= untilMs).length);
  }));

Deno.test("/search keeps everything that was chosen on the way to the next page, and shows records around", () =>
  withSampleApp(async (app) => {
    const path =
      "/search?q=level%3A%22INFO%22&since=2026-04-06T00%3A00%3A00.000Z&context=2&corrected=true&patient=true";
    const page = await pageAt(app, path);
    const next = new URL(nextOf(page) ?? "", "http://case");
    next.searchParams.delete("cursor");
    // A page that was whole needs no patience for the next.
    next.searchParams.set("patient", "true");
    assertEquals([...next.searchParams].sort(), [...new URL(path, "http://case").searchParams].sort());
    assertStringIncludes(page, "row-context");
  }));

Deno.test("/lines leads through a log file, each line once", () =>
  withSampleApp(async (app, reader) => {
    const { path: member = "" } = reader.members.find(({ path }) => path.endsWith("mms0.log")) ?? {};
    const numbers: number[] = [];
    let path: string | undefined = `/lines?member=${encodeURIComponent(member)}&line=1&from=1`;
    while (path !== undefined) {
      const page = await pageAt(app, path);
      numbers.push(
        ...[...page.matchAll(/class="line-number"[^>]*>(\d+)</g)].map(([, number]) => Number(number)),
      );
      path = nextOf(page);
    }
    const file = reader.analysis.coverage.flatMap(({ files }) => files).find((one) => one.member === member);
    assertEquals(numbers, Array.from({ length: file?.lines ?? 0 }, (_, i) => i + 1));
    assertStringIncludes(
      await pageAt(app, `/lines?member=${encodeURIComponent(member)}&line=999999`, 404),
      "Cannot find line 999999 of",
    );
  }));
