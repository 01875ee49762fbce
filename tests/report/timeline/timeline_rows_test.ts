import { timelineRows } from "../../../lib/report/timeline/timeline_rows.ts";
import { timelineSchema } from "../../../lib/report/timeline/timeline_schema.ts";
import { renderTimeline } from "../../../lib/report/render_timeline.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { fakeEvent, fakeIncident } from "../../helpers/fake_finding.ts";
import { createValidator } from "../../helpers/json_schema.ts";

const validate = createValidator(timelineSchema);

for (const [name, analysis] of Object.entries({ rich: fakeAnalysis(), big: bigAnalysis(200, 5) })) {
  Deno.test(`renderTimeline() of a ${name} analysis has lines in time order that the schema accepts`, () => {
    const text = renderTimeline(analysis);
    assert(text.endsWith("\n"));
    const rows = text.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(rows.flatMap((row) => validate(row)), []);
    const times: string[] = rows.map(({ time }) => time);
    assertEquals(times, times.toSorted());
  });
}

Deno.test("timelineSchema refuses a row that lacks a field, has another, or has no such kind", () => {
  const [row] = timelineRows(fakeAnalysis());
  assertEquals(validate(row), []);
  const { hosts: _, ...lacking } = row!;
  for (const bad of [lacking, { ...row, extra: 1 }, { ...row, kind: "party" }, { ...row, time: "noon" }]) {
    assert(validate(bad).length > 0);
  }
});

Deno.test("timelineRows() tells a day in its order: what came first, what was found, what came back", () => {
  const rows = timelineRows(fakeAnalysis({ backups: [] })).filter(({ time }) => time >= "2026-04-12T02:50");
  assertEquals(rows.map(({ time, kind, id }) => `${time.slice(11, 19)} ${kind} ${id}`), [
    "02:50:34 event ev-user",
    "03:12:02 event ev-publish",
    "03:14:15 incident.start i-appdb",
    "03:14:15 finding.onset f-appdb",
    "03:14:15 finding.onset f-5xx",
    "03:19:00 alert ev-down",
    "03:20:00 event ev-hostile",
    "03:20:26 gap.start null",
    "03:21:40 gap.end null",
    "03:21:40 restart null",
    "03:21:40 finding.onset f-restart",
    "03:21:40 finding.end f-restart",
    "03:29:01 finding.end f-appdb",
    "03:29:01 finding.end f-5xx",
    "03:29:01 incident.end i-appdb",
    "03:31:00 recovery ev-up",
    "04:05:00 event ev-info",
    "04:12:00 finding.end f-skew",
    "04:30:00 gap.end null",
  ]);
});

Deno.test("timelineRows() gives a row all there is to say: severity, type, hosts, projects, the line that shows it", () => {
  const onset = timelineRows(fakeAnalysis()).find(({ kind, id }) =>
    kind === "finding.onset" && id === "f-appdb"
  );
  assertEquals(onset, {
    time: "2026-04-12T03:14:15.926Z",
    kind: "finding.onset",
    title: "The application database cannot be reached",
    severity: "critical",
    id: "f-appdb",
    type: "appdb.timeout",
    hosts: ["om-1.example", "om-2.example"],
    groupIds: [],
    evidence: { input: "om-logs_20260412.tar.gz", member: "om-1.example/application/mms0.log", line: 48211 },
  });
});

Deno.test("timelineRows() keeps rows of one moment in the order of cause and effect, whatever order they came in", () => {
  const time = "2026-04-12T01:00:00.000Z";
  const rows = timelineRows({
    ...emptyAnalysis(),
    incidents: [fakeIncident({ start: time, end: time })],
    events: [fakeEvent({ id: "up", time, role: "recovery" }), fakeEvent({ id: "push", time })],
  });
  assertEquals(rows.map(({ kind }) => kind), ["event", "recovery", "incident.start", "incident.end"]);
  assertEquals(timelineRows(emptyAnalysis()), []);
});

Deno.test("renderTimeline() leaves no character in a line that some readers end it at", () => {
  const text = renderTimeline({ ...emptyAnalysis(), events: [fakeEvent({ summary: "a\u2028b\u0085c\nd" })] });
  assertEquals(text.split(/[\n\u2028\u0085]/).length, 2);
  assertEquals(JSON.parse(text).title, "a\u2028b\u0085c\nd");
});
