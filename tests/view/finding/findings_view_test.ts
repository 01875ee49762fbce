import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { at, fakeFinding } from "../../helpers/fake_finding.ts";
import { foreignMarkup, loadView, showView, sourceOf } from "../incident/shown_view.ts";

const SOURCE = sourceOf(fakeAnalysis());

interface Loaded {
  readonly page: {
    readonly rows: readonly { readonly id: string; readonly series: { readonly counts: number[] } }[];
  };
  readonly rules: readonly string[];
}

const ASKED: readonly (readonly [search: string, ids: readonly string[]])[] = [
  ["", ["f-appdb", "f-5xx", "f-restart", "f-s3", "f-skew"]],
  ["severity=high", ["f-5xx", "f-restart"]],
  ["confidence=medium", ["f-restart"]],
  ["category=http_access", ["f-5xx"]],
  ["rule=clock.skew", ["f-skew"]],
  ["host=om-3.example", ["f-s3", "f-skew"]],
  ["host=om-3.example&severity=low", ["f-skew"]],
  ["q=BURSTS", ["f-5xx"]],
  ["sort=count&host=om-3.example", ["f-skew", "f-s3"]],
  ["until=2026-04-12T01:00Z", ["f-skew"]],
  ["since=2026-04-12T04:00Z", ["f-skew"]],
];

for (const [search, ids] of ASKED) {
  Deno.test(`FINDINGS_VIEW lists ${ids.join(", ")} for "${search}"`, async () => {
    const { page } = await loadView<Loaded>(`/findings?${search}`, SOURCE);
    assertEquals(page.rows.map(({ id }) => id), ids);
  });
}

Deno.test("FINDINGS_VIEW carries of a series what its picture shows", async () => {
  const series = { start: at(0), bucketMs: 1000, counts: Array.from({ length: 5000 }, () => 2) };
  const { page } = await loadView<Loaded>(
    "/findings",
    sourceOf(fakeAnalysis({ findings: [fakeFinding({ series })] })),
  );
  const { counts } = page.rows[0]!.series;
  assert(counts.length <= 40);
  assertEquals(counts.reduce((a, b) => a + b), 10_000);
});

Deno.test("FINDINGS_VIEW shows hostile text as text", async () => {
  assertEquals(foreignMarkup(await showView("/findings", SOURCE)), []);
});
