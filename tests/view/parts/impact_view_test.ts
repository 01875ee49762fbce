import type { Impact } from "../../../lib/analyze/analysis.ts";
import { indexAnalysis } from "../../../lib/report/report_index.ts";
import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { changeWords, impactRows, impactView, sureWords } from "../../../lib/view/parts/impact_view.ts";
import { fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { textOf } from "../incident/shown_view.ts";

function impact(metric: string, over: Partial<Impact> = {}): Impact {
  return {
    eventId: "e",
    metric,
    scope: "all",
    before: 1,
    after: 4,
    ratio: 4,
    pValue: 1e-9,
    qValue: 1e-8,
    significant: true,
    ...over,
  };
}

const IMPACTS = [
  impact("requests", { significant: false, qValue: 0.4, after: 1.1, ratio: 1.1 }),
  impact("signature:sig-1", { qValue: 1e-30 }),
  impact("p95LatencyMs", { qValue: 1e-4, before: 80, after: 28_000, ratio: 350 }),
  impact("errors5xx", { before: 0, after: 7.2, ratio: null }),
];
const ROWS = impactRows("e", indexAnalysis(fakeAnalysis({ impacts: IMPACTS })));

Deno.test("impactRows() gives what changed first, traffic before messages, the surest first", () => {
  assertEquals(ROWS.map(({ metric }) => metric), [
    "5xx answers, overall",
    "latency (p95), overall",
    'messages "Synthetic message # of job # took # ms (1)", overall',
    "requests, overall",
  ]);
});

const CHANGES: readonly (readonly [before: number, after: number, words: string])[] = [
  [3, 3, "the same"],
  [0, 0, "the same"],
  [0, 7.2, "from nothing"],
  [7.2, 0, "to nothing"],
  [80, 28_000, "350 times as high"],
  [2, 4.6, "2.3 times as high"],
  [10, 2.5, "1/4 of it"],
  [10, 11.2, "12 % higher"],
  [10, 9.6, "4 % lower"],
  [1000, 1001, "the same"],
];

for (const [before, after, words] of CHANGES) {
  Deno.test(`changeWords() says of ${before} and ${after}: ${words}`, () => {
    assertEquals(changeWords({ before, after, ratio: before === 0 ? null : after / before }), words);
  });
}

Deno.test("sureWords() claims no more than a q-value lets it", () => {
  const words = [1e-9, 1e-5, 0.01, 0.049].map((qValue) => sureWords({ qValue, significant: true }));
  assertEquals(words, [
    "as good as certain",
    "very sure",
    "sure, but not beyond doubt",
    "sure, but not beyond doubt",
  ]);
  assertEquals(sureWords({ qValue: 1e-9, significant: false }), "may well be chance");
});

Deno.test("impactView() shows values before and after, the ratio, and how sure it is", () => {
  const text = textOf(impactView(ROWS).markup);
  assertStringIncludes(
    text,
    "5xx answers, overall before 0 after 7.2 a minute from nothing as good as certain q = 1e-8",
  );
  assertStringIncludes(text, "before 80 after 28000 ms 350 times as high very sure q = 1e-4");
  assertStringIncludes(text, "1 number did not measurably change");
});

Deno.test("impactView() says that nothing changed, or that nothing was measured", () => {
  const same = ROWS.filter(({ significant }) => !significant);
  assertStringIncludes(textOf(impactView(same).markup), "No measurable effect: 1 number was compared");
  assertStringIncludes(textOf(impactView([]).markup), "Nothing was measured around it.");
});

Deno.test("impactView() draws bars on one scale, however large the values", () => {
  const { markup } = impactView([{ ...ROWS[0]!, before: 1e300, after: 5e299 }]);
  const widths = [...markup.matchAll(/class="bar-(?:before|after)"\s+width="([\d.]+)%"/g)].map(([, width]) =>
    width
  );
  assertEquals(widths, ["100", "50"]);
  assert(!markup.includes("NaN") && !markup.includes("Infinity"));
});
