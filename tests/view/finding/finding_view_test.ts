import { assert, assertEquals, assertRejects, assertStringIncludes } from "../../../lib/std/assert.ts";
import { AddressError } from "../../../lib/view/address_error.ts";
import { fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { at, fakeFinding, HOSTILE } from "../../helpers/fake_finding.ts";
import { foreignMarkup, loadView, showView, sourceOf, textOf } from "../incident/shown_view.ts";

const SOURCE = sourceOf(fakeAnalysis());

interface Loaded {
  readonly finding: { readonly series: { readonly start: string; readonly counts: readonly number[] } };
  readonly lines: readonly unknown[];
}

Deno.test("FINDING_VIEW tells what it means, what to do, where it belongs, and what confirms it", async () => {
  const text = textOf(await showView("/findings/f-appdb", SOURCE));
  for (
    const expected of [
      "Finding critical appdb.timeout The application database cannot be reached since 2026-04-12 03:14:15 , " +
      "part of The application database could not be reached",
      "What to do: Check that the members of the application database are up",
      "Records 1,842, 2026-04-12 03:14:15 to 2026-04-12 03:29:01 Confidence high",
      "server appdb-0.example:27017, appdb-1.example:27017",
      "6 more lines of proof",
      "Confirmed by 2026-04-12 03:19:00 Backing database appdb-0.example:27017 is down",
    ]
  ) assertStringIncludes(text, expected);
});

Deno.test("FINDING_VIEW counts events of what no log tells, and shows them", async () => {
  const down = fakeFinding({
    rule: "appdb.process-down",
    count: 1,
    hosts: [],
    categories: [],
    evidence: [],
    confirmedBy: ["ev-down"],
  });
  const text = textOf(await showView("/findings/f-appdb", sourceOf(fakeAnalysis({ findings: [down] }))));
  assertStringIncludes(text, " Events 1, 2026-04-12");
  assertStringIncludes(text, "Lines that prove it Events alone tell of it, no line of a log.");
  assertStringIncludes(text, "Confirmed by 2026-04-12 03:19:00 Backing database");
  assert(!text.includes("Records 1,"));
  const table = textOf(await showView("/findings", sourceOf(fakeAnalysis({ findings: [down] }))));
  assertStringIncludes(table, "1 event");
});

Deno.test("FINDING_VIEW leads to the records behind it and to the other findings of its rule", async () => {
  const markup = await showView("/findings/f-appdb?since=2026-04-12T03:00Z", SOURCE);
  assertStringIncludes(markup, 'href="/search?finding=f-appdb"');
  assertStringIncludes(markup, 'href="/findings?since=2026-04-12T03%3A00%3A00.000Z&amp;rule=appdb.timeout"');
});

Deno.test("FINDING_VIEW makes links only of references by TLS, which tell nothing of where they were", async () => {
  const references = [
    "https://docs.example/a?b=1&c",
    "http://docs.example/",
    "javascript:alert(4)",
    "https://",
    HOSTILE,
  ];
  const markup = await showView(
    "/findings/f-appdb",
    sourceOf(fakeAnalysis({ findings: [fakeFinding({ references })] })),
  );
  assertEquals(markup.match(/<a href="[^/#][^>]*>/g), [
    '<a href="https://docs.example/a?b=1&amp;c" rel="noreferrer noopener">',
  ]);
  assertStringIncludes(textOf(markup), "http://docs.example/ javascript:alert(4) https:// </script>");
});

Deno.test("FINDING_VIEW shows of its course what the window shows", async () => {
  const { finding: { series } } = await loadView<Loaded>(
    "/findings/f-appdb?since=2026-04-12T03:10Z&until=2026-04-12T03:20Z",
    SOURCE,
  );
  assertEquals([series.start, series.counts.length], [at(3, 10), 10]);
  assertEquals(series.counts.slice(0, 6), [0, 0, 0, 0, 60 + (14 * 37) % 120, 60 + (15 * 37) % 120]);
  const outside = await showView("/findings/f-appdb?since=2026-04-13T00:00Z", SOURCE);
  assertStringIncludes(textOf(outside), "no data");
});

Deno.test("FINDING_VIEW carries at most a hundred lines and 240 buckets", async () => {
  const [line] = fakeFinding().evidence;
  const long = fakeFinding({
    evidence: Array.from({ length: 300 }, () => line!),
    series: { start: at(0), bucketMs: 1000, counts: Array.from({ length: 10_000 }, () => 1) },
  });
  const { finding, lines } = await loadView<Loaded>(
    "/findings/f-appdb",
    sourceOf(fakeAnalysis({ findings: [long] })),
  );
  assert(finding.series.counts.length <= 240);
  assertEquals(finding.series.counts.reduce((a, b) => a + b), 10_000);
  assertEquals(lines.length, 100);
});

Deno.test("FINDING_VIEW shows hostile text of all its parts as text", async () => {
  const hostile = fakeFinding({
    title: HOSTILE,
    rule: HOSTILE,
    explanation: HOSTILE,
    remediation: HOSTILE,
    references: [HOSTILE, `https://example.com/${HOSTILE}`],
    hosts: [HOSTILE],
    captures: { [HOSTILE]: [HOSTILE] },
  });
  const markup = await showView("/findings/f-appdb", sourceOf(fakeAnalysis({ findings: [hostile] })));
  assertEquals(foreignMarkup(markup), []);
});

Deno.test("FINDING_VIEW refuses an id that there is not", async () => {
  await assertRejects(() => loadView("/findings/nothing", SOURCE), AddressError, "there is none");
});
