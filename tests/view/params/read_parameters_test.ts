import {
  choiceParameter,
  integerParameter,
  neededInteger,
  neededText,
  switchParameter,
  textParameter,
  timeParameter,
} from "../../../lib/view/params/parameter.ts";
import { readParameters } from "../../../lib/view/params/read_parameters.ts";
import { AddressError } from "../../../lib/view/address_error.ts";
import { assertEquals, assertThrows } from "../../../lib/std/assert.ts";

const TABLE = {
  q: textParameter("text"),
  limit: integerParameter("number", { minimum: 1, maximum: 9, fallback: 5 }),
  since: timeParameter("time"),
  level: choiceParameter("word", ["low", "high"]),
  novel: switchParameter("yes or no"),
};

const READ: readonly (readonly [search: string, values: Readonly<Record<string, unknown>>])[] = [
  ["", { q: undefined, limit: 5, since: undefined, level: undefined, novel: false }],
  ["q=&limit=&since=&level=&novel=", { limit: 5 }],
  ["q=a%20b&limit=9&level=high&novel=true", { q: "a b", limit: 9, level: "high", novel: true }],
  ["q=first&q=second", { q: "first" }],
  ["novel=1", { novel: true }],
  ["novel=0", { novel: false }],
  ["since=2026-04-12T03:00Z", { since: Date.UTC(2026, 3, 12, 3) }],
  ["since=2026-04-12T03:00:00.5%2B02:00", { since: Date.UTC(2026, 3, 12, 1, 0, 0, 500) }],
  ["since=2026-04-12", { since: Date.UTC(2026, 3, 12) }],
];

for (const [search, expected] of READ) {
  Deno.test(`readParameters() reads "${search}"`, () => {
    const values = readParameters(TABLE, new URLSearchParams(search));
    assertEquals({ ...values, ...expected }, values);
  });
}

const REFUSED: readonly (readonly [search: string, message: string, remedy: string])[] = [
  ["limt=3", 'Cannot read the address: it has no parameter "limt"', "use limit"],
  [
    "__proto__=3",
    'Cannot read the address: it has no parameter "__proto__"',
    "use q, limit, since, level, novel",
  ],
  [
    "limit=0",
    'Cannot read parameter "limit": "0" is not an integer from 1 to 9',
    "give an integer from 1 to 9",
  ],
  [
    "limit=1e0",
    'Cannot read parameter "limit": "1e0" is not an integer from 1 to 9',
    "give an integer from 1 to 9",
  ],
  [
    "limit=5.0",
    'Cannot read parameter "limit": "5.0" is not an integer from 1 to 9',
    "give an integer from 1 to 9",
  ],
  [
    "since=-2h",
    'Cannot read parameter "since": "-2h" is no ISO 8601 time',
    "give a time such as 2026-04-12T03:00Z",
  ],
  ["level=mid", 'Cannot read parameter "level": "mid" is not one of low, high', "give low"],
  ["novel=y", 'Cannot read parameter "novel": "y" is neither true nor false', "give true or false"],
  [
    `q=${"x".repeat(8193)}`,
    'Cannot read parameter "q": it has 8193 characters, expected at most 8192',
    "shorten it",
  ],
];

for (const [search, message, remedy] of REFUSED) {
  Deno.test(`readParameters() refuses "${search.slice(0, 20)}"`, () => {
    const error = assertThrows(() => readParameters(TABLE, new URLSearchParams(search)), AddressError);
    assertEquals([error.message, error.remedy, error.status], [message, remedy, 422]);
  });
}

Deno.test("readParameters() says which needed value is missing", () => {
  const table = { member: neededText("file"), line: neededInteger("line") };
  const messageOf = (search: string) =>
    assertThrows(() => readParameters(table, new URLSearchParams(search)), AddressError).message;
  assertEquals(messageOf("line=1"), 'Cannot read parameter "member": it is missing');
  assertEquals(messageOf("member=a"), 'Cannot read parameter "line": it is missing');
  assertEquals(readParameters(table, new URLSearchParams("member=a&line=7")), { member: "a", line: 7 });
});
