import { assert, assertEquals, assertStringIncludes, assertThrows } from "../../../lib/std/assert.ts";
import { AddressError } from "../../../lib/view/address_error.ts";
import { html } from "../../../lib/view/html.ts";
import { pageFrame } from "../../../lib/view/page_frame.ts";
import { readParameters } from "../../../lib/view/params/read_parameters.ts";
import {
  type Column,
  dataTable,
  TABLE_PARAMETERS,
  type TablePage,
  tablePage,
  tableParameters,
  tableValues,
} from "../../../lib/view/parts/data_table.ts";
import { HOSTILE } from "../../helpers/fake_finding.ts";
import { fc } from "../../helpers/property.ts";

interface Fruit {
  readonly name: string;
  readonly weight: number | null;
  readonly from: string;
}

const COLUMNS: readonly Column<Fruit>[] = [
  { key: "name", name: "Name", kind: "wide", value: ({ name }) => name, cell: ({ name }) => name },
  {
    key: "weight",
    name: "Weight",
    kind: "number",
    value: ({ weight }) => weight,
    cell: ({ weight }) => weight !== null && `${weight} g`,
  },
  { key: "from", name: "From", kind: "file", cell: ({ from }) => from },
  { key: "picture", name: "Picture", plain: null, cell: () => html`<svg></svg>` },
];
const FRUITS: readonly Fruit[] = [
  { name: "pear", weight: 170, from: "Jura" },
  { name: "fig", weight: null, from: "Izmir" },
  { name: "Apple", weight: 90, from: "Jura" },
  { name: "plum", weight: 90, from: "Gers" },
];
const VALUES = { q: undefined, sort: undefined, offset: 0 };

function namesOf(over: Partial<typeof VALUES | { q: string; sort: string; rows: number }>): string[] {
  return pageOf({ ...VALUES, ...over }).rows.map(({ name }) => name);
}

function pageOf(values: Parameters<typeof tablePage>[2]): TablePage<Fruit> {
  return tablePage(FRUITS, COLUMNS, values, ({ name, from }) => [name, from]);
}

function tableAt(search: string, options: Parameters<typeof dataTable>[4] = {}): string {
  const frame = pageFrame("serve", "/fruits", new URLSearchParams(search));
  return dataTable("Fruits", COLUMNS, pageOf(VALUES), frame, options).markup;
}

Deno.test("tablePage() sorts both ways, what has no value last, equals in their order", () => {
  assertEquals(namesOf({}), ["pear", "fig", "Apple", "plum"]);
  assertEquals(namesOf({ sort: "weight" }), ["Apple", "plum", "pear", "fig"]);
  assertEquals(namesOf({ sort: "-weight" }), ["pear", "Apple", "plum", "fig"]);
  assertEquals(namesOf({ sort: "name" }), ["Apple", "fig", "pear", "plum"]);
});

Deno.test("tablePage() finds text without regard to case, and counts what fits", () => {
  assertEquals(pageOf({ ...VALUES, q: "JURA", rows: 1 }), { rows: [FRUITS[0]!], total: 2, offset: 0 });
});

Deno.test("tablePage() refuses a column that does not sort, and names those that do", () => {
  const error = assertThrows(() => namesOf({ sort: "picture" }), AddressError);
  assertEquals(error.remedy, "use one of name, weight");
});

Deno.test("tablePage() shows every row on exactly one page, in one order", () => {
  fc.assert(fc.property(
    fc.array(fc.option(fc.integer({ min: 0, max: 9 })), { maxLength: 40 }),
    fc.integer({ min: 1, max: 7 }),
    fc.constantFrom("weight", "-weight", undefined),
    (weights, rows, sort) => {
      const fruits = weights.map((weight, i) => ({ name: `${i}`, weight, from: "" }));
      const all = tablePage(fruits, COLUMNS, { ...VALUES, sort, rows: 1000 }, () => []).rows;
      const pages: Fruit[] = [];
      for (let offset = 0; offset < fruits.length; offset += rows) {
        pages.push(...tablePage(fruits, COLUMNS, { q: undefined, sort, offset, rows }, () => []).rows);
      }
      assertEquals(pages, all);
      assertEquals(new Set(all.map(({ name }) => name)).size, fruits.length);
    },
  ));
});

Deno.test("tableParameters() keep the tables of a page apart", () => {
  const table = { ...TABLE_PARAMETERS, ...tableParameters("client-") };
  const values = readParameters(table, new URLSearchParams("sort=-a&client-sort=b&client-offset=200"));
  assertEquals(tableValues(values, "client-"), { q: undefined, sort: "b", offset: 200, rows: 100 });
  assertEquals([values.sort, values.offset], ["-a", 0]);
});

Deno.test("dataTable() tells the order, named or not, and leads to the other one", () => {
  const orders = (markup: string) =>
    [...markup.matchAll(/aria-sort="(\w+)"><a id="sort-([\w-]+)" href="([^"]+)"/g)]
      .map(([, order, key, href]) => `${key} ${order} ${href}`);
  assertEquals(orders(tableAt("", { order: "-weight" })), [
    "name none /fruits?sort=name",
    "weight descending /fruits?sort=weight",
  ]);
  assertEquals(orders(tableAt("a-sort=name&a-offset=100&sort=x", { prefix: "a-" })), [
    "a-name ascending /fruits?a-sort=-name&amp;sort=x",
    "a-weight none /fruits?a-sort=-weight&amp;sort=x",
  ]);
});

Deno.test("dataTable() has plain values for files, in columns that only files show too", () => {
  const markup = tableAt("rows=1000").replace(/\s+/g, " ");
  assertStringIncludes(markup, 'class="number" data-label="Weight" data-plain="170" >170 g</td>');
  assertStringIncludes(markup, 'data-label="From" >Jura</td>');
  assertEquals(markup.match(/data-plain="none"/g)?.length, 1);
  assertEquals(/data-plain|Jura/.exec(tableAt(""))?.[0], undefined);
});

Deno.test("dataTable() that is read without script offers nothing that needs one", () => {
  const frame = { ...pageFrame("report", "/fruits", new URLSearchParams()), isStatic: true };
  const { markup } = dataTable("Fruits", COLUMNS, pageOf(VALUES), frame);
  assertEquals(/<a |<button|data-plain|hidden/.exec(markup)?.[0], undefined);
  assertStringIncludes(markup, "170 g");
});

Deno.test("dataTable() pages: first, previous, next and last, as far as there are", () => {
  const linksAt = (offset: number, total: number) => {
    const frame = pageFrame("serve", "/fruits", new URLSearchParams(offset > 0 ? `offset=${offset}` : ""));
    const rows = Array.from({ length: Math.min(100, total - offset) }, () => FRUITS[0]!);
    const { markup } = dataTable("Fruits", COLUMNS, { rows, total, offset }, frame, { noun: "fruit" });
    const links = [...markup.matchAll(/rel="(\w+)" href="\/fruits(?:\?offset=(\d+))?"/g)];
    return [/<span>([^<]*)<\/span>/.exec(markup)?.[1], ...links.map(([, rel, at]) => `${rel} ${at ?? 0}`)];
  };
  assertEquals(linksAt(0, 1), ["1 fruit"]);
  assertEquals(linksAt(0, 100), ["100 fruits"]);
  assertEquals(linksAt(0, 101), ["1 to 100 of 101", "next 100"]);
  assertEquals(linksAt(200, 1234), ["201 to 300 of 1,234", "first 0", "prev 100", "next 300", "last 1200"]);
  assertEquals(linksAt(1200, 1234), ["1,201 to 1,234 of 1,234", "first 0", "prev 1100"]);
});

Deno.test("dataTable() shows hostile text as text, and says when there is nothing", () => {
  const frame = pageFrame("serve", "/fruits", new URLSearchParams(`q=${encodeURIComponent(HOSTILE)}`));
  const page = { rows: [{ name: HOSTILE, weight: 1, from: HOSTILE }], total: 1, offset: 0 };
  const { markup } = dataTable("Fruits", COLUMNS, page, frame);
  assert(!/<(?:script|img)|style=/.test(markup), markup);
  const nothing = dataTable("Fruits", COLUMNS, { rows: [], total: 0, offset: 0 }, frame, {
    empty: "No fruit.",
  });
  assertEquals(nothing.markup, '<p class="empty">No fruit.</p>');
});
