import { seriesField } from "../../../lib/analyze/bursts/series_field.ts";
import { LogTally } from "../../../lib/analyze/log_tally.ts";
import { episodesOf, SERIOUS } from "../../../lib/analyze/signature_findings.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { minuteCounts, seededUnit } from "../counts.ts";
import { START_MS } from "../log_case.ts";
import { arrivals, burst, DAY, partsAt, steady, without } from "../series_shapes.ts";

const SPAN = { startMs: START_MS, endMs: START_MS + DAY * 60_000 - 1 };

/** A tally of one log with twenty records a minute where it is lit, besides the records given. */
function tallyOf(isLit: (minute: number) => boolean, times: readonly number[]): LogTally {
  const tally = new LogTally();
  tally.hosts.push("om-1");
  const minutes = new Map<number, number>();
  for (let minute = 0; minute < DAY; minute++) if (isLit(minute)) minutes.set(START_MS / 60_000 + minute, 20);
  for (const time of times) {
    const minute = START_MS / 60_000 + Math.floor(time);
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  tally.activity.set("om-1", {
    host: "om-1",
    category: "application",
    family: "mms0",
    minutes: minuteCounts(minutes),
  });
  return tally;
}

function onsets(isLit: (minute: number) => boolean, times: readonly number[]): number[] {
  const field = seriesField(tallyOf(isLit, times), SPAN, { judged: 50, source: "records" });
  return episodesOf(partsAt(times, START_MS), field, SERIOUS)
    .map(({ onsetMs }) => Math.floor((onsetMs - START_MS) / 60_000));
}

const USUAL = arrivals(seededUnit(1), DAY, 1, steady());

Deno.test("episodesOf() finds no jump after hours whose files are missing", () => {
  const isLit = (minute: number) => minute < 300 || minute >= 800;
  assertEquals(onsets(isLit, without(USUAL, 300, 800)), []);
});

Deno.test("episodesOf() finds no jump where the log of a host begins", () => {
  assertEquals(onsets((minute) => minute >= 400, without(USUAL, 0, 400)), []);
});

Deno.test("episodesOf() finds a jump while the log goes on", () => {
  assertEquals(onsets(() => true, without(USUAL, 0, 400)).length, 1);
});

Deno.test("episodesOf() finds a burst after missing hours, at its own time", () => {
  const isLit = (minute: number) => minute < 300 || minute >= 800;
  const times = [...without(USUAL, 300, 800), ...burst(seededUnit(2), 1000, 1015, 20)];
  assertEquals(onsets(isLit, times), [1000]);
});

Deno.test("episodesOf() finds a burst that is all that its log has", () => {
  assertEquals(onsets(() => false, burst(seededUnit(3), 700, 720, 5)), [700]);
});
