import { analysisSchema } from "../../lib/report/analysis_schema.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fakeAnalysis } from "./fake_analysis.ts";
import { createValidator } from "./json_schema.ts";
import { NAUGHTY_STRINGS, naughtyAnalysis } from "./naughty_analysis.ts";

/** Every string in a value, keys included. */
function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      yield key;
      yield* stringsIn(one);
    }
  }
}

Deno.test("naughtyAnalysis() is valid by the schema of an analysis", () => {
  assertEquals(createValidator(analysisSchema)(naughtyAnalysis(fakeAnalysis())), []);
});

Deno.test("naughtyAnalysis() holds every hostile string", () => {
  const all = new Set(stringsIn(naughtyAnalysis(fakeAnalysis())));
  assert(NAUGHTY_STRINGS.length > 300, `${NAUGHTY_STRINGS.length} strings`);
  assertEquals(NAUGHTY_STRINGS.filter((text) => !all.has(text)), []);
});

Deno.test("naughtyAnalysis() leaves no text of the analysis it was made of", () => {
  const { findings, incidents, events, signatures, coverage, diagnostics, inputs } = naughtyAnalysis(
    fakeAnalysis(),
  );
  const texts = [
    ...findings.flatMap((
      one,
    ) => [
      one.title,
      one.explanation,
      one.remediation,
      ...one.hosts,
      ...one.references,
      ...one.evidence.flatMap(({ text, member }) => [text, member]),
    ]),
    ...findings.flatMap(({ captures }) => [...Object.keys(captures), ...Object.values(captures).flat()]),
    ...incidents.flatMap((one) => [one.title, one.narrative, ...one.hosts]),
    ...events.flatMap((one) => [one.summary, one.user ?? "", ...stringsIn(one.raw)]),
    ...signatures.flatMap((one) => [one.template, one.logger ?? "", one.exception ?? ""]),
    ...coverage.flatMap((one) => [one.host, ...one.files.map(({ member }) => member)]),
    ...diagnostics.map(({ message }) => message),
    ...inputs.map(({ name }) => name),
  ];
  const naughty = new Set(NAUGHTY_STRINGS);
  const tame = texts.filter((text) => !naughty.has(text) && !naughty.has(text.replace(/\d+$/, "")));
  assertEquals(tame, []);
});

Deno.test("naughtyAnalysis() keeps what refers to something", () => {
  const { findings, incidents, coverage, events } = naughtyAnalysis(fakeAnalysis());
  const hosts = new Set(coverage.map(({ host }) => host));
  assert(findings.every((finding) => finding.hosts.every((host) => hosts.has(host))));
  const ids = new Set(findings.map(({ id }) => id));
  assert(incidents.every((incident) => incident.findings.every((id) => ids.has(id))));
  const eventIds = new Set(events.map(({ id }) => id));
  assertEquals(eventIds.size, events.length);
  assert(findings.every(({ causes }) => causes.every(({ eventId }) => eventIds.has(eventId))));
});
