import { applicationLog } from "../../lib/sample/log/application_log.ts";
import { accessTime, applicationTime } from "../../lib/sample/log/log_time.ts";
import { recordScope, recordTemplate } from "../../lib/sample/log/record_template.ts";
import { stackTrace } from "../../lib/sample/log/stack_trace.ts";
import { trafficCurve } from "../../lib/sample/log/traffic_curve.ts";
import { createSampleFleet, type SampleProject } from "../../lib/sample/sample_fleet.ts";
import { SeededRandom } from "../../lib/sample/seeded_random.ts";
import { assert, assertEquals, assertThrows } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const MINUTE_MS = 60_000;
const TIME_MS = Date.UTC(2026, 3, 12, 3, 14, 15, 9);

Deno.test("applicationTime() writes milliseconds and an offset without colon", () => {
  assertEquals(applicationTime()(TIME_MS), "2026-04-12T03:14:15.009+0000");
});

Deno.test("accessTime() writes whole seconds as Apache does", () => {
  assertEquals(accessTime()(TIME_MS), "12/Apr/2026:03:14:15 +0000");
});

Deno.test("applicationTime() forgets the last second when the second changes", () => {
  const write = applicationTime();
  write(TIME_MS);
  assertEquals(write(TIME_MS + 991), "2026-04-12T03:14:16.000+0000");
});

Deno.test("trafficCurve() goes forward, stays inside its span and out of its blackouts", () => {
  const span = { fromMs: TIME_MS, toMs: TIME_MS + 90 * MINUTE_MS };
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2 });
  const starts = fc.integer({ min: 1, max: 85 * MINUTE_MS });
  fc.assert(fc.property(shares, starts, fc.integer({ min: 1, max: 4 * MINUTE_MS }), (some, start, length) => {
    const dark = { fromMs: span.fromMs + start, toMs: span.fromMs + start + length };
    const curve = trafficCurve(span, (timeMs) => 1 + timeMs % 3, [dark]);
    const times = some.toSorted((left, right) => left - right).map((share) => curve.timeAt(share));
    assertEquals(times, times.toSorted((left, right) => left - right));
    for (const timeMs of times) {
      assert(timeMs >= span.fromMs && timeMs < span.toMs);
      assert(timeMs < dark.fromMs || timeMs >= dark.toMs);
    }
  }));
});

Deno.test("trafficCurve() spreads by weight: three quarters of the traffic in the busy half", () => {
  const span = { fromMs: 0, toMs: 80 * MINUTE_MS };
  const curve = trafficCurve(span, (timeMs) => timeMs < 40 * MINUTE_MS ? 3 : 1);
  assertEquals(curve.timeAt(0.75), 40 * MINUTE_MS);
  assertEquals(curve.timeAt(0.375), 20 * MINUTE_MS);
});

const PROJECT: SampleProject = {
  id: "66aaaaaaaaaaaaaaaaaaaaaa",
  name: "payments",
  replicaSets: [{ name: "payments-rs0", members: ["payments-rs0-1.example.com:27017"] }],
  agents: [{
    host: "payments-rs0-1.example.com",
    address: "10.20.0.1",
    version: "108.0.1",
    clockOffsetMs: 0,
    groupId: "66aaaaaaaaaaaaaaaaaaaaaa",
  }],
};

Deno.test("recordTemplate() writes a record with its project, its slots and its trace", () => {
  const template = recordTemplate({
    level: "WARN",
    thread: "oplog",
    logger: "backup.jobs.@{gid}.@{rs}",
    caller: "Shelf.java:put:7",
    withProject: true,
    message: "Agent @{agent} is late",
    trace: "a.B: @{version}\n\tat a.B.c(B.java:1)",
  });
  const scope = recordScope(new SeededRandom(1, "test"), PROJECT, []);
  assertEquals(
    template.render(scope, "2026-04-12T03:14:15.926+0000"),
    "2026-04-12T03:14:15.926+0000 [OplogPruneJob Worker] gid:66aaaaaaaaaaaaaaaaaaaaaa WARN  " +
      "backup.jobs.66aaaaaaaaaaaaaaaaaaaaaa.payments-rs0 [Shelf.java:put:7] - " +
      "Agent payments-rs0-1.example.com is late\na.B: 108.0.1\n\tat a.B.c(B.java:1)\n",
  );
  assertEquals(template.lines, 3);
});

Deno.test("recordTemplate() refuses a slot that it does not know", () => {
  const source = {
    level: "INFO",
    thread: "main",
    logger: "a.B",
    caller: "B.java:c:1",
    withProject: false,
  } as const;
  assertThrows(() => recordTemplate({ ...source, message: "@{colour}" }), RangeError, '"colour"');
});

Deno.test("stackTrace() prints a cause after the frames, with the common ones left out", () => {
  const lines = stackTrace({
    exception: "a.B: outer",
    frames: ["Outer.call"],
    bottom: "pool",
    cause: { exception: "a.C: inner", frames: ["Inner.call"] },
  }).split("\n");
  assertEquals(lines.length, 9);
  assertEquals(lines[0], "a.B: outer");
  assert(lines.slice(1, 6).every((line) => line.startsWith("\tat ")));
  assertEquals(lines[6], "Caused by: a.C: inner");
  assertEquals(lines[8], "\t... 4 common frames omitted");
});

Deno.test("applicationLog() counts what it writes, and is out of order by milliseconds at most", () => {
  const span = { fromMs: TIME_MS, toMs: TIME_MS + MINUTE_MS };
  const write = applicationLog({
    random: { seed: 1, label: "test" },
    fleet: createSampleFleet({ seed: 1, hosts: 1, agents: 10 }),
    curve: trafficCurve(span, () => 1),
    budgetBytes: 1_000_000,
    planted: [],
    process: "server",
  });
  const totals = { records: 0, lines: 0, bytes: 0 };
  const text = [...write(totals)].join("");
  const times = [...text.matchAll(/^(\d{4}-\d\d-\d\dT[\d:.]+)\+0000 \[/gm)].map(([, time]) =>
    Date.parse(`${time}Z`)
  );
  const steps = times.slice(1).map((timeMs, index) => timeMs - (times[index] ?? 0));
  assertEquals(totals, { records: times.length, lines: text.split("\n").length - 1, bytes: text.length });
  assert(steps.every((step) => step > -20));
  const backward = steps.filter((step) => step < 0).length / steps.length;
  assert(backward > 0.001 && backward < 0.05, `${backward} of the steps go back`);
});
