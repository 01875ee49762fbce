import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "../../../lib/std/assert.ts";
import { carriedSource } from "../../../lib/view/carry/carried_source.ts";
import { type Face, pageFrame } from "../../../lib/view/page_frame.ts";
import type { PageSource, RecordQuestion } from "../../../lib/view/page_source.ts";
import { RECORDS_VIEW } from "../../../lib/view/record/records_view.ts";
import { evidenceAnalysis } from "./evidence_analysis.ts";

const source = carriedSource({ analysis: evidenceAnalysis(), omissions: [], comparison: null });

/** The view as it travels to the browser and is shown there. */
async function show(search: string, face: Face = "serve", from: PageSource = source): Promise<string> {
  const values = new URLSearchParams(search);
  const data = JSON.parse(JSON.stringify(await RECORDS_VIEW.load(from, values, "")));
  return RECORDS_VIEW.render(data, pageFrame(face, "/search", values)).body.markup;
}

function rowsOf(markup: string): string[] {
  return [...markup.matchAll(/<li class="row ([\s\S]*?)<\/li>/g)].map(([row]) => row);
}

Deno.test("RECORDS_VIEW shows records and events in order, each with its colour, time and place", async () => {
  const rows = rowsOf(await show(""));
  assertEquals(rows.map((row) => /row-(error|warn|info|plain|event)/.exec(row)?.[1]), [
    "event",
    "error",
    "error",
    "warn",
    "info",
    "event",
  ]);
  assertStringIncludes(rows[0]!, 'href="/events/ev-first"');
  assertStringIncludes(rows[1]!, 'data-time="2026-04-12T03:14:15.926Z"');
  assertStringIncludes(
    rows[1]!,
    'href="/lines?member=om-1.example%2Fapplication%2Fmms0.log&amp;line=10&amp;to=14"',
  );
});

Deno.test("RECORDS_VIEW shows the root cause on the first line, and the rest folded", async () => {
  const [row = ""] = rowsOf(await show("q=level:ERROR&recordsOnly=true"));
  const [summary = "", rest = ""] = row.split("</summary>");
  assertStringIncludes(summary, "Cannot load");
  assertStringIncludes(summary, "MongoTimeoutException: Timed out");
  assertStringIncludes(summary, "+4 lines");
  assert(!summary.includes("Settings.java"), summary);
  assertStringIncludes(rest, "Caused by: com.mongodb.MongoTimeoutException: Timed out");
});

Deno.test("RECORDS_VIEW shows a request in columns", async () => {
  const [row = ""] = rowsOf(await show("q=status:503&recordsOnly=true"));
  assertMatch(
    row,
    /row-level">503<[\s\S]*row-method">GET<[\s\S]*row-route">\/agents\/api\/conf\/\{gid\}<[\s\S]*12 B/,
  );
});

Deno.test("RECORDS_VIEW shows hostile text as text, and has neither style attribute nor handler", async () => {
  for (const face of ["serve", "report"] as const) {
    const markup = (await show('q="&finding=f-503', face)) +
      await show("finding=f-503&around=2026-04-12T03:16Z", face);
    const shown = markup.replace(/<script type="application\/json"[^>]*>[^<]*<\/script>/g, "");
    assertEquals(shown.match(/<script|<img|<[^>]*\s(?:style|on\w+)=/g), null);
    assert(shown.includes("&lt;img src=x onerror=alert(2)&gt;"));
    assertStringIncludes(shown, "\\u202eevil");
  }
});

Deno.test("RECORDS_VIEW marks where a filter is wrong, and asks for no records", async () => {
  const asked: RecordQuestion[] = [];
  const watched = {
    ...source,
    records: (question: RecordQuestion) => (asked.push(question), source.records(question)),
  };
  const markup = await show("q=level%3E%3DWARM+%3Cb%3E", "serve", watched);
  assertStringIncludes(markup, "level&gt;=<mark>W</mark>ARM &lt;b&gt;");
  assertStringIncludes(markup, 'aria-invalid="true" aria-describedby="filter-problem" data-offset="7"');
  assertStringIncludes(markup, "Try: write WARN.");
  assertEquals([asked.length, rowsOf(markup).length], [0, 0]);
  assertStringIncludes(await show("q=a+or"), "<mark> </mark>");
});

Deno.test("RECORDS_VIEW says what narrows the search, with a link that drops just that", async () => {
  const markup = await show("q=timed&finding=f-settings&around=2026-04-12T03:14Z");
  const drops = [...markup.matchAll(/class="drop" href="([^"]*)" aria-label="([^"]*)"/g)].map((
    [, to, label],
  ) => [label, to]);
  assertEquals(drops, [
    ["Without this finding", "/search?q=timed&amp;around=2026-04-12T03%3A14Z"],
    ["Without this around", "/search?q=timed&amp;finding=f-settings"],
  ]);
  assertStringIncludes(markup, "Settings cannot be read");
});

Deno.test("RECORDS_VIEW corrects times by the clock of each host, and tells what was logged", async () => {
  const [, , third = ""] = rowsOf(await show("corrected=true"));
  assertStringIncludes(third, 'data-time="2026-04-12T03:14:30.000Z"');
  assertMatch(third, /logged at <span data-time="2026-04-12T03:15:00.000Z"/);
});

Deno.test("RECORDS_VIEW asks within the window of the page, and keeps it in its links", async () => {
  const markup = await show("since=2026-04-12T03:14:20Z&until=2026-04-12T03:15:30Z");
  assertEquals(rowsOf(markup).length, 2);
  assertStringIncludes(markup, "since=2026-04-12T03%3A14%3A20.000Z&amp;until=2026-04-12T03%3A15%3A30.000Z");
});

Deno.test("RECORDS_VIEW of a search that was not ended says so, and leads on with and without a script", async () => {
  const partial = {
    ...source,
    records: () => ({ items: [], nextCursor: null, isPartial: true, problems: [] }),
  };
  const markup = await show("q=rare", "serve", partial);
  assertStringIncludes(markup, 'data-more="search"');
  assertStringIncludes(markup, "not all was searched");
  assertStringIncludes(markup, 'href="/search?q=rare&amp;patient=true"');
});

Deno.test("RECORDS_VIEW offers values that the case has, and refuses a finding that it has not", async () => {
  const [, json = ""] = /id="filter-values">([^<]*)</.exec(await show("")) ?? [];
  assertEquals(JSON.parse(json).type, [["CONFIG_CHANGED", ""], ["HOST_DOWN", ""]]);
  await assertRejects(() => show("finding=f-none"), Error, '"f-none"');
});

Deno.test("RECORDS_VIEW keeps data bounded, however long records are", async () => {
  const [row] =
    (await source.records({ filter: "line:90", corrected: false, recordsOnly: true, limit: 1 })).items;
  assert(row?.kind === "record");
  const text = `${row.text} ${"<&\n".repeat(20_000)}`;
  const items = Array.from({ length: 100 }, () => ({ ...row, text, fields: { message: text } }));
  const long = { ...source, records: () => ({ items, nextCursor: "1_1_1", isPartial: false, problems: [] }) };
  const data = JSON.stringify(await RECORDS_VIEW.load(long, new URLSearchParams(), ""));
  assert(data.length < 2_000_000, `${data.length}`);
  assertStringIncludes(await show("", "serve", long), "more characters in the log file");
});
