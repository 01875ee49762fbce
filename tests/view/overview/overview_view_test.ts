import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { foreignMarkup, showView, sourceOf, textOf } from "../incident/shown_view.ts";

const analysis = fakeAnalysis();
const [incident] = analysis.incidents;

Deno.test("OVERVIEW_VIEW tells the worst incident with a time that follows the reader's zone", async () => {
  const markup = await showView("/", sourceOf(analysis));
  assertStringIncludes(markup, `href="/incidents/${incident!.id}"`);
  assert(
    /<p class="when">.*<time datetime="2026-04-12T03:14:15/s.test(markup),
    "the start is a time element",
  );
});

Deno.test("OVERVIEW_VIEW says once what the only incident is", async () => {
  const text = textOf(await showView("/", sourceOf({ ...analysis, incidents: [incident!] })));
  assertEquals(text.split(incident!.title).length - 1, 1);
});

Deno.test("OVERVIEW_VIEW lists findings that belong to no incident", async () => {
  const markup = await showView("/", sourceOf({ ...analysis, incidents: [] }));
  assertStringIncludes(textOf(markup), "No incident;");
  for (const { id } of analysis.findings) assertStringIncludes(markup, `href="/findings/${id}"`);
});

Deno.test("OVERVIEW_VIEW finds nothing in a window before all trouble, and says what there is in all time", async () => {
  const text = textOf(
    await showView("/?since=2020-01-01T00:00Z&until=2020-01-02T00:00Z", sourceOf(analysis)),
  );
  const { incidents, findings } = analysis;
  assertStringIncludes(text, "Nothing was found in this time");
  assertStringIncludes(text, `${incidents.length} incident`);
  assertStringIncludes(text, `${findings.length} finding`);
  assertStringIncludes(text, "incidents 0 findings 0");
});

Deno.test("OVERVIEW_VIEW takes hostile titles for text", async () => {
  const title = `<img src=x onerror=alert(1)>"'`;
  const hostile = {
    ...analysis,
    incidents: [],
    findings: analysis.findings.map((finding) => ({ ...finding, title, hosts: [title] })),
  };
  assertEquals(foreignMarkup(await showView("/", sourceOf(hostile))), []);
});
