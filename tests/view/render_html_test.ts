import { createHash } from "node:crypto";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { pageFrame } from "../../lib/view/page_frame.ts";
import { renderHtml } from "../../lib/view/render_html.ts";
import { findView } from "../../lib/view/view_list.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis, fakeBackup } from "../helpers/fake_analysis.ts";
import { HOSTILE } from "../helpers/fake_finding.ts";

const MOST_BYTES = 5_000_000;
const ANALYSES = { rich: fakeAnalysis(), empty: emptyAnalysis(), big: bigAnalysis(500, 12) };

function sizeBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The page without its scripts: data and code are no markup. */
function markupOf(page: string): string {
  return page.replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, "$1</script>");
}

for (const [name, analysis] of Object.entries(ANALYSES)) {
  const page = renderHtml(analysis);
  const markup = markupOf(page);

  Deno.test(`renderHtml() of a ${name} analysis allows exactly its own style and script`, () => {
    const [, style = ""] = page.match(/<style>([\s\S]*?)<\/style>/) ?? [];
    const [, script = ""] = page.match(/<script type="module" blocking="render">([\s\S]*?)<\/script>/) ?? [];
    const [styleHash, scriptHash] = [style, script].map((text) =>
      createHash("sha256").update(text).digest("base64")
    );
    assertStringIncludes(
      page,
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${styleHash}&#39;; ` +
        `script-src &#39;sha256-${scriptHash}&#39;; img-src data: blob:; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
  });

  Deno.test(`renderHtml() of a ${name} analysis has three scripts, no inline style, no handler, and loads nothing`, () => {
    assertEquals(markup.match(/<script\b[^>]*>/g), [
      '<script type="module" blocking="render">',
      '<script type="application/json" id="about">',
      '<script type="application/json" id="carried">',
    ]);
    assertEquals(markup.match(/<(?:iframe|object|embed|img|base|link rel="stylesheet")\b/gi), null);
    assertEquals(
      markup.match(/<[a-z]\w*(?:\s+[\w:-]+(?:="[^"]*")?)*?\s+(?:on\w+|style|src)\b/gi),
      null,
    );
    const links = [...markup.matchAll(/\shref="([^"#][^"]*)"/g)].map(([, target]) => target);
    assertEquals(
      [...new Set(links)].filter((target) => target !== "data:,"),
      name === "empty" ? [] : ["https://www.mongodb.com/docs/ops-manager/current/"],
    );
  });

  Deno.test(`renderHtml() of a ${name} analysis is JSON inside its data scripts, with nothing that could end them`, () => {
    for (const id of ["about", "carried"]) {
      const [, json = ""] = page.match(new RegExp(`id="${id}">([\\s\\S]*?)</script>`)) ?? [];
      assert(!json.includes("<"));
      assertEquals(typeof JSON.parse(json), "object");
    }
  });

  Deno.test(`renderHtml() of a ${name} analysis has links only to views that there are`, () => {
    const targets = [...markup.matchAll(/\shref="#(\/[^"]*)"/g)].map(([, target = ""]) =>
      target.replaceAll("&amp;", "&")
    );
    assert(targets.length > 5);
    const lost = [...new Set(targets)].filter((target) =>
      findView(new URL(target, "http://page").pathname) === undefined
    );
    assertEquals(lost, []);
  });

  Deno.test(`renderHtml() of a ${name} analysis has, for readers without script, no link that leads nowhere`, () => {
    const targets = [...markup.matchAll(/\shref="#([^"]*)"/g)].map(([, target = ""]) => target);
    assert(targets.length > 5);
    assertEquals([...new Set(targets)].filter((target) => !markup.includes(` id="${target}"`)), []);
  });

  Deno.test(`renderHtml() of a ${name} analysis has unique ids`, () => {
    const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assertEquals(ids.filter((id, i) => ids.indexOf(id) !== i), []);
  });

  Deno.test(`renderHtml() of a ${name} analysis is the same each time`, () => {
    assert(page === renderHtml(structuredClone(analysis)));
    assertMatch(page, /^<!DOCTYPE html>\n<html lang="en">/);
  });
}

Deno.test("renderHtml() can be read without script: verdict, cause, narrative and evidence stand in it", () => {
  const analysis = fakeAnalysis();
  const markup = markupOf(renderHtml(analysis));
  assertMatch(
    markup,
    /<h1 class="ink-critical"><a [^>]*>The application database could not be reached<\/a><\/h1>/,
  );
  assertStringIncludes(
    markup,
    "Most likely cause (score 0.81): Deployment configuration published by dana@example.com, 2 min 13 s before.",
  );
  const [incident] = analysis.incidents;
  assertStringIncludes(markup, `<div class="static" id="/incidents/${incident?.id}">`);
  assert(analysis.findings.every(({ id }) => markup.includes(`id="/findings/${id}"`)));
});

Deno.test("renderHtml() shows hostile text as text", () => {
  const markup = markupOf(renderHtml(fakeAnalysis()));
  assert(!markup.includes(HOSTILE));
  assert(!/(?![\n\t])[\p{Cc}\p{Cf}]/u.test(markup));
  assertStringIncludes(markup, "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
  assertStringIncludes(markup, "\\u202eevil");
});

for (
  const [name, unit] of [["markup", "</script><!--"], ["wide letters", "漢字"], ["quotes", "\"'&\\"]] as const
) {
  Deno.test(`renderHtml() stays under 5 MB whatever is in it: ${name}`, () => {
    const page = renderHtml(swollen(unit));
    assert(sizeBytes(page) < MOST_BYTES, `${sizeBytes(page)} bytes`);
    assertStringIncludes(page, "are in this report; all are in analysis.json and in the case");
  });
}

/** Many of everything, and every text long. */
function swollen(unit: string): ReturnType<typeof fakeAnalysis> {
  const long = unit.repeat(Math.ceil(8000 / unit.length));
  const analysis = bigAnalysis(2000, 200);
  const many = <T>(list: readonly T[], count: number): T[] =>
    Array.from({ length: list.length === 0 ? 0 : count }, (_, i) => list[i % list.length]!);
  const kept = new Set([
    "id",
    "time",
    "start",
    "end",
    "first",
    "last",
    "onset",
    "severity",
    "eventId",
    "level",
    "kind",
  ]);
  const text = JSON.stringify(
    {
      ...analysis,
      events: many(analysis.events, 3000),
      signatures: many(analysis.signatures, 3000),
      agents: many(analysis.agents, 3000),
      coverage: many(analysis.coverage, 400),
      diagnostics: many(analysis.diagnostics, 500),
    },
    (key, value) =>
      typeof value === "string" && !kept.has(key) &&
        /^(?:title|text|summary|template|host|message|narrative|explanation)$/.test(key)
        ? long
        : value,
  );
  return JSON.parse(text);
}

Deno.test("renderHtml() of nothing that has a time says so", () => {
  const page = renderHtml(emptyAnalysis());
  assertStringIncludes(page, "No log record could be read");
});

Deno.test("pageFrame() keeps the window in every link, in a report after the hash", () => {
  const search = new URLSearchParams({ since: "2026-04-12T03:00:00.000Z", sort: "-count" });
  const frame = pageFrame("report", "/findings", search);
  assertEquals(frame.href("/events"), "#/events?since=2026-04-12T03%3A00%3A00.000Z");
  assertEquals(
    frame.same({ sort: undefined, offset: 100 }),
    "#/findings?since=2026-04-12T03%3A00%3A00.000Z&offset=100",
  );
  assertEquals(
    pageFrame("serve", "/", search).href("/lines", { since: undefined, member: 0, line: 4 }),
    "/lines?member=0&line=4",
  );
});

Deno.test("renderHtml() shows backups with names as text, and none without backups", () => {
  const page = markupOf(renderHtml(fakeAnalysis({ backups: [fakeBackup("<b>rs", 1, 12)] })));
  assertStringIncludes(page, '<div class="static" id="/backups">');
  assertStringIncludes(page, "&lt;b&gt;rs");
  assert(!markupOf(renderHtml(emptyAnalysis())).includes("Backups"));
});
