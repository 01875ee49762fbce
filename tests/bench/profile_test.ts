import { assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { type CpuProfile, profileStages } from "./profile_stages.ts";
import { profileTable } from "./profile_table.ts";

/** A profile with one sample of 10 us at the end of each stack; a frame is `function@url`. */
function profileOf(stacks: readonly (readonly string[])[]): CpuProfile {
  const nodes: { id: number; callFrame: { functionName: string; url: string }; children: number[] }[] = [];
  const add = (frame: string): number => {
    const [functionName = "", url = ""] = frame.split("@");
    nodes.push({ id: nodes.length + 1, callFrame: { functionName, url }, children: [] });
    return nodes.length;
  };
  const root = add("(root)@");
  const samples = stacks.map((stack) =>
    stack.reduce((parent, frame) => {
      const id = add(frame);
      nodes[parent - 1]!.children.push(id);
      return id;
    }, root)
  );
  return { nodes, samples, timeDeltas: samples.map(() => 10) };
}

const LIB = "file:///somewhere/lib";
const ADD_BLOCK = `addBlock@${LIB}/analyze/log_tally.ts`;

for (
  const { title, stack, stage } of [
    { title: "waiting", stack: ["(idle)@"], stage: "idle" },
    {
      title: "waiting for another thread",
      stack: [`take@${LIB}/scan/loan.ts`, `#waitFor@${LIB}/scan/loan.ts`],
      stage: "idle",
    },
    {
      title: "zlib",
      stack: [
        `a@${LIB}/scan_inputs.ts`,
        `b@${LIB}/archive/gzip/x.ts`,
        "c@ext:deno_node/zlib.js",
        "writeSync@",
      ],
      stage: "inflate",
    },
    {
      title: "zlib that compresses a case",
      stack: [`a@${LIB}/case/case_writer.ts`, "c@ext:deno_node/zlib.js", "writeSync@"],
      stage: "case",
    },
    {
      title: "WebAssembly",
      stack: [`a@${LIB}/scan/assembled_scan.ts`, "js-to-wasm@", "wasm-function[3]@wasm://wasm/1234"],
      stage: "scan in WebAssembly",
    },
    {
      title: "WebAssembly that is not the scan's",
      stack: [`a@${LIB}/case/pack.ts`, "wasm-function[3]@wasm://wasm/1234"],
      stage: "case",
    },
    {
      title: "parsing for the scan",
      stack: [`a@${LIB}/scan/x.ts`, `b@${LIB}/parse/y.ts`],
      stage: "rest of the scan",
    },
    { title: "counting while scanning", stack: [`a@${LIB}/scan/worker_scan.ts`, ADD_BLOCK], stage: "tally" },
    {
      title: "the same room at the end",
      stack: [`analyzeLogs@${LIB}/analyze/analyze_logs.ts`, `add@${LIB}/analyze/series_store.ts`],
      stage: "final analysis",
    },
    {
      title: "rules at the end",
      stack: [`analyzeLogs@${LIB}/analyze/analyze_logs.ts`, `match@${LIB}/rules/match_rules.ts`],
      stage: "rules",
    },
    { title: "what nobody knows", stack: ["boot@ext:core/01_core.js"], stage: "other" },
  ]
) {
  Deno.test(`profileStages() takes ${title} for ${stage}`, () => {
    assertEquals([...profileStages(profileOf([stack]))], [[stage, 10]]);
  });
}

Deno.test("profileStages() adds samples of one stage", () => {
  const profile = profileOf([[ADD_BLOCK], ["(idle)@"], [ADD_BLOCK, "sort@"]]);
  assertEquals([...profileStages(profile)], [["tally", 20], ["idle", 10]]);
});

Deno.test("profileTable() shares out the CPU time of all threads, those without a profile too", () => {
  const main = new Map([["inflate", 2e6], ["idle", 5e6], ["tally", 500_000]]);
  const workers = new Map([["scan", 3e6], ["idle", 1e6], ["tally", 500_000]]);
  const table = profileTable(main, workers, { wallS: 7, cpuS: 8, othersCores: 0 });
  assertEquals(table.split("\n").slice(4), [
    "| scan |  | 3000 | 37.5 % |",
    "| inflate | 2000 |  | 25.0 % |",
    "| tally | 500 | 500 | 12.5 % |",
    "| threads without a profile |  |  | 25.0 % |",
    "| idle | 5000 | 1000 |  |",
  ]);
});

Deno.test("profileTable() has no share below zero when waiting is taken for work", () => {
  const table = profileTable(new Map([["tally", 9e6]]), new Map(), { wallS: 1, cpuS: 1, othersCores: 0 });
  assertStringIncludes(table, "| tally | 9000 |  | 100.0 % |");
  assertStringIncludes(table, "| threads without a profile |  |  | 0.0 % |");
});
