import { requestRecords } from "../../../lib/analyze/traces/request_record.ts";
import { LogTally } from "../../../lib/analyze/log_tally.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { record, START_MS } from "../log_case.ts";

/** A tally with kept records: those of even minutes to be traced, the others samples. */
function tallyWith(texts: readonly string[]): LogTally {
  const tally = new LogTally();
  const place = { input: "a.tar.gz", category: "application" as const, family: "mms0", rolled: null };
  tally.beginMember({ ...place, path: "om-1/application/mms0.log", host: "om-1" });
  texts.forEach((text, minute) => {
    const at = { line: minute + 1, byteOffset: 1000 * minute, byteLength: text.length, text };
    const kept = { ...at, timeMs: START_MS + minute * 60_000, template: 1, scope: 0, member: 0 };
    if (minute % 2 === 0) tally.traced.push(kept);
    else (tally.samples[1] ??= []).push(kept);
  });
  return tally;
}

Deno.test("requestRecords() gives the records of request threads in stretches of time, by time", () => {
  const gid = "5F0000000000000000000001";
  const tally = tallyWith([
    record({ minute: 0, message: "a", level: "ERROR" }).text,
    record({ minute: 1, message: "b", gid }).text,
    record({ minute: 2, message: "c", thread: "qtp1-7", more: ["\tat a.B.c(D.java:1)"] }).text,
    record({ minute: 3, message: "d", thread: "mms_Worker-1", level: "ERROR" }).text,
    record({ minute: 4, message: "e", level: "WARN", more: ["java.io.IOException: x"] }).text,
    "no record",
    record({ minute: 6, message: "f" }).text,
  ]);
  const inMinutes = (...minutes: (readonly [from: number, to: number])[]) =>
    requestRecords(
      tally,
      new Map([[
        "om-1",
        minutes.map(([from, to]) => ({ fromMs: START_MS + from * 60_000, toMs: START_MS + to * 60_000 })),
      ]]),
    ).get("om-1")!.map(({ sample, groupId, isFailure }) => `${sample.line} ${groupId} ${isFailure}`);
  assertEquals(inMinutes([0, 6]), [
    "1  true",
    `2 ${gid.toLowerCase()} false`,
    "3  true",
    "5  true",
    "7  false",
  ]);
  assertEquals(inMinutes([4.5, 6], [0.5, 1], [1, 1.5], [0.9, 1.2]), [
    `2 ${gid.toLowerCase()} false`,
    "7  false",
  ]);
  assertEquals(inMinutes([0.1, 0.9]), []);
  assertEquals(inMinutes(), []);
  assertEquals(requestRecords(tally, new Map([["om-2", [{ fromMs: 0, toMs: 2e12 }]]])).get("om-2"), []);
});
