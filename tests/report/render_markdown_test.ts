import { codeBlock, codeSpan, inlineText, table } from "../../lib/report/markdown/markdown_text.ts";
import { renderMarkdown } from "../../lib/report/render_markdown.ts";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { HOSTILE } from "../helpers/fake_finding.ts";
import { fc } from "../helpers/property.ts";
import { elementNames as tags, gfmToHtml as toHtml } from "./gfm_html.ts";

/** Markdown-like text: fragments that mean something, in any order. */
const fragments = fc.array(
  fc.constantFrom(
    "`",
    "``",
    "*",
    "_",
    "|",
    "\\",
    "<b>",
    "</",
    "[a](b)",
    "![",
    "]",
    "~~",
    "&amp;",
    "&#60;",
    "http://e.example",
    "www.e.example",
    "# ",
    "- ",
    "1. ",
    "\n",
    "\n\n",
    "    ",
    "```",
    "a",
    " ",
    "word",
    "\u202e",
    "<!--",
    ">",
    "===",
    "@all",
    "#12",
    "a/b#3",
    "GH-4",
    "@",
    ".",
  ),
  { maxLength: 12 },
).map((parts) => parts.join(""));

/** What a reader sees of one rendered element. */
function textOf(rendered: string): string {
  return rendered.replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&").trim();
}

Deno.test("inlineText() shows any text as it is, and as nothing else", () => {
  fc.assert(fc.property(fragments.map((text) => text.replaceAll("\u202e", "")), (text) => {
    const rendered = toHtml(inlineText(text));
    assertEquals(tags(rendered).filter((tag) => tag !== "p" && tag !== "code"), []);
    assertEquals(textOf(rendered), text.replace(/\s+/g, " ").trim());
  }));
});

Deno.test("inlineText() leaves nothing for a tracker to make a mention or a reference of", () => {
  fc.assert(fc.property(fragments, (text) => {
    const outsideCode = toHtml(inlineText(text)).replace(/<code>.*?<\/code>/gs, "");
    assert(!/@|#\d|GH-\d/.test(outsideCode.replace(/&#\d+;/g, "")), outsideCode);
  }));
  assertEquals(
    inlineText("Closed by @dana, see org/repo#7 (mail dana@example.com)."),
    "Closed by `@dana`, see `org/repo#7` (mail `dana@example.com`).",
  );
});

Deno.test("inlineText() takes linear time on long runs of punctuation", () => {
  const text = `@${".".repeat(300_000)}x`;
  const startMs = performance.now();
  assertStringIncludes(inlineText(text), text);
  assert(performance.now() - startMs < 1000);
});

Deno.test("codeSpan() and codeBlock() show any text as it is, and as nothing else", () => {
  fc.assert(fc.property(fragments.map((text) => text.replaceAll("\u202e", "") + "x"), (text) => {
    const span = toHtml(codeSpan(text));
    assertEquals(tags(span), ["code", "p"]);
    assertEquals(textOf(span), text.replaceAll("\n", "\\x0a").trim());
    const block = toHtml(codeBlock(text));
    assertEquals(tags(block), ["code", "pre"]);
    assertEquals(textOf(block), text.trim());
  }));
});

Deno.test("table() keeps its columns whatever the cells hold", () => {
  fc.assert(fc.property(fragments, fragments, (a, b) => {
    const rendered = toHtml(table(["x", "y", "z"], [[inlineText(a), codeSpan(b), "end"]]));
    assertEquals(rendered.match(/<td>/g)?.length, 3);
    assertStringIncludes(rendered, "<td>end</td>");
  }));
});

const ANALYSES = { rich: fakeAnalysis(), empty: emptyAnalysis(), big: bigAnalysis(500, 12) };

for (const [name, analysis] of Object.entries(ANALYSES)) {
  Deno.test(`renderMarkdown() of a ${name} analysis renders to nothing but harmless elements`, () => {
    const rendered = toHtml(renderMarkdown(analysis));
    const harmless = [
      "code",
      "h1",
      "h2",
      "h3",
      "hr",
      "li",
      "p",
      "pre",
      "strong",
      "table",
      "tbody",
      "td",
      "th",
      "thead",
      "tr",
      "ul",
    ];
    assertEquals(tags(rendered).filter((tag) => !harmless.includes(tag)), []);
  });
}

Deno.test("renderMarkdown() shows hostile text with visible escapes, never raw", () => {
  const markdown = renderMarkdown(fakeAnalysis());
  assert(!/(?![\n\t])[\p{Cc}\p{Cf}]/u.test(markdown));
  assertStringIncludes(markdown, "\\u202eevil");
  assertStringIncludes(toHtml(markdown), "&lt;script&gt;alert(1)&lt;/script&gt;");
  assert(HOSTILE.includes("<script>"));
});

Deno.test("renderMarkdown() reads well raw: names keep their underscores, versions their dots", () => {
  const markdown = renderMarkdown(fakeAnalysis());
  assertStringIncludes(markdown, "om-2.example http_access: no file covers");
  assertStringIncludes(markdown, "Made by omlens 0.0.0-synthetic.");
  assertStringIncludes(
    markdown,
    "| 1 | Deployment configuration published by `dana@example.com` (`AUTOMATION_CONFIG_PUBLISHED_AUDIT`) | 2 min 13 s before | **0.81** |",
  );
});

Deno.test("renderMarkdown() says what it leaves out", () => {
  const markdown = renderMarkdown(bigAnalysis(500, 12));
  assertStringIncludes(markdown, "And 40 more incidents in analysis.json.");
  assertStringIncludes(markdown, "And 400 more in analysis.json.");
});
