import { assert, assertEquals, assertRejects, assertStringIncludes } from "../../../lib/std/assert.ts";
import { AddressError } from "../../../lib/view/address_error.ts";
import { carriedSource } from "../../../lib/view/carry/carried_source.ts";
import { type Face, pageFrame } from "../../../lib/view/page_frame.ts";
import type { LineQuestion, PageSource } from "../../../lib/view/page_source.ts";
import { LINES_VIEW } from "../../../lib/view/record/lines_view.ts";
import { INPUT } from "../../helpers/fake_finding.ts";
import { evidenceAnalysis } from "./evidence_analysis.ts";

const report = carriedSource({ analysis: evidenceAnalysis(), omissions: [], comparison: null });
/** A log file of 500 synthetic lines. */
const served: PageSource = {
  ...report,
  text: { available: true },
  lines: ({ member, line, before, after }: LineQuestion) => {
    const [from, to] = [Math.max(1, line - before), Math.min(500, line + after)];
    const lines = Array.from(
      { length: Math.max(0, to - from + 1) },
      (_, i) => ({ line: from + i, text: textOf(from + i) }),
    );
    return { member, input: INPUT, host: "om-1.example", lines };
  },
};

function textOf(line: number): string {
  const level = line % 10 === 0 ? "ERROR" : "INFO ";
  return `2026-04-12T03:14:15.926+0000 [main] ${level} a.B [B.java:c:1] - line ${line}`;
}

async function show(search: string, face: Face = "serve", source = served): Promise<string> {
  const values = new URLSearchParams(search);
  const data = JSON.parse(JSON.stringify(await LINES_VIEW.load(source, values, "")));
  return LINES_VIEW.render(data, pageFrame(face, "/lines", values)).body.markup;
}

function numbersIn(markup: string, kind: string): number[] {
  const lines = markup.matchAll(/<div class="line([^"]*)"[^>]*><a class="line-number" href="[^"]*">(\d+)/g);
  return [...lines].filter(([, classes = ""]) => classes.includes(kind)).map(([, , number]) =>
    Number(number)
  );
}

Deno.test("LINES_VIEW shows the lines around a line, which is marked and scrolled to", async () => {
  const markup = await show("member=a.log&line=100&to=102");
  const all = numbersIn(markup, "");
  assertEquals([all[0], all.at(-1), all.length], [60, 219, 160]);
  assertEquals(numbersIn(markup, "marked"), [100, 101, 102]);
  assertEquals(markup.match(/data-scroll/g)?.length, 1);
  assertEquals(numbersIn(markup, "line-error").slice(0, 2), [60, 70]);
});

Deno.test("LINES_VIEW leads to earlier and later lines and to the marked one, and each number to its line", async () => {
  const markup = await show("member=a.log&line=100&from=300");
  assertStringIncludes(markup, 'rel="prev" href="/lines?member=a.log&amp;line=100&amp;from=140"');
  assertStringIncludes(markup, 'rel="next" href="/lines?member=a.log&amp;line=100&amp;from=460"');
  assertStringIncludes(markup, '<a href="/lines?member=a.log&amp;line=100">The marked line</a>');
  assertStringIncludes(
    markup,
    '<a class="line-number" href="/lines?member=a.log&amp;line=310&amp;from=300">310</a>',
  );
  assert(!(await show("member=a.log&line=400")).includes("Later lines"));
  assert(!(await show("member=a.log&line=10")).includes("Earlier lines"));
});

Deno.test("LINES_VIEW leads to what all hosts logged at the time, and says how to see the line without omlens", async () => {
  const markup = await show("member=it%27s%20%24(x).log.gz&line=100");
  assertStringIncludes(markup, 'href="/search?around=2026-04-12T03%3A14%3A15.926Z"');
  // One word of a shell, whatever the name.
  assertStringIncludes(
    markup,
    `tar xzOf ${INPUT} &#39;it&#39;\\&#39;&#39;s $(x).log.gz&#39; | gzip -dc | sed -n 100p`,
  );
});

Deno.test("LINES_VIEW of a report shows the lines it has, how many it has not, and hostile text as text", async () => {
  const markup = await show("member=om-1.example/application/mms0.log&line=40", "report", report);
  assertEquals(numbersIn(markup, ""), [10, 11, 12, 13, 14, 40, 90, 91, 92, 99]);
  assertStringIncludes(markup, "… 25 lines not in this report");
  assertStringIncludes(markup, "10 lines of evidence");
  assertStringIncludes(markup, "it carries the lines that prove something");
  const shown = markup.replace(/<script type="application\/json"[^>]*>[^<]*<\/script>/g, "");
  assertEquals(shown.match(/<script|<img|<[^>]*\s(?:style|on\w+)=/g), null);
  await assertRejects(() => show("member=none.log&line=1", "report", report), AddressError, '"none.log"');
});

Deno.test("LINES_VIEW cuts lines that are long", async () => {
  const long = {
    ...served,
    lines: () => ({ member: "a", input: "b", host: "c", lines: [{ line: 1, text: "x".repeat(9000) }] }),
  };
  assertStringIncludes(await show("member=a&line=1", "serve", long), "5,000 more characters");
});
