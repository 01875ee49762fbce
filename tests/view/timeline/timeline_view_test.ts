import { indexAnalysis } from "../../../lib/report/report_index.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../../lib/std/assert.ts";
import { carriedSource } from "../../../lib/view/carry/carried_source.ts";
import { pageFrame } from "../../../lib/view/page_frame.ts";
import { TIMELINE_VIEW } from "../../../lib/view/timeline/timeline_view.ts";
import { emptyAnalysis, fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { at, fakeEvent } from "../../helpers/fake_finding.ts";

function shown(search = "", analysis = fakeAnalysis()): string {
  const source = carriedSource({ analysis, omissions: [], comparison: null });
  const parameters = new URLSearchParams(search);
  const data = TIMELINE_VIEW.load({ ...source, index: indexAnalysis(analysis) }, parameters, "");
  // What a server sends arrives as JSON.
  const frame = pageFrame("serve", "/timeline", parameters);
  return TIMELINE_VIEW.render(JSON.parse(JSON.stringify(data)), frame).body.markup;
}

Deno.test("timeline: text of others stays text, and no element has a style of its own", () => {
  const markup = shown();
  const tags = markup.replaceAll(/"[^"]*"/g, '""');
  assertEquals(
    [...tags.matchAll(/<script|<img|<[a-z][^<>]*\s(?:style|on\w+)=/gi)].map(([found]) => found),
    [],
  );
  assertStringIncludes(markup, "&lt;img src=x onerror=alert(2)&gt;");
});

Deno.test("timeline: marks and spans lead to what they stand for, with the window", () => {
  const markup = shown(`since=${at(3)}&until=${at(4)}`);
  const kept = "since=2026-04-12T03%3A00%3A00.000Z&amp;until=2026-04-12T04%3A00%3A00.000Z";
  for (const path of ["/events/ev-down", "/findings/f-appdb", "/incidents/i-appdb"]) {
    assertStringIncludes(markup, `href="${path}?${kept}"`);
  }
});

Deno.test("timeline: an id that is no valid text still has a link", () => {
  const events = [fakeEvent({ id: "half \ud83d of /a/ pair", time: at(3) })];
  assertStringIncludes(
    shown("", fakeAnalysis({ events })),
    'href="/events/half%20%EF%BF%BD%20of%20%2Fa%2F%20pair"',
  );
});

Deno.test("timeline: without a script it is moved by links", () => {
  const markup = shown(`since=${at(2)}&until=${at(3)}`);
  const later = /id="timeline-later" href="([^"]*)"/.exec(markup)?.[1];
  assertEquals(later, "/timeline?since=2026-04-12T02%3A30%3A00.000Z&amp;until=2026-04-12T03%3A30%3A00.000Z");
  assertMatch(markup, /id="timeline-everything" href="\/timeline"/);
});

Deno.test("timeline: its tables tell what the lanes hold in the time that is shown", () => {
  const markup = shown(`since=${at(3, 10)}&until=${at(3, 30)}`);
  const row = /<tr><td>om-1\.example<\/td><td>http_access<\/td>.*?<\/tr>/s.exec(markup)?.[0] ?? "";
  const cells = [...row.matchAll(/<td>([^<]*)<\/td>/g)].map(([, text]) => text);
  // Four buckets of five minutes, all of them with 150 answers 5xx.
  assertEquals(cells.slice(3), ["", "", "600", "5 s", "0", "0"]);
});

Deno.test("timeline: the picture says in words what it shows", () => {
  const label = /id="timeline" role="group" aria-label="([^"]*)"/.exec(shown())?.[1] ?? "";
  assertStringIncludes(label, "7 events, 2 incidents, 5 findings, 3 hosts");
});

Deno.test("timeline: it says so when nothing has a time", () => {
  assertStringIncludes(shown("", emptyAnalysis()), "No record, event or incident has a time");
});

Deno.test("timeline: a host that does not exist leaves a picture without lanes", () => {
  const markup = shown("host=nowhere");
  assertStringIncludes(markup, "No log fits.");
  assert(!markup.includes("NaN"), "NaN");
});
