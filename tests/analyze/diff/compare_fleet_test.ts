import { compareAnalyses } from "../../../lib/analyze/diff/compare_analyses.ts";
import type { Restart } from "../../../lib/analyze/analysis.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { agentOf, type DiffCase, diffCase, hour, logOf } from "./diff_case.ts";

function hostsBetween(before: DiffCase, after: DiffCase): string[] {
  return compareAnalyses(diffCase(before), diffCase(after)).hosts.map(({ host, changes }) =>
    `${host} ${changes}`
  );
}

function agentsBetween(before: DiffCase, after: DiffCase): string[] {
  return compareAnalyses(diffCase(before), diffCase(after)).agents.map(({ host, changes }) =>
    `${host} ${changes}`
  );
}

function restart(hours: number, version: string | null): Restart {
  return {
    host: "om-1",
    time: hour(hours),
    version,
    previousVersion: null,
    kind: "clean",
    silentMs: null,
    evidence: [],
  };
}

Deno.test("compareAnalyses() tells hosts that come and go, and another version", () => {
  assertEquals(
    hostsBetween({ hosts: ["om-1", "om-2"], restarts: [restart(1, "8.0.24")] }, {
      hosts: ["om-1", "om-3"],
      restarts: [restart(1, "8.0.24"), restart(2, null), restart(3, "8.0.25")],
    }),
    ["om-1 version", "om-2 gone", "om-3 new"],
  );
});

Deno.test("compareAnalyses() tells many restarts, not one or two", () => {
  const restarts = (count: number) => Array.from({ length: count }, (_, i) => restart(i, "8.0.25"));
  assertEquals(hostsBetween({ restarts: restarts(1) }, { restarts: restarts(3) }), []);
  assertEquals(hostsBetween({ restarts: restarts(1) }, { restarts: restarts(14) }), ["om-1 restarts"]);
});

Deno.test("compareAnalyses() tells a log that is missing, wholly or in part, and far fewer records", () => {
  const [application, access] = diffCase().coverage;
  const gaps = [{ start: hour(2), end: hour(9), kind: "missing" as const }];
  assertEquals(hostsBetween({}, { coverage: [application!] }), ["om-1 logs"]);
  assertEquals(hostsBetween({}, { coverage: [{ ...application!, gaps }, access!] }), ["om-1 lost"]);
  const files = application!.files.map((file) => ({ ...file, records: 50_000 }));
  assertEquals(hostsBetween({}, { coverage: [{ ...application!, files }, access!] }), ["om-1 records"]);
  const migration = logOf("om-1", "migration", { start: hour(-9000), end: hour(1) });
  assertEquals(hostsBetween({}, { coverage: [application!, access!, migration] }), []);
});

Deno.test("compareAnalyses() tells agents that are refused, gone, quieter, new and upgraded", () => {
  const steady = Array.from({ length: 12 }, (_, i) => agentOf(`steady-${i}`));
  const [before, after] = [
    [agentOf("refused"), agentOf("gone"), agentOf("quieter"), agentOf("upgraded")],
    [
      agentOf("refused", { unauthorized: 2000 }),
      agentOf("quieter", { requests: 200 }),
      agentOf("new"),
      agentOf("upgraded", { version: "108.0.3" }),
    ],
  ];
  assertEquals(agentsBetween({ agents: [...steady, ...before!] }, { agents: [...steady, ...after!] }), [
    "refused refused",
    "gone gone",
    "quieter fewer",
    "new new",
    "upgraded version",
  ]);
});

Deno.test("compareAnalyses() tells no agent where one side has no access log, nor one that sent next to nothing", () => {
  const [application] = diffCase().coverage;
  assertEquals(agentsBetween({ agents: [agentOf("a")] }, { coverage: [application!] }), []);
  assertEquals(agentsBetween({ agents: [agentOf("a", { requests: 3 })] }, {}), []);
});
