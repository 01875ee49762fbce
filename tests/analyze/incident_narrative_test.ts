import { narrateIncident, toldEvents } from "../../lib/analyze/incident_narrative.ts";
import type { Cause } from "../../lib/analyze/finding.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { findingAt, rowAt } from "./finding_case.ts";

const TERMS = { time: 0.9, scope: 1, kind: 0.8, effect: 0.9, uniqueness: 1 };
const PUBLISHED = rowAt(98, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", {
  summary: "Configuration published by eva",
});
const DOWN = rowAt(105, "HOST_DOWN", { host: "db-1:27017", summary: "Host db-1 does not answer" });
const UP = rowAt(112, "HOST_UP", { host: "db-1:27017", summary: "Host db-1 answers again" });

function causeOf(eventId: string): Cause {
  return {
    eventId,
    eventType: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    score: 0.83,
    lagMs: 120_000,
    terms: TERMS,
    origin: null,
    sameChange: [],
  };
}

function storyOf(minute: number, fields: Parameters<typeof findingAt>[1] = {}, causes: Cause[] = []) {
  const finding = findingAt(minute, fields);
  return { findings: [finding], causes, startMs: finding.onsetMs, endMs: finding.lastMs };
}

Deno.test("narrateIncident() tells change, findings, alert, recovery and end minute by minute", () => {
  const story = storyOf(100, { title: "AppDB times out", confirmedBy: [DOWN.id] }, [causeOf(PUBLISHED.id)]);
  assertEquals(
    narrateIncident(story, toldEvents([PUBLISHED, DOWN, UP])),
    "2026-04-12 01:38 Configuration published by eva; 01:40 AppDB times out on om-1.example.com; " +
      "01:45 alert: Host db-1 does not answer; 01:50 last record of it; 01:52 recovery: Host db-1 answers again. " +
      "Most likely cause: the change at 01:38 (score 0.83): it came 2 minutes before, " +
      "and it acts on the same project, replica set, host or agent.",
  );
});

Deno.test("narrateIncident() says when nothing explains it, and when there was nothing to look at", () => {
  const story = storyOf(100, { title: "om-1.example.com logs nothing" });
  assertMatch(
    narrateIncident(story, toldEvents([PUBLISHED])),
    /^2026-04-12 01:40 om-1\.example\.com logs nothing; 01:50 last .* No change event in the time before explains it\.$/,
  );
  assertMatch(narrateIncident(story, toldEvents([])), / No events are there that could explain it\.$/);
});

Deno.test("narrateIncident() writes a day where it changes, a title once, and counts what it leaves out", () => {
  const titles = ["a", "b", "c", "d", "e", "e"];
  const findings = titles.map((title, i) => findingAt(1435 + i, { title, hosts: [] }));
  const text = narrateIncident(
    { findings, causes: [], startMs: findings[0]!.onsetMs, endMs: findings[5]!.lastMs },
    toldEvents([]),
  );
  assertStringIncludes(
    text,
    "2026-04-12 23:55 a; 23:56 b; 23:57 c; 23:58 d; 2026-04-13 00:10 last record of it.",
  );
  assertStringIncludes(text, "2 other findings belong to it.");
});
