import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { compareForPage } from "../../../lib/view/diff/comparison.ts";
import { fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { foreignMarkup, showView, sourceOf, textOf } from "../incident/shown_view.ts";

const after = fakeAnalysis();
const before = { ...after, findings: [], incidents: [] };
const source = { ...sourceOf(after), comparison: compareForPage(before, after) };

Deno.test("DIFF_VIEW leads from what is new to it, in a case that has all of it", async () => {
  const markup = await showView("/diff", source);
  for (const { rule, title } of after.findings) {
    assertStringIncludes(markup, `href="/findings?rule=${rule}"`);
    assertStringIncludes(textOf(markup), title.slice(0, 20));
  }
  assert(!(await showView("/diff", source, { face: "report" })).includes("findings?rule="));
});

Deno.test("DIFF_VIEW of what is gone leads nowhere", async () => {
  const gone = { ...sourceOf(before), comparison: compareForPage(after, before) };
  assert(!(await showView("/diff", gone)).includes("findings?rule="));
});

Deno.test("DIFF_VIEW takes hostile titles for text", async () => {
  const title = `<img src=x onerror=alert(1)>"'`;
  const hostile = {
    ...after,
    findings: after.findings.map((finding) => ({ ...finding, title, rule: title })),
  };
  const markup = await showView("/diff", {
    ...sourceOf(hostile),
    comparison: compareForPage(before, hostile),
  });
  assertEquals(foreignMarkup(markup), []);
});
