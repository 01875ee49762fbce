import { HostNumbers } from "../../lib/analyze/host_numbers.ts";
import { NameBudget } from "../../lib/analyze/name_budget.ts";
import { SummaryBudget } from "../../lib/analyze/summary_budget.ts";
import type { MemberSummary, Sample } from "../../lib/scan/column_block.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

const NO_ENTRIES = { scopes: [], routes: [], clients: [], threads: [], users: [], agents: [] };

Deno.test("NameBudget.take() cuts names that are longer than any that means something", () => {
  const names = new NameBudget();
  const [short, long] = ["10.0.0.1", "x".repeat(5000)];
  const { clients, threads } = names.take({ ...NO_ENTRIES, clients: [short, long], threads: [long] });
  assertEquals(clients, [short, `${"x".repeat(64)}…`]);
  // Names of threads are not kept in memory.
  assertEquals(threads, [long]);
  assertEquals(names.diagnostics("x").map(({ code, count }) => [code, count]), [["limit.names", 1]]);
});

Deno.test("NameBudget.take() cuts the names that are beyond what all of them may take", () => {
  const names = new NameBudget(1000);
  const routes = Array.from({ length: 6 }, (_, i) => ({ method: "GET", route: `/${i}${"y".repeat(300)}` }));
  const taken = names.take({ ...NO_ENTRIES, routes });
  assertEquals(taken.routes.map(({ route }) => route.length), [302, 302, 302, 65, 65, 65]);
  assertEquals(taken.routes[5], { method: "GET", route: `/5${"y".repeat(62)}…` });
});

Deno.test("NameBudget.diagnostics() says nothing of usual names", () => {
  const names = new NameBudget();
  const agents = [{ host: "db-1", version: null, groupId: "5f0000000000000000000001" }];
  assertEquals(names.take({ ...NO_ENTRIES, scopes: ["a"], agents }).agents, agents);
  assertEquals(names.diagnostics("x"), []);
});

Deno.test("HostNumbers.of() gives all hosts beyond 1023 one number, and tells how many they are", () => {
  const hosts = new HostNumbers();
  const numbers = Array.from({ length: 1500 }, (_, i) => hosts.of(`h${i}`));
  assertEquals([numbers[1022], numbers[1023], numbers[1499], hosts.of("h7")], [1022, 1023, 1023, 7]);
  assertEquals(hosts.names.length, 1024);
  assertEquals(hosts.diagnostics("x").map(({ code, count }) => [code, count]), [["limit.hosts", 477]]);
});

Deno.test("HostNumbers.diagnostics() says nothing of 1024 hosts: each has its number", () => {
  const hosts = new HostNumbers();
  for (let i = 0; i < 1024; i++) hosts.of(`h${i}`);
  assertEquals(hosts.diagnostics("x"), []);
});

function sample(text: string): Sample {
  return { timeMs: 0, template: 1, scope: 0, line: 1, byteOffset: 0, byteLength: text.length, text };
}

/** A file with header lines that have five records of 300 bytes on each side: 11 texts and 3.5 KB each. */
function summaryOf(headers: number): MemberSummary {
  const around = Array.from({ length: 5 }, () => sample("r".repeat(300)));
  const header = { line: 1, byteOffset: 0, byteLength: 1, text: "[Starting", before: around, after: around };
  return {
    lines: 9,
    records: 9,
    rejectedLines: 1,
    rejects: [{ line: 1, byteOffset: 0, byteLength: 1, text: "?", reason: "odd" }],
    longLines: { count: 0, first: null },
    orphanLines: 0,
    sizeBytes: 9,
    layout: "application",
    endsWhole: true,
    headers: Array.from({ length: headers }, () => header),
    gaps: [{ before: sample("a"), after: sample("b") }],
    lastRecord: sample("z".repeat(300)),
    startMs: 0,
    endMs: 1,
    overflow: 0,
    unwatched: 0,
  };
}

Deno.test("SummaryBudget.take() keeps a summary whole that fits", () => {
  const summary = summaryOf(3);
  assertEquals(new SummaryBudget(20_000).take(summary), summary);
});

Deno.test("SummaryBudget.take() keeps the records beside header lines when there is little left, and counts the rest", () => {
  const kept = new SummaryBudget(20_000).take(summaryOf(10));
  assertEquals(kept.headers.length, 10);
  assertEquals(kept.headers[9]!.before.map(({ text }) => text.length), [200]);
  assertEquals(kept.headers[9]!.after.length, 1);
  assertEquals([kept.gaps.length, kept.rejects, kept.unwatched], [1, [], 0]);
  assertEquals(kept.lastRecord!.text.length, 200);
});

Deno.test("SummaryBudget.take() leaves out header lines beyond twice the budget, whatever number of files they are in", () => {
  const budget = new SummaryBudget(20_000);
  const kept = Array.from({ length: 50 }, () => budget.take(summaryOf(2)));
  assert(kept.filter(({ headers }) => headers.length > 0).length < 20);
  assertEquals([kept.at(-1)!.headers, kept.at(-1)!.unwatched], [[], 2]);
  assertEquals(kept.at(-1)!.records, 9);
});
