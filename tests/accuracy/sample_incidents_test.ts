/** Whether an analysis finds what a sample holds: its incident, the event that caused it, and nothing else. */
import { analyzeArchive } from "../../lib/analyze_archive.ts";
import type { Analysis } from "../../lib/analyze/analysis.ts";
import type { Finding } from "../../lib/analyze/finding.ts";
import { generateSample, type SampleOptions, type SampleTruth } from "../../lib/sample/generate_sample.ts";
import { INCIDENT_KINDS, type IncidentKind } from "../../lib/sample/incident_kind.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { sourceOf } from "../analyze/log_case.ts";

const SHAPES: readonly { shape: Omit<SampleOptions, "seed" | "incident">; seeds: readonly number[] }[] = [
  { shape: { hosts: 1, days: 1, sizeBytes: 5_000_000 }, seeds: [1, 2, 3] },
  { shape: { hosts: 3, days: 2, sizeBytes: 12_000_000 }, seeds: [4, 6] },
  { shape: { hosts: 12, days: 1, sizeBytes: 15_000_000 }, seeds: [7] },
];
/** A finding may begin with a background record of its kind, or where the last sign of life was. */
const EARLY_MS = 300_000;
const LATE_MS = 120_000;
const WORTH_TELLING = ["critical", "high", "medium"];

async function analyzeSample(options: SampleOptions): Promise<{ analysis: Analysis; truth: SampleTruth }> {
  const sample = generateSample(options);
  const bytes = new Uint8Array(await new Response(sample.archive).arrayBuffer());
  const file = sourceOf(sample.archiveName, bytes);
  const analysis = await analyzeArchive([{ name: file.name, kind: "file", files: [file] }], {
    useWorker: false,
    events: [sourceOf("events.json", JSON.stringify({ results: sample.events }))],
  });
  return { analysis, truth: await sample.truth };
}

function isOfIncident({ rule, onset }: Finding, { incident }: SampleTruth): boolean {
  const fromMs = Date.parse(incident.onset ?? "") - EARLY_MS;
  const toMs = Date.parse(incident.end ?? "") + LATE_MS;
  return [incident.rule, ...incident.alsoRules].includes(rule) && Date.parse(onset) >= fromMs &&
    Date.parse(onset) <= toMs;
}

function checkPlanted({ findings, incidents }: Analysis, { incident }: SampleTruth): void {
  const planted = findings.filter(({ rule, onset }) =>
    rule === incident.rule && Date.parse(onset) <= Date.parse(incident.onset ?? "") + LATE_MS
  );
  assert(planted.length > 0, `${incident.rule} is not found: ${findings.map(({ rule }) => rule)}`);
  const expected = incident.causeEventId ?? undefined;
  for (const { causes, hosts, confirmedBy } of planted) {
    assertEquals(causes[0]?.eventId, expected, "first cause of the finding");
    assertEquals(hosts, incident.hosts);
    assertEquals(confirmedBy.filter((id) => !incident.confirmingEventIds.includes(id)), []);
  }
  assertEquals(incidents.length, 1, incidents.map(({ title }) => title).join("; "));
  assertEquals(incidents[0]?.causes[0]?.eventId, expected, "first cause of the incident");
}

for (const { shape, seeds } of SHAPES) {
  for (const incident of Object.keys(INCIDENT_KINDS) as IncidentKind[]) {
    for (const seed of seeds) {
      Deno.test(`analyzeArchive() judges "${incident}" rightly: ${shape.hosts} hosts, seed ${seed}`, async () => {
        const { analysis, truth } = await analyzeSample({ ...shape, seed, incident });
        assertEquals(analysis.totals.records, truth.totals.all.records);
        assertEquals(analysis.totals.rejectedLines, 0);
        const others = analysis.findings.filter((finding) =>
          WORTH_TELLING.includes(finding.severity) && !isOfIncident(finding, truth)
        );
        assertEquals(others.map(({ rule, title, onset }) => `${rule} ${onset} ${title}`), [], "cried wolf");
        if (truth.incident.rule !== null) checkPlanted(analysis, truth);
      });
    }
  }
}
