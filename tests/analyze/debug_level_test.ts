import { debugLevelFindings } from "../../lib/analyze/debug_level.ts";
import type { FindingDraft } from "../../lib/analyze/finding_draft.ts";
import { signatureTable } from "../../lib/analyze/signature_table.ts";
import type { EventRow } from "../../lib/events/event_row.ts";
import { compileRules } from "../../lib/rules/match_rules.ts";
import { assert, assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { rowAt } from "./finding_case.ts";
import { background, fileOf, type LogLine, repeat, spread, START_MS } from "./log_case.ts";
import { scanCase } from "./scan_case.ts";

const DAY = 1440;
const DEBUG = { level: "DEBUG", logger: "com.xgen.svc.ping.PingSvc", message: "Read 12 values" };

async function findings(
  lines: readonly LogLine[],
  events: readonly EventRow[] = [],
): Promise<FindingDraft[]> {
  const { tally, span } = await scanCase({
    "om-1/application/mms0.log": fileOf(background(1, 0, DAY, 3), lines),
  });
  return debugLevelFindings(tally, span, signatureTable(tally, compileRules([]), []), events);
}

/** Three an hour, as some records at DEBUG are always there. */
const USUAL = repeat(spread(0, DAY, 72), DEBUG);

const CASES: readonly (readonly [name: string, lines: readonly LogLine[], told: readonly string[]])[] = [
  ["a few records at DEBUG", USUAL, []],
  ["a level that is raised and left on", [...USUAL, ...repeat(spread(600, DAY, 4000), DEBUG)], [
    "medium @600",
  ]],
  ["a package that never logged at DEBUG before", repeat(spread(600, 700, 700), DEBUG), ["medium @600"]],
  ["a level that is raised for ten minutes", [...USUAL, ...repeat(spread(600, 610, 800), DEBUG)], []],
  [
    "a job that logs for two minutes every hour",
    Array.from({ length: 24 }, (_, hour) => repeat(spread(hour * 60 + 5, hour * 60 + 7, 100), DEBUG)).flat(),
    [],
  ],
  [
    "backup packages that get more to do",
    repeat(spread(600, DAY, 4000), { ...DEBUG, logger: "com.xgen.svc.brs.slurp.res.PingResource" }),
    [],
  ],
  ["a package that always logs at DEBUG", repeat(spread(0, DAY, 8000), DEBUG), ["low always"]],
];

for (const [name, lines, told] of CASES) {
  Deno.test(`debugLevelFindings() tells ${told.length === 0 ? "nothing" : told.join()} of ${name}`, async () => {
    const shown = (await findings(lines)).map(({ severity, isStanding, onsetMs }) =>
      `${severity} ${isStanding ? "always" : `@${Math.floor((onsetMs - START_MS) / 60_000)}`}`
    );
    assertEquals(shown, told);
  });
}

Deno.test("debugLevelFindings() names the package, the share and the event that confirms it", async () => {
  const [finding] = await findings(repeat(spread(600, 700, 700), DEBUG));
  assertEquals(finding!.captures, { package: ["com.xgen.svc.ping"] });
  assertEquals(finding!.confirmingTypes, ["LOG_DEBUG_OVERRIDE_ACTIVE"]);
  assertMatch(finding!.explanation, /^700 records at DEBUG in 100 minutes.* 6\d % of all records/);
  assert(finding!.evidence.length >= 3);
});

Deno.test("debugLevelFindings() tells of an override that only an event knows", async () => {
  const [finding, ...others] = await findings(USUAL, [rowAt(700, "LOG_DEBUG_OVERRIDE_ACTIVE")]);
  assertEquals([others, finding!.severity, finding!.raisedBy], [[], "low", [
    "LOG_DEBUG_OVERRIDE_ACTIVE@700",
  ]]);
  assertEquals(await findings(USUAL, [rowAt(700, "LOG_LEVEL_CHANGE")]), []);
});
