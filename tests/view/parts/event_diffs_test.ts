import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { type DiffRow, diffView, readDiffs } from "../../../lib/view/parts/event_diffs.ts";

const CASES: readonly (readonly [name: string, diffs: unknown, rows: readonly DiffRow[]])[] = [
  ["nothing", undefined, []],
  ["an empty list", [], []],
  [
    "changed settings",
    [{
      id: "rs",
      name: "appdb",
      status: "MODIFIED",
      type: "REPLICA_SET",
      params: [{ display: "Election timeout", param: "settings.timeout", old: 10, new: 4 }, {
        param: "priority",
        old: null,
        new: 0,
      }],
    }],
    [
      { target: "replica set appdb", name: "Election timeout (settings.timeout)", before: "10", after: "4" },
      { target: "replica set appdb", name: "priority", before: null, after: "0" },
    ],
  ],
  [
    "a thing that went",
    [{ name: "db-1:27017", status: "REMOVED", type: "PROCESS" }],
    [{ target: "process db-1:27017", name: "", before: null, after: "removed" }],
  ],
  [
    "two sides without settings",
    [{ name: "version", before: "7.0", after: "8.0" }],
    [{ target: "", name: "version", before: "7.0", after: "8.0" }],
  ],
  ["a text", ["all of it"], [{ target: "", name: "", before: null, after: "all of it" }]],
  ["no list", { a: 1 }, [{ target: "", name: "", before: null, after: '{"a":1}' }]],
  ["a name from the prototype", [{ __proto__: { old: 1 } }], [{
    target: "",
    name: "",
    before: null,
    after: "{}",
  }]],
];

for (const [name, diffs, rows] of CASES) {
  Deno.test(`readDiffs() reads ${name}`, () => assertEquals(readDiffs(diffs), { rows: [...rows], more: 0 }));
}

Deno.test("readDiffs() is bounded, however much changed", () => {
  const params = Array.from(
    { length: 50_000 },
    (_, i) => ({ param: `p${i}`, old: "x".repeat(5000), new: i }),
  );
  const table = readDiffs([{ params }, { params }]);
  assertEquals([table.rows.length, table.more], [60, 99_940]);
  assert(JSON.stringify(table).length < 40_000);
});

Deno.test("diffView() shows both sides, and that a setting is the same", () => {
  const { markup } = diffView({
    rows: [{ target: "a", name: "b", before: "<4>", after: "<4>" }],
    more: 3,
  })!;
  assertEquals(markup.match(/<(?:del|ins)>[^<]*<\/(?:del|ins)>/g), [
    "<del>&lt;4&gt;</del>",
    "<ins>&lt;4&gt;</ins>",
  ]);
  assert(markup.includes("unchanged") && markup.includes("and 3 more settings"));
  assertEquals(diffView({ rows: [], more: 0 }), null);
});
