import { assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { fakeIncident, HOSTILE } from "../../helpers/fake_finding.ts";
import { foreignMarkup, loadView, showView, sourceOf, textOf } from "./shown_view.ts";

interface Loaded {
  readonly incidents: readonly { readonly id: string }[];
  readonly total: number;
}

const SOURCE = sourceOf(fakeAnalysis());

const ASKED: readonly (readonly [search: string, ids: readonly string[]])[] = [
  ["", ["i-appdb", "i-s3"]],
  ["severity=medium", ["i-s3"]],
  ["severity=low", []],
  ["host=om-3.example", ["i-s3"]],
  ["since=2026-04-12T02:11:00Z", ["i-appdb", "i-s3"]],
  ["since=2026-04-12T02:11:01Z", ["i-appdb"]],
  ["until=2026-04-12T03:14:15Z", ["i-s3"]],
  ["offset=1", ["i-s3"]],
];

for (const [search, ids] of ASKED) {
  Deno.test(`INCIDENTS_VIEW lists ${ids.join(", ") || "nothing"} for "${search}"`, async () => {
    const { incidents } = await loadView<Loaded>(`/incidents?${search}`, SOURCE);
    assertEquals(incidents.map(({ id }) => id), ids);
  });
}

Deno.test("INCIDENTS_VIEW tells of each when, where, its likeliest cause, and how sure that is", async () => {
  const text = textOf(await showView("/incidents", SOURCE));
  for (
    const expected of [
      "critical The application database could not be reached 2026-04-12 03:14:15 to 2026-04-12 03:29:01 · 14 min 45 s",
      "Most likely cause (score 0.81): Deployment configuration published by dana@example.com, 2 min 13 s before.",
      "No event within 30 min before explains this.",
    ]
  ) assertStringIncludes(text, expected);
});

Deno.test("INCIDENTS_VIEW gives many incidents page by page", async () => {
  const many = sourceOf(bigAnalysis(1200, 3));
  const { incidents, total } = await loadView<Loaded>("/incidents?offset=50", many);
  assertEquals([incidents.length, total], [50, 120]);
  const text = textOf(await showView("/incidents?offset=50", many));
  assertStringIncludes(text, "51 to 100 of 120 Previous Next");
});

Deno.test("INCIDENTS_VIEW says that there is none", async () => {
  assertStringIncludes(
    textOf(await showView("/incidents", sourceOf(emptyAnalysis()))),
    "No findings that belong together were found.",
  );
});

Deno.test("INCIDENTS_VIEW shows hostile text as text", async () => {
  const incidents = [
    fakeIncident({ title: HOSTILE, narrative: HOSTILE, hosts: [HOSTILE], groupIds: [HOSTILE] }),
  ];
  assertEquals(foreignMarkup(await showView("/incidents", sourceOf(fakeAnalysis({ incidents })))), []);
});
