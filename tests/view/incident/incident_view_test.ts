import { assert, assertEquals, assertRejects, assertStringIncludes } from "../../../lib/std/assert.ts";
import { renderIncidentMarkdown } from "../../../lib/report/markdown/render_incident_markdown.ts";
import { AddressError } from "../../../lib/view/address_error.ts";
import { emptyAnalysis, fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { at, fakeCause, fakeEvent, fakeFinding, fakeIncident, HOSTILE } from "../../helpers/fake_finding.ts";
import { foreignMarkup, loadView, showView, sourceOf, textOf } from "./shown_view.ts";

interface Loaded {
  readonly steps: readonly { readonly time: string; readonly kind: string; readonly text: string }[];
  readonly picture: {
    readonly lanes: readonly { readonly title: string; readonly series: { counts: number[] } }[];
  };
  readonly findings: readonly {
    readonly id: string;
    readonly lines: readonly unknown[];
    readonly isShared: boolean;
  }[];
  readonly markdown: string;
}

const SOURCE = sourceOf(fakeAnalysis());

Deno.test("INCIDENT_VIEW tells the course of an incident in order of time", async () => {
  const { steps } = await loadView<Loaded>("/incidents/i-appdb", SOURCE);
  assertEquals(steps.map(({ time, kind }) => [time, kind]), [
    [at(2, 50, 34), "cause"],
    [at(3, 12, 2), "cause"],
    [at(3, 14, 15.926), "finding"],
    [at(3, 14, 15.926), "finding"],
    [at(3, 19), "alert"],
    [at(3, 21, 40), "finding"],
    [at(3, 29, 1.004), "end"],
  ]);
});

Deno.test("INCIDENT_VIEW tells the recovery of what an alert has told, not that of something else", async () => {
  const events = [
    fakeEvent({ id: "down", role: "alert", time: at(3, 19), host: "appdb-0.example" }),
    fakeEvent({ id: "before", role: "recovery", time: at(3, 18), host: "appdb-0.example" }),
    fakeEvent({ id: "other", role: "recovery", time: at(3, 20), host: "appdb-1.example" }),
    fakeEvent({ id: "up", role: "recovery", time: at(3, 31), host: "appdb-0.example", summary: "It is up" }),
    fakeEvent({ id: "late", role: "recovery", time: at(4, 20), host: "appdb-0.example" }),
  ];
  const findings = [fakeFinding({ confirmedBy: ["down"], causes: [] })];
  const incidents = [fakeIncident({ findings: ["f-appdb"], causes: [] })];
  const { steps } = await loadView<Loaded>(
    "/incidents/i-appdb",
    sourceOf(fakeAnalysis({ events, findings, incidents })),
  );
  assertEquals(steps.filter(({ kind }) => kind === "recovery").map(({ text }) => text), ["It is up"]);
});

Deno.test("INCIDENT_VIEW counts events of a finding that no log tells", async () => {
  const findings = [fakeFinding({ count: 1, hosts: [], categories: [], evidence: [] })];
  const incidents = [fakeIncident({ findings: ["f-appdb"], causes: [] })];
  const text = textOf(await showView("/incidents/i-appdb", sourceOf(fakeAnalysis({ findings, incidents }))));
  assertStringIncludes(text, "1 event since 2026-04-12");
});

Deno.test("INCIDENT_VIEW draws the traffic of its hosts and its findings, each over the same time", async () => {
  const { picture: { lanes } } = await loadView<Loaded>("/incidents/i-appdb", SOURCE);
  assertEquals(lanes.map(({ title }) => title), [
    "Failed requests (5xx)",
    "Latency (p95) of the slowest host",
    "ERROR and WARN records",
    "The application database cannot be reached",
    "Bursts of HTTP 500 answers",
    "om-2.example restarted without a clean shutdown",
  ]);
  // Two hosts with 150 failed requests each in five minutes, of which the slower one answers in 5000 ms.
  assertEquals(lanes.slice(0, 2).map(({ series }) => Math.max(...series.counts)), [300, 5000]);
});

Deno.test("INCIDENT_VIEW shows a line that proves two findings at the first of them", async () => {
  const { findings } = await loadView<Loaded>("/incidents/i-appdb", SOURCE);
  assertEquals(findings.map(({ id, lines, isShared }) => [id, lines.length, isShared]), [
    ["f-appdb", 5, false],
    ["f-5xx", 0, true],
    ["f-restart", 0, false],
  ]);
});

Deno.test("INCIDENT_VIEW shows each term of a cause as a number and in words, with its score and distance", async () => {
  const text = textOf(await showView("/incidents/i-appdb", SOURCE));
  for (
    const expected of [
      "Deployment configuration published by dana@example.com 0.81 of 1: most likely cause 2 min 13 s before",
      "time 0.86 it came 2 minutes before",
      "scope 1.00 it acts on the same project",
      "kind 0.80 such a change often causes such trouble",
      "effect 0.72 what is concerned became worse after it",
      "uniqueness 0.64 there are others of its kind",
      "processes[0].version 7.0.12 8.0.4",
      "Request 120 ms after the event, high confidence",
      "No measurable effect: 1 number was compared before and after it",
      "Confirmed by 2026-04-12 03:19:00 Backing database appdb-0.example:27017 is down",
    ]
  ) assertStringIncludes(text, expected);
});

Deno.test("INCIDENT_VIEW says plainly that nothing explains an incident", async () => {
  const without = fakeAnalysis({ incidents: [fakeIncident({ causes: [] })] });
  assertStringIncludes(
    textOf(await showView("/incidents/i-appdb", sourceOf(without))),
    "Likely causes No event within 30 min before explains this.",
  );
});

Deno.test("INCIDENT_VIEW gives the ticket as renderIncidentMarkdown() writes it, but not on paper", async () => {
  const { markdown } = await loadView<Loaded>("/incidents/i-appdb", SOURCE);
  assertEquals(markdown, renderIncidentMarkdown(fakeIncident(), SOURCE.index));
  assertStringIncludes(await showView("/incidents/i-appdb", SOURCE), "<textarea readonly");
  const onPaper = await showView("/incidents/i-appdb", SOURCE, { face: "report", isStatic: true });
  assert(!onPaper.includes("<textarea"));
});

Deno.test("INCIDENT_VIEW offers what stands around a line where it can be read", async () => {
  const served = await showView("/incidents/i-appdb", SOURCE);
  assertStringIncludes(served, 'data-live="context" data-member="7" data-line="48211"\ndata-lines="3"');
  assert(!(await showView("/incidents/i-appdb", SOURCE, { face: "report" })).includes('data-live="context"'));
});

Deno.test("INCIDENT_VIEW leads to the records, the timeline and the events of its hosts with ten minutes around", async () => {
  const markup = await showView("/incidents/i-appdb", SOURCE);
  const window = "since=2026-04-12T03%3A04%3A15.926Z&amp;until=2026-04-12T03%3A39%3A01.004Z";
  for (
    const expected of [
      `/search?${window}&amp;q=host%3Aom-1.example%2Com-2.example`,
      `/timeline?${window}`,
      `/events?${window}`,
      `/incidents/i-appdb?${window}`,
    ]
  ) assertStringIncludes(markup, `href="${expected}"`);
});

Deno.test("INCIDENT_VIEW shows hostile text of all its parts as text", async () => {
  const hostile = fakeAnalysis({
    events: [fakeEvent({
      summary: HOSTILE,
      type: HOSTILE,
      user: HOSTILE,
      remoteAddress: HOSTILE,
      diffs: [{
        name: HOSTILE,
        type: HOSTILE,
        params: [{ display: HOSTILE, old: HOSTILE, new: { [HOSTILE]: 1 } }],
      }],
    })],
    findings: [fakeFinding({ title: HOSTILE, rule: HOSTILE, remediation: HOSTILE, hosts: [HOSTILE] })],
    incidents: [fakeIncident({
      title: HOSTILE,
      narrative: HOSTILE,
      hosts: [HOSTILE],
      findings: ["f-appdb"],
      causes: [fakeCause({ eventType: HOSTILE })],
    })],
  });
  const markup = await showView("/incidents/i-appdb", sourceOf(hostile));
  assertEquals(foreignMarkup(markup), []);
  const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  assertEquals(new Set(ids).size, ids.length);
  assert(textOf(markup).includes("</script><script>alert(1)</script>"));
});

Deno.test("INCIDENT_VIEW refuses an id that there is not", async () => {
  for (const id of ["nothing", "__proto__", encodeURIComponent(HOSTILE)]) {
    await assertRejects(
      () => loadView(`/incidents/${id}`, sourceOf(emptyAnalysis())),
      AddressError,
      "there is none",
    );
  }
});
