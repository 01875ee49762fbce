import { assertEquals, assertMatch } from "../../lib/std/assert.ts";
import {
  analyzeCase,
  background,
  eventAt,
  fileOf,
  record,
  repeat,
  showFindings,
  spread,
  traffic,
} from "./log_case.ts";

const RULES = [{
  file: "synthetic.yaml",
  text: `
rules:
  - id: synthetic.lost-lease
    title: A lease was lost
    severity: high
    confidence: high
    categories: [application]
    detection:
      - literal: "Lease lost on server"
        pattern: 'Lease lost on server (?<server>[a-z0-9.:-]{1,200})'
    explanation: A synthetic issue.
    remediation: Nothing to do.
    references: ["none"]
    tests:
      match:
        - "Lease lost on server db-1.example.com:27017"
      no_match:
        - "Lease kept on server db-1.example.com:27017"
`,
}];
const LOG = "om-1/application/mms0.log";
const ACCESS = { "om-1/http_access/mms0-access.log": fileOf(traffic(99, 0, 1440, 1)) };
const QUIET = background(1, 0, 1440, 3);
const lost = { level: "WARN", message: "Lease lost on server db-1.example.com:27017" };

async function analyzeLost(minutes: readonly number[], events: readonly object[] = []) {
  return await analyzeCase({
    files: { ...ACCESS, [LOG]: fileOf(QUIET, repeat(minutes, lost)) },
    events,
    rules: RULES,
  });
}

Deno.test("ruleFindings() tells a burst from the records around it", async () => {
  const analysis = await analyzeLost([100, 300, 1300, ...spread(700, 720, 60)]);
  assertEquals(showFindings(analysis), ["high synthetic.lost-lease @700"]);
  assertEquals(analysis.findings[0]?.count, 60);
  assertMatch(analysis.findings[0]!.explanation, /^A synthetic issue\. 3 more such records/);
});

Deno.test("ruleFindings() makes an occasion of records within an hour of each other", async () => {
  assertEquals(showFindings(await analyzeLost([200, 230, 900])), [
    "high synthetic.lost-lease @200",
    "high synthetic.lost-lease @900",
  ]);
});

Deno.test("ruleFindings() takes what comes all day for standing: no onset, no cause, no incident", async () => {
  const publish = eventAt(4, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", {});
  const analysis = await analyzeLost(spread(5, 1440, 12), [publish]);
  assertEquals(showFindings(analysis), ["high synthetic.lost-lease @5"]);
  assertEquals([analysis.findings[0]?.causes, analysis.incidents], [[], []]);
  assertMatch(analysis.findings[0]!.explanation, /again and again/);
});

Deno.test("ruleFindings() knows when something began that comes again and again since", async () => {
  const publish = eventAt(898, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", {});
  const analysis = await analyzeLost(spread(900, 1440, 6), [publish]);
  assertEquals(analysis.findings[0]?.causes.length, 1);
  assertEquals(analysis.incidents.length, 1);
});

Deno.test("ruleFindings() collects what a rule captures over its records", async () => {
  const servers = ["db-1", "db-2", "db-3"].map((name, i) =>
    record({ minute: 500 + i, level: "WARN", message: `Lease lost on server ${name}.example.com:27017` })
  );
  const { findings } = await analyzeCase({
    files: { ...ACCESS, [LOG]: fileOf(QUIET, servers) },
    rules: RULES,
  });
  assertEquals(findings[0]?.captures, {
    server: ["db-1.example.com:27017", "db-2.example.com:27017", "db-3.example.com:27017"],
  });
});

Deno.test("ruleFindings() links an event by what a rule captured", async () => {
  const diffs = [{
    id: "db-1",
    name: "db-1.example.com:27017",
    status: "MODIFIED",
    type: "PROCESS",
    params: [],
  }];
  const events = [
    eventAt(697, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: "9".repeat(24), diffs }),
    eventAt(699, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: "8".repeat(24) }),
  ];
  const analysis = await analyzeLost(spread(700, 720, 60), events);
  assertEquals(analysis.findings[0]?.causes.map(({ lagMs }) => lagMs), [180_000]);
});
