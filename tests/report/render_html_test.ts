import { createHash } from "node:crypto";
import { renderHtml } from "../../lib/report/render_html.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { fakeEvidence, fakeFinding, HOSTILE } from "../helpers/fake_finding.ts";

const ANALYSES = { rich: fakeAnalysis(), empty: emptyAnalysis(), big: bigAnalysis(500, 12) };

function count(text: string, part: string | RegExp): number {
  return text.split(part).length - 1;
}

for (const [name, analysis] of Object.entries(ANALYSES)) {
  const page = renderHtml(analysis);

  Deno.test(`renderHtml() of a ${name} analysis allows exactly its own style`, () => {
    const [, style = ""] = page.match(/<style>([^<]*)<\/style>/) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    assertStringIncludes(
      page,
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; script-src &#39;none&#39;; ` +
        `img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
  });

  Deno.test(`renderHtml() of a ${name} analysis has no script, no inline style, no handler, and loads nothing`, () => {
    assertEquals(page.match(/<(?:script|iframe|object|embed|img|form|base)\b/gi), null);
    assertEquals(page.match(/<[^>]*\s(?:on\w+|style|src)=/gi), null);
    const links = [...page.matchAll(/\shref="([^"#][^"]*)"/g)].map(([, target]) => target);
    assertEquals(
      [...new Set(links)].filter((target) => target !== "data:,"),
      name === "empty" ? [] : ["https://www.mongodb.com/docs/ops-manager/current/"],
    );
  });

  Deno.test(`renderHtml() of a ${name} analysis has unique ids, and every link leads to one`, () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assertEquals(ids.length, new Set(ids).size);
    const targets = [...page.matchAll(/\shref="#([^"]*)"/g)].map(([, id]) => id);
    assertEquals([...new Set(targets)].filter((target) => !ids.includes(target)), []);
  });

  Deno.test(`renderHtml() of a ${name} analysis is the same each time`, () => {
    assert(page === renderHtml(structuredClone(analysis)));
    assertMatch(page, /^<!DOCTYPE html>\n<html lang="en">/);
  });
}

Deno.test("renderHtml() starts with the verdict", () => {
  const page = renderHtml(fakeAnalysis());
  assertStringIncludes(page, '<h1 class="ink-critical">The application database could not be reached</h1>');
  assertStringIncludes(
    page,
    "Most likely cause (score 0.81): Deployment configuration published by dana@example.com, 2 min 13 s before.",
  );
});

Deno.test("renderHtml() shows hostile text as text", () => {
  const page = renderHtml(fakeAnalysis());
  assert(!page.includes(HOSTILE));
  assert(!/(?![\n\t])[\p{Cc}\p{Cf}]/u.test(page));
  assertStringIncludes(page, "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
  assertStringIncludes(page, "\\u202eevil");
});

Deno.test("renderHtml() makes no link of a reference that is none to the web", () => {
  const page = renderHtml(fakeAnalysis());
  assertStringIncludes(page, '<span class="reference">javascript:alert(4)</span>');
});

Deno.test("renderHtml() caps what is long, says so, and stays small", () => {
  const page = renderHtml(bigAnalysis(500, 12));
  assertEquals(count(page, '<details class="finding '), 200);
  assertStringIncludes(page, "and 300 more in analysis.json");
  assertStringIncludes(page, "and 42 more incidents, not in the picture");
  assert(page.length < 4_000_000, `${page.length} characters`);
});

Deno.test("renderHtml() folds a long line and says how much it leaves out", () => {
  const evidence = [fakeEvidence("x".repeat(8192), { time: null })];
  const page = renderHtml(fakeAnalysis({ incidents: [], findings: [fakeFinding({ evidence, causes: [] })] }));
  assertStringIncludes(page, "4,192 more characters in analysis.json");
  assertEquals(count(page, '<details class="long">'), 1);
});

Deno.test("renderHtml() draws no timeline when nothing has a time", () => {
  const page = renderHtml(emptyAnalysis());
  assert(!page.includes('class="timeline"'));
  assertStringIncludes(page, "No log record could be read");
});
