import { assert, assertEquals, assertMatch } from "../../lib/std/assert.ts";
import {
  analyzeCase,
  background,
  eventAt,
  fileOf,
  PROJECTS,
  record,
  repeat,
  showFindings,
  spread,
  traffic,
} from "./log_case.ts";

const [A, B] = PROJECTS as [string, string];
const LOG = "om-1/application/mms0.log";
const ACCESS = { "om-1/http_access/mms0-access.log": fileOf(traffic(99, 0, 1440, 1)) };
const QUIET = background(1, 0, 1440, 3);

const FAILED = { level: "ERROR", logger: "com.xgen.svc.mms.PlanSvc", caller: "PlanSvc.java:apply:77" };
const TRACE = [
  "java.lang.IllegalStateException: plan 17 is locked",
  "\tat com.xgen.svc.mms.PlanSvc.apply(PlanSvc.java:77)",
  "\tat com.xgen.svc.mms.PlanJob.run(PlanJob.java:21)",
];

Deno.test("signature.new: a serious message that starts late, once, without a burst beside it", async () => {
  const files = {
    ...ACCESS,
    [LOG]: fileOf(
      QUIET,
      repeat(spread(1000, 1030, 30), { ...FAILED, message: "Plan 5 was lost", more: TRACE }),
    ),
  };
  const analysis = await analyzeCase({ files });
  assertEquals(showFindings(analysis), ["medium signature.new @1000"]);
  const [finding] = analysis.findings;
  assertEquals(finding?.title, "New exception java.lang.IllegalStateException: Plan # was lost");
  assertEquals([finding?.count, finding?.hosts, finding?.groupIds], [30, ["om-1"], []]);
  assertEquals(analysis.signatures.filter(({ novel }) => novel).map(({ count }) => count), [30]);
});

Deno.test("signature.new: nothing that is rare and just happens to come late", async () => {
  const rare = Array.from(
    { length: 40 },
    (_, i) =>
      repeat([400 + i * 20, 900 + i * 10, 1300 + i], {
        ...FAILED,
        message: `Rare case ${"abcdefghij"[i % 10]}${"klmn"[i % 4]}`,
      }),
  );
  const analysis = await analyzeCase({ files: { ...ACCESS, [LOG]: fileOf(QUIET, rare.flat()) } });
  assertEquals(showFindings(analysis), []);
});

Deno.test("signature.new: begins with its first heap, not with a lone record before it", async () => {
  const lines = repeat([970, ...spread(1000, 1010, 15)], { ...FAILED, message: "Plan 5 was lost" });
  const analysis = await analyzeCase({ files: { ...ACCESS, [LOG]: fileOf(QUIET, lines) } });
  assertEquals(showFindings(analysis), ["medium signature.new @1000"]);
});

Deno.test("signature.new: no message of a nightly job whose first night is in the logs", async () => {
  const nights = [400, 1850, 3280].flatMap((from) =>
    repeat(spread(from, from + 10, 30), { ...FAILED, message: "Report 5 was late" })
  );
  const access = { "om-1/http_access/mms0-access.log": fileOf(traffic(99, 0, 4320, 1)) };
  const files = { ...access, [LOG]: fileOf(background(1, 0, 4320, 2), nights) };
  assertEquals(showFindings(await analyzeCase({ files })), []);
});

Deno.test("signature.new: no message below WARN without an exception", async () => {
  const chatter = repeat(spread(1000, 1100, 40), { message: "Something new and harmless" });
  assertEquals(showFindings(await analyzeCase({ files: { ...ACCESS, [LOG]: fileOf(QUIET, chatter) } })), []);
});

Deno.test("signature.burst: a known message that jumps, with its rate before and its project", async () => {
  const usual = repeat(spread(0, 1440, 48), { ...FAILED, gid: A, message: "Plan of host-1 was not applied" });
  const jump = repeat(spread(900, 920, 100), {
    ...FAILED,
    gid: A,
    message: "Plan of host-2 was not applied",
  });
  const analysis = await analyzeCase({
    files: { ...ACCESS, [LOG]: fileOf(QUIET, usual, jump) },
    events: [
      eventAt(896, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: A }),
      eventAt(899, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: B }),
    ],
  });
  const [finding] = analysis.findings;
  assertEquals(showFindings(analysis), ["high signature.burst @900"]);
  assertEquals([finding?.groupIds, finding?.hosts], [[A], ["om-1"]]);
  assertEquals(finding?.causes.map(({ lagMs }) => lagMs), [240_000]);
  assert(finding?.evidence.every(({ text }) => text.includes("was not applied")));
});

Deno.test("signature.burst: one project's jump shows though all projects log the message all day", async () => {
  const usual = PROJECTS.flatMap((gid, i) =>
    repeat(spread(i, 1440, 720), { ...FAILED, gid, message: "Plan 1 late" })
  );
  const jump = repeat(spread(900, 915, 60), { ...FAILED, gid: A, message: "Plan 2 late" });
  const analysis = await analyzeCase({ files: { ...ACCESS, [LOG]: fileOf(QUIET, usual, jump) } });
  assertEquals(showFindings(analysis), ["high signature.burst @900"]);
  assertEquals(analysis.findings[0]?.groupIds, [A]);
});

Deno.test("signature.burst: two incidents of one day are two findings", async () => {
  const usual = repeat(spread(0, 1440, 24), { ...FAILED, message: "Plan 1 failed" });
  const jumps = [500, 1100].flatMap((at) =>
    repeat(spread(at, at + 15, 60), { ...FAILED, message: "Plan 2 failed" })
  );
  const analysis = await analyzeCase({ files: { ...ACCESS, [LOG]: fileOf(QUIET, usual, jumps) } });
  assertEquals(showFindings(analysis), ["high signature.burst @500", "high signature.burst @1100"]);
  assertEquals(analysis.incidents.length, 2);
});

Deno.test("signature.burst: names all hosts of a fleet that share it, however many", async () => {
  const hosts = Array.from({ length: 15 }, (_, i) => `om-${String(i + 10)}`);
  const files = Object.fromEntries(hosts.map((host, i) => [
    `${host}/application/mms0.log`,
    fileOf(
      background(i, 0, 600, 1),
      repeat([20 * i + 3, 20 * i + 90, 20 * i + 200], { ...FAILED, message: "Plan 1 failed" }),
      repeat(spread(500, 520, 20), { ...FAILED, message: "Plan 2 failed" }),
    ),
  ]));
  const analysis = await analyzeCase({ files });
  const burst = analysis.findings.find(({ rule }) => rule === "signature.burst");
  assertEquals(burst?.hosts, hosts);
});

Deno.test("signatures: one over hosts, caller line numbers, numbers in the message and lambda names", async () => {
  const variants = [
    { ...FAILED, caller: "PlanSvc.java:apply:77", more: TRACE },
    { ...FAILED, caller: "PlanSvc.java:apply:79", more: TRACE.map((line) => line.replace(":77", ":79")) },
    { ...FAILED, more: TRACE.map((line) => line.replace("plan 17", "plan 4711")) },
  ];
  const analysis = await analyzeCase({
    files: {
      [LOG]: fileOf(
        variants.map((variant, i) =>
          record({ ...variant, minute: i, message: `Plan ${i} of db-${i}:27017 was lost` })
        ),
      ),
      "om-2/application/mms0.log": fileOf(
        record({ ...variants[0], minute: 9, message: "Plan 99 of db-7:27018 was lost" }),
      ),
    },
  });
  assertEquals(analysis.signatures.map(({ template, count, hosts }) => [template, count, hosts]), [
    ["Plan # of # was lost", 4, ["om-1", "om-2"]],
  ]);
  assertMatch(analysis.signatures[0]!.exception!, /^java\.lang\.IllegalStateException/);
});

Deno.test("signatures: another level, logger, message or exception is another one", async () => {
  const base = { ...FAILED, message: "Plan 1 was lost", more: TRACE };
  const variants = [
    base,
    { ...base, level: "WARN" },
    { ...base, logger: "com.xgen.svc.mms.OtherSvc" },
    {
      ...base,
      message: "Plan 1 was late",
    },
    { ...base, more: TRACE.map((line) => line.replace("IllegalState", "IllegalArgument")) },
    { ...base, more: [] },
  ];
  const analysis = await analyzeCase({
    files: { [LOG]: fileOf(variants.map((variant, minute) => record({ ...variant, minute }))) },
  });
  assertEquals(analysis.signatures.map(({ count }) => count), [1, 1, 1, 1, 1, 1]);
  assertEquals(new Set(analysis.signatures.map(({ id }) => id)).size, 6);
});

Deno.test("Signature.series counts every record once; a single record has none", async () => {
  const lines = repeat([100, 101, 700, 1000], { ...FAILED, message: "Plan 5 was lost" });
  const one = repeat([500], { ...FAILED, message: "Once upon a plan" });
  const { signatures } = await analyzeCase({ files: { ...ACCESS, [LOG]: fileOf(QUIET, lines, one) } });
  const seriesOf = (template: string) => signatures.find((one) => one.template === template)?.series;
  assertEquals(seriesOf("Once upon a plan"), undefined);
  const { bucketMs = 0, counts = [] } = seriesOf("Plan # was lost") ?? {};
  // A day in buckets of half an hour.
  assertEquals(bucketMs, 1_800_000);
  assertEquals(counts.flatMap((count, i) => count > 0 ? [[i, count]] : []), [[3, 2], [23, 1], [33, 1]]);
  for (const { count, series } of signatures) {
    assertEquals(series?.counts.reduce((sum, one) => sum + one, 0) ?? 1, count);
  }
});
