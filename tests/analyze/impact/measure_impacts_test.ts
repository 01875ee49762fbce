import { measureImpacts } from "../../../lib/analyze/impact/measure_impacts.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { seededUnit } from "../counts.ts";
import { rowAt } from "../finding_case.ts";
import { background, fileOf, PROJECTS, record, repeat, request, spread, traffic } from "../log_case.ts";
import { impactsOf, logsOf, show } from "./impact_case.ts";

const [A, B] = PROJECTS as [string, string];
const DAY = 1440;
const LOG = "om-1/application/mms0.log";
const ACCESS = "om-1/http_access/mms0-access.log";
const QUIET = background(1, 0, DAY, 2);
const FAILED = { level: "ERROR", message: "Plan 5 was not applied" };
const BROKEN = fileOf(QUIET, repeat(spread(700.5, 760, 120), { ...FAILED, gid: A }));
const PUBLISHED = "AUTOMATION_CONFIG_PUBLISHED_AUDIT";

Deno.test("measureImpacts finds the error that begins with a change, in its project and overall", async () => {
  const measured = await impactsOf({ [LOG]: BROKEN }, [rowAt(700, PUBLISHED, { groupId: A })]);
  assertEquals(show(measured, `${PUBLISHED}@700`), ["* signature all 0 2", `* signature project:a 0 2`]);
  const [first] = measured.impacts;
  assertEquals([first?.eventId, first?.ratio], [`${PUBLISHED}@700`, null]);
  assert(first!.qValue < 1e-6 && first!.pValue <= first!.qValue);
});

Deno.test("measureImpacts tells of a change in another project that nothing there was measured", async () => {
  const measured = await impactsOf({ [LOG]: BROKEN }, [rowAt(700, PUBLISHED, { groupId: B })]);
  assertEquals(show(measured, `${PUBLISHED}@700`), ["* signature all 0 2"]);
});

Deno.test("measureImpacts keeps what did not change", async () => {
  const files = {
    [LOG]: fileOf(QUIET, repeat(spread(0, DAY, DAY), FAILED)),
    [ACCESS]: fileOf(traffic(2, 0, DAY, 20)),
  };
  const measured = await impactsOf(files, [rowAt(700, PUBLISHED)]);
  assertEquals(measured.impacts.map(({ metric }) => metric.replace(/:.*/, "")), [
    "p95LatencyMs",
    "p95LatencyMs",
    "records",
    "requests",
    "requests",
    "signature",
    "signature",
  ]);
  assert(measured.impacts.every(({ significant, qValue }) => !significant && qValue > 0.05));
});

Deno.test("measureImpacts finds failing and slow requests", async () => {
  const files = {
    [LOG]: fileOf(QUIET),
    [ACCESS]: fileOf(
      traffic(2, 0, DAY, 10),
      spread(701, 740, 200).map((minute) => request(minute, { status: 503, latencyMs: 9000 })),
    ),
  };
  const measured = await impactsOf(files, [rowAt(700, PUBLISHED)]);
  const significant = measured.of(`${PUBLISHED}@700`).filter((impact) =>
    impact.significant && impact.scope === "all"
  );
  assertEquals(significant.map(({ metric }) => metric).sort(), ["errors5xx", "p95LatencyMs", "requests"]);
  const latency = significant.find(({ metric }) => metric === "p95LatencyMs")!;
  assert(latency.before < 100 && latency.after > 6000, `${latency.before} and ${latency.after}`);
});

Deno.test("measureImpacts shifts what a host counted by its clock", async () => {
  const logs = await logsOf({ [LOG]: BROKEN });
  // The host is 40 minutes ahead: what it logged at 700 happened at 660.
  const shifted = { ...logs, clocks: () => 40 * 60_000 };
  const measured = measureImpacts(shifted, [rowAt(660, PUBLISHED), rowAt(1000, PUBLISHED)]);
  const errors = show(measured, `${PUBLISHED}@660`).filter((row) => row.includes("signature"));
  assertEquals(errors, ["* signature all 0 2", "* signature host:om-1 0 2"]);
});

Deno.test("measureImpacts finds that a host falls silent, and not that logs are missing", async () => {
  const quiet = background(3, 0, DAY, 3).filter(({ minute }) => minute < 700 || minute > 760);
  const files = { [LOG]: fileOf(quiet), "om-2/application/mms0.log": fileOf(QUIET) };
  const silent = await impactsOf(files, [rowAt(699, "LOG_LEVEL_CHANGE")]);
  const rows = show(silent, "LOG_LEVEL_CHANGE@699");
  assert(
    rows.some((row) => /^\* records host:om-1 3\S* 0\.\d+$|^\* records host:om-1 \S+ 0$/.test(row)),
    rows.join(),
  );
  const gone = await impactsOf({ [LOG]: fileOf(quiet) }, [rowAt(699, "LOG_LEVEL_CHANGE")]);
  assertEquals(gone.impacts.filter(({ significant }) => significant), []);
});

Deno.test("measureImpacts finds the agents of a project gone", async () => {
  const call = (minute: number, gid: string) =>
    request(minute, {
      path: `/agents/api/automation/conf/v1/${gid}?ah=db-${gid[0]}.example.com&av=108.0.1.1`,
    });
  const calls = (gid: string, until: number) =>
    spread(0, until, 2 * until).map((minute) => call(minute, gid));
  const files = { [LOG]: fileOf(QUIET), [ACCESS]: fileOf(calls(A, 700), calls(B, DAY)) };
  const events = [A, B].map((groupId) =>
    rowAt(699, "AGENT_API_KEY_DELETED", { groupId, id: groupId, user: groupId })
  );
  const measured = await impactsOf(files, events);
  const agents = (id: string) => show(measured, id).filter((row) => row.includes("agentRequests"));
  assertEquals(agents(A), ["* agentRequests project:a 2 0.06667"]);
  assertEquals(agents(B), ["agentRequests project:b 2 2"]);
});

Deno.test("measureImpacts measures an act of several events once, and lists it for each", async () => {
  const events = [0, 0.2, 0.4].map((more, at) =>
    rowAt(700 + more, "MONGODB_ROLE_UPDATED", { id: `e${at}`, groupId: A, user: "ada" })
  );
  const measured = await impactsOf({ [LOG]: BROKEN }, events);
  assertEquals(measured.impacts.map(({ eventId }) => eventId), ["e0", "e0", "e1", "e1", "e2", "e2"]);
  assertEquals(measured.of("e1"), measured.of("e0"));
});

Deno.test("measureImpacts has nothing to say of alerts, of other times and without events", async () => {
  const events = [
    rowAt(701, "HOST_DOWN"),
    rowAt(-100, PUBLISHED),
    rowAt(DAY + 100, PUBLISHED),
    rowAt(1, PUBLISHED),
  ];
  assertEquals((await impactsOf({ [LOG]: BROKEN }, events)).impacts, []);
  assertEquals((await impactsOf({ [LOG]: BROKEN }, [])).of("none"), []);
});

Deno.test("measureImpacts gives the same, whatever the order of the files", async () => {
  const files = {
    [LOG]: BROKEN,
    "om-2/application/mms0.log": fileOf(background(5, 0, DAY, 2)),
    [ACCESS]: fileOf(traffic(2, 0, DAY, 5)),
  };
  const events = [rowAt(700, PUBLISHED, { groupId: A }), rowAt(900, "LOG_LEVEL_CHANGE")];
  const turned = Object.fromEntries(Object.entries(files).reverse());
  assertEquals((await impactsOf(turned, events)).impacts, (await impactsOf(files, events)).impacts);
});

Deno.test("measureImpacts calls at most one in twenty impacts significant of changes that change nothing", async () => {
  const unit = seededUnit(77);
  const bursts = Array.from({ length: 6 }, () => unit() * DAY).flatMap((at) =>
    repeat(spread(at, Math.min(DAY, at + 8), 60), { level: "WARN", message: "Pool 7 was short of threads" })
  );
  const hourly = spread(5, DAY, 24).flatMap((at) =>
    repeat(spread(at, at + 1, 30), { level: "WARN", message: "Cron 7 was late" })
  );
  const steady = [1, 2, 3, 4].flatMap((seed) =>
    background(seed + 10, 0, DAY, 1).map(({ minute }) =>
      record({ minute, level: "ERROR", message: `Steady ${"abcd"[seed - 1]} failed` })
    )
  );
  const files = { [LOG]: fileOf(QUIET, bursts, hourly, steady), [ACCESS]: fileOf(traffic(9, 0, DAY, 10)) };
  const events = Array.from({ length: 120 }, () => 30 + unit() * (DAY - 60)).sort((a, b) => a - b)
    .map((minute, at) =>
      rowAt(minute, "MONGODB_USER_ADDED", { id: `e${at}`, groupId: PROJECTS[at % 6]!, user: `u${at}` })
    );
  const measured = await impactsOf(files, events);
  const all = events.flatMap(({ id }) => measured.of(id));
  const significant = all.filter((impact) => impact.significant);
  assert(all.length > 500, `${all.length}`);
  assert(significant.length <= 0.05 * all.length, `${significant.length} of ${all.length}`);
});
