/** All messages are synthetic. */
import { listTemplates, type SignatureEntry, signatureTable } from "../../lib/analyze/signature_table.ts";
import { compileRules, type RuleSet } from "../../lib/rules/match_rules.ts";
import { loadRules } from "../../lib/rules/load_rules.ts";
import { assertEquals, assertNotEquals } from "../../lib/std/assert.ts";
import { fileOf, record, START_MS } from "./log_case.ts";
import { scanCase } from "./scan_case.ts";

const NO_RULES = compileRules([]);

async function signatures(
  messages: readonly string[],
  { rules = NO_RULES, logger = () => "com.acme.Worker" }: {
    readonly rules?: RuleSet;
    readonly logger?: (at: number) => string;
  } = {},
): Promise<SignatureEntry[]> {
  const lines = messages.map((message, at) => record({ minute: at / 60, message, logger: logger(at) }));
  const { tally } = await scanCase({ "om-1/application/mms0.log": fileOf(lines) });
  return signatureTable(tally, rules, []);
}

function showCounts(entries: readonly SignatureEntry[]): (readonly [string, number])[] {
  return entries.map(({ template, parts }) =>
    [template, parts.reduce((sum, { total }) => sum + total.count, 0)] as const
  );
}

/** Messages of one event each, with values that are hard to tell from words. */
const EVENTS: readonly (readonly string[])[] = [
  ["Removed block -17 in /mnt/acme/now/b-17", "Removed block 18 in /mnt/acme/now/part4/part7/b18"],
  ["Granted /user/acme/sorted/tmp/p-7. 99", "Granted /user/acme/random/tmp/p-8. 98"],
  ["Block 7 kept (size 4.7 KB, free 93.0 B)", "Block 8 kept (size 384.0 B, free 1.5 MB)"],
  ["No node: /queues", "No node: /acme/late/queues"],
  ["Resolved worker-7.example.com to /rack-a", "Resolved worker-eight.example.com to /rack-b"],
  ["acme environment:os.name=Linux", "acme environment:java.home=/opt/java 17, or so"],
  ["Chose targets [192.0.2.7:50]", "Chose targets [192.0.2.7:50, 192.0.2.8:50, 192.0.2.9:51]"],
  ["Attempt a_7_1 went from NEW to ASSIGNED", "Attempt a_7_2 went from NEW to ASSIGNED"],
  ["Attempt a_7_1 went from ASSIGNED to RUNNING"],
  ["acme.job.id is deprecated, use acme.task.id"],
  ["acme.job.name is deprecated, use acme.task.name"],
  ["LOOKING"],
  ["LEADING"],
];

Deno.test("signatureTable() makes one signature of an event's messages, and no more", async () => {
  const entries = await signatures(EVENTS.flat());
  assertEquals(showCounts(entries).map(([, count]) => count), EVENTS.map(({ length }) => length));
});

Deno.test("signatureTable() gives an event the same id in archives with other values", async () => {
  const firsts = await signatures(EVENTS.map((messages) => messages[0]!));
  const lasts = await signatures(EVENTS.map((messages) => messages.at(-1)!).toReversed());
  const ids = firsts.map(({ id }) => id);
  // A name is a value only where it stands beside others.
  const named = EVENTS.findIndex(([first]) => first!.startsWith("Resolved"));
  assertEquals(lasts.map(({ id }) => id).toReversed().toSpliced(named, 1), ids.toSpliced(named, 1));
});

Deno.test("signatureTable() tells the rules that hit a message from those that hit its like", async () => {
  const [head, tail] = ["No file /acme/head.wt", "No file /acme/tail.wt"];
  const { rules } = loadRules([{
    file: "synthetic.yaml",
    text: `
rules:
  - id: synthetic.no-head
    title: No head
    severity: high
    confidence: high
    categories: [application]
    detection:
      - literal: "${head}"
    explanation: A synthetic issue.
    remediation: Nothing to do.
    references: ["none"]
    tests:
      match: ["${head}"]
      no_match: ["${tail}"]
`,
  }]);
  const entries = await signatures([tail, head, tail, head, head], { rules: compileRules(rules) });
  assertEquals(showCounts(entries), [["No file /acme/tail.wt", 2], ["No file /acme/head.wt", 3]]);
  assertEquals(entries.map(({ matches }) => matches.map(({ rule }) => rule.id)), [[], ["synthetic.no-head"]]);
  assertNotEquals(entries[0]!.id, entries[1]!.id);
});

Deno.test("signatureTable() counts the loggers of instances together; a template has the logger as logged", async () => {
  const entries = await signatures(["Ready", "Ready", "Ready"], { logger: (at) => `${at + 2181}:Worker` });
  assertEquals(entries.map(({ logger }) => logger), ["Worker"]);
  assertEquals(showCounts(entries), [["Ready", 3]]);
  assertEquals(listTemplates(entries).map(({ id, logger, text }) => [id, logger, text]), [
    [1, "2181:Worker", "Ready"],
    [2, "2182:Worker", "Ready"],
    [3, "2183:Worker", "Ready"],
  ]);
});

Deno.test("signatureTable() has the samples of a signature in time order, whichever value they have", async () => {
  const [entry] = await signatures(["Read /a", "Read /b", "Read /c/d"]);
  assertEquals(entry!.samples.map(({ timeMs }) => timeMs - START_MS), [0, 1000, 2000]);
});

Deno.test("signatureTable() shows what all messages of a signature have, and its id is the same without it", async () => {
  const [one] = await signatures(["Took 5 of /acme/head", "Took 17 of /acme/head"]);
  const [two] = await signatures(["Took 5 of /acme/head", "Took 17 of /acme/tail"]);
  assertEquals([one!.template, two!.template], ["Took # of /acme/head", "Took # of #"]);
  assertEquals(one!.id, two!.id);
});
