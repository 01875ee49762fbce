import { assertEquals } from "../../../lib/std/assert.ts";
import { RowBudget } from "../../../lib/view/carry/row_budget.ts";

// As JSON with the comma behind it, a row has 14 bytes.
const row = (n: number) => ({ number: n });
const ROWS = [1, 2, 3, 4, 5].map(row);

Deno.test("RowBudget takes rows of the lowest rank that fit, in their old order, and says what it left out", () => {
  const budget = new RowBudget({ agents: 42 });
  assertEquals(budget.take("agents", ROWS, ({ number }) => -number), [3, 4, 5].map(row));
  assertEquals(budget.omissions(), [
    "3 of 5 agents are in this report; all are in analysis.json and in the case",
  ]);
});

Deno.test("RowBudget passes over a row that is larger than what is left", () => {
  const rows = [{ text: "x".repeat(100) }, { text: "a" }];
  assertEquals(new RowBudget({ events: 50 }).take("events", rows), [{ text: "a" }]);
});

Deno.test("RowBudget, widened, gives what lists do not need to those that were cut", () => {
  const narrow = new RowBudget({ agents: 14, events: 14, clocks: 30 });
  const takeAll = (budget: RowBudget) =>
    ["agents", "events", "clocks"].map((name) => budget.take(name, name === "clocks" ? [] : ROWS).length);
  assertEquals(takeAll(narrow), [1, 1, 0]);
  assertEquals(takeAll(narrow.widened()), [2, 2, 0]);
});
