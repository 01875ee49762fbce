import { routeTemplate } from "../../lib/parse/route_template.ts";
import { RouteHash } from "../../lib/scan/route_hash.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const encoder = new TextEncoder();

function hashOf(method: string, path: string): string {
  const b = encoder.encode(`${method} ${path} HTTP/1.1`);
  const pathStart = method.length + 1;
  const hash = new RouteHash();
  hash.set(b, [0, method.length], [pathStart, pathStart + encoder.encode(path).length]);
  return `${hash.high} ${hash.low}`;
}

const ID = "5f0000000000000000000001";
const UUID = "01234567-89ab-cdef-0123-456789abcdef";
const segments = [
  "agents",
  "api",
  "ping",
  "groups",
  "byName",
  "",
  "12",
  "7",
  ID,
  ID.replace("5f", "6A"),
  "1".repeat(24),
  "1".repeat(23),
  "1".repeat(25),
  "2".repeat(32),
  "2".repeat(33),
  "a".repeat(32),
  "b".repeat(33),
  UUID,
  UUID.toUpperCase(),
  "-0123456789abcdef-0123-456789abcdef0-",
  "0123456789ab-cdef-0123-4567-89abcdef0",
  "a@b",
  "main.8f3a1c0d.js",
  `${ID}:download`,
  "x;y",
];
const paths = fc.array(fc.constantFrom(...segments), { minLength: 1, maxLength: 4 }).map((list) =>
  `/${list.join("/")}`
);
/** A path and one much like it. */
const pairs = fc.tuple(paths, fc.nat(), fc.constantFrom(...segments)).map(([path, place, segment]) => {
  const list = path.split("/");
  list[1 + place % (list.length - 1)] = segment;
  return [path, list.join("/")] as const;
});

Deno.test("RouteHash is never coarser than routeTemplate()", () => {
  let equal = 0;
  fc.assert(
    fc.property(pairs, ([one, other]) => {
      if (hashOf("GET", one) !== hashOf("GET", other)) return;
      if (one !== other) equal++;
      assertEquals(routeTemplate(one), routeTemplate(other), `${one} ${other}`);
    }),
    { numRuns: 6000 },
  );
  assert(equal > 20, `only ${equal} pairs had one hash`);
});

Deno.test("RouteHash gives one hash to what only numbers, ids and keys tell apart", () => {
  const groups = [
    ["/a/1/b", "/a/23/b"],
    [`/a/${ID}`, `/a/${"1".repeat(24)}`, `/a/${ID.replace("5f", "6A")}`],
    [`/a/${UUID}`, `/a/${UUID.replace("0", "f")}`],
    [`/a/${"a".repeat(32)}`, `/a/${"2".repeat(32)}`],
    ["/a"],
    ["/a/"],
    ["/"],
    ["/b/a"],
    ["/ba"],
  ];
  const hashes = groups.map((group) => new Set(group.map((path) => hashOf("GET", path))));
  for (const [at, hash] of hashes.entries()) assertEquals(hash.size, 1, String(groups[at]));
  assertEquals(new Set(hashes.map((hash) => [...hash][0])).size, groups.length);
});

Deno.test("RouteHash keeps methods apart", () => {
  assertEquals(new Set(["GET", "PUT", "POST", "get"].map((method) => hashOf(method, "/a"))).size, 4);
});
