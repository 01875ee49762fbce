import { agentQuery } from "../../lib/parse/route_template.ts";
import { assert, assertEquals, assertNotEquals } from "../../lib/std/assert.ts";
import { accessLine, type AccessParts } from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";
import { type Scanned, scanText } from "./scan_text.ts";

const GID = "5f0000000000000000000001";
const OTHER_GID = "5f0000000000000000000002";
/** A layout of the same form that is read by its expression, not from bytes. */
const TOLERANT = '%h %l %u [%t] "%r" %s %b "%i{Referer}" "%i{User-Agent}" %D';
const TAIL = ' "-" "synthetic/1" 17';

function scanLines(lines: readonly Partial<AccessParts>[], accessLayout: string | null = null): Scanned {
  const text = lines.map((parts) => `${accessLine({ tail: TAIL, ...parts })}\n`).join("");
  return scanText(text, { category: "http_access", accessLayout });
}

function scanUrls(urls: readonly string[], accessLayout: string | null = null): Scanned {
  return scanLines(urls.map((url) => ({ request: `GET ${url} HTTP/1.1` })), accessLayout);
}

/** `host version project at` of each row. */
function agentsOf({ columns, agents }: Scanned): string[] {
  return (columns["agent"] ?? []).map((id, row) => {
    const agent = agents[id] ?? null;
    const time = columns["agentTimeMs"]?.[row];
    return agent === null
      ? `none ${time}`
      : `${agent.host} ${agent.version} ${agent.groupId ?? "no project"} ${time}`;
  });
}

Deno.test("AccessScanner says which agent sent a request, and what its clock showed", () => {
  const path = `/agents/api/automation/conf/v1/${GID}`;
  const full = "?ah=h1.example.com&ahs=h1&av=108.0.14&aos=linux&aa=x86_64&ab=64";
  const cases: (readonly [url: string, expected: string])[] = [
    [`${path}${full}&at=1776000000000`, `h1.example.com 108.0.14 ${GID} 1776000000000`],
    [`${path}${full}&at=1776000000001`, `h1.example.com 108.0.14 ${GID} 1776000000001`],
    [`/backup/${OTHER_GID}/x${full}`, `h1.example.com 108.0.14 ${OTHER_GID} NaN`],
    [`/a/b?av=1&ahs=h2&at=1776000000000`, "h2 1 no project 1776000000000"],
    ["/a/b?ah=&ahs=h2", "h2 null no project NaN"],
    ["/a/b?av=7", "null 7 no project NaN"],
    ["/a/b?at=1776000000000", "none 1776000000000"],
    ["/a/b?at=1776000000000&ah=h3", "h3 null no project 1776000000000"],
    ["/a/b?at=177600000000&ah=h3", "h3 null no project 177600000000"],
    ["/a/b?ah=h3&at=17760000000000", "h3 null no project 17760000000000"],
    ["/a/b?ah=h%2D4.ex%41mple.com", "h-4.exAmple.com null no project NaN"],
    [
      "/a/b?ah=first&ah=second&av=1&av=2&at=1776000000000&at=1999999999999",
      "first 1 no project 1776000000000",
    ],
    ["/a/b?ah=&ah=second", "none NaN"],
    ["/a/b?xah=h&aah=h&ahx=h&AH=h&ah&av", "none NaN"],
    ["/a/b", "none NaN"],
    ["/a/b?", "none NaN"],
    ["/a/b?&&ah=h5&&", "h5 null no project NaN"],
    ...["-1776000000000", "1776000000.000", "99999999999", "177600000000012", "17760000000x0", "", "1e12"]
      .map((
        at,
      ): [string, string] => [`/a/b?ah=h6&at=${at}`, "h6 null no project NaN"]),
    [`/${GID}x/${GID.toUpperCase()}?ah=h7`, `h7 null ${GID.toUpperCase()} NaN`],
  ];
  for (const layout of [null, TOLERANT]) {
    // Twice, for what is known by then.
    const urls = [...cases, ...cases].map(([url]) => url);
    assertEquals(agentsOf(scanUrls(urls, layout)), [...cases, ...cases].map(([, expected]) => expected));
  }
});

Deno.test("AccessScanner gives an agent another id for another version or project, and one for any path", () => {
  const urls = [
    `/a/${GID}?ah=h&av=1`,
    `/b/c/${GID}?av=1&ah=h&at=1776000000000`,
    `/a/${GID}?ah=h&av=2`,
    `/a/${OTHER_GID}?ah=h&av=1`,
    `/a/${GID}?ah=h&av=1&at=1776000000000`,
  ];
  assertEquals(scanUrls(urls).columns["agent"], [1, 1, 2, 3, 1]);
});

Deno.test("AccessScanner keeps the users apart from requests without one", () => {
  const names = ["- -", "- sam", "- CN=sam smith,O=[x", "- sam", "- -", "x sam", "- \u00fc", '- a\\"b'];
  for (const layout of [null, TOLERANT]) {
    const { columns, users } = scanLines(names.map((one) => ({ names: one })), layout);
    assertEquals(columns["user"]?.map((id) => users[id]), [
      "",
      "sam",
      "CN=sam smith,O=[x",
      "sam",
      "",
      "sam",
      "\u00fc",
      'a"b',
    ]);
    assertEquals(columns["user"]?.filter((id) => id === 0).length, 2);
  }
});

Deno.test("AccessScanner gives a Digest challenge and its answer one request hash, and every other request another", () => {
  const requests: (readonly [request: string, status: string, pair: number])[] = [
    ["GET /api/public/v1.0/groups?pageNum=1", "401", 0],
    ["GET /api/public/v1.0/groups?pageNum=1", "200", 0],
    ["GET /api/public/v1.0/groups?pageNum=2", "401", 1],
    ["POST /api/public/v1.0/groups?pageNum=1", "401", 2],
    ["GET /api/public/v1.0/groups?at=1776000000000", "401", 3],
    ["GET /api/public/v1.0/groups?at=1776000000001", "200", 4],
    ["GET /api/public/v1.0/groups", "200", 5],
    ["GET /api/public/v1.0/groups?", "200", 6],
  ];
  const rows = requests.map(([request, status]) => ({ request: `${request} HTTP/1.1`, status }));
  const hashes = scanLines(rows).columns["request"] ?? [];
  const firsts = hashes.map((hash) => hashes.indexOf(hash));
  assertEquals(firsts, requests.map(([, , pair]) => requests.findIndex(([, , other]) => other === pair)));
  assertEquals(scanLines(rows, TOLERANT).columns["request"], hashes);
});

const values = fc.constantFrom("", "h", "h1.example.com", "%68", "h+1", "a=b", "\u00fc", "x".repeat(600));
const parameters = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom("ah", "ahs", "av", "aos", "a", "ahs2", "%61h2"), values),
    fc.tuple(
      fc.constantFrom("at"),
      fc.constantFrom("1776000000000", "177600000000", "1", "-1", "17760000000000000"),
    ),
  ).map(([name, value]) => `${name}=${value}`),
  { maxLength: 8 },
);
const requestLines = fc.record({
  request: fc.tuple(
    fc.constantFrom("GET", "POST"),
    fc.constantFrom("/", `/a/${GID}`, "/a/1", "*"),
    parameters,
  ).map(
    ([method, path, list]) => `${method} ${path}${list.length > 0 ? "?" : ""}${list.join("&")} HTTP/1.1`,
  ),
  names: fc.constantFrom("- -", "- sam", "- sam smith"),
  status: fc.constantFrom("200", "401", "503"),
  client: fc.constantFrom("192.0.2.1", "192.0.2.2"),
});

Deno.test("AccessScanner gives every line the same columns and texts, read from bytes or by the expression", () => {
  fc.assert(
    fc.property(fc.array(requestLines, { maxLength: 20 }), (lines) => {
      // The first line decides that the layout has a latency.
      const all = [{}, ...lines];
      const plain = scanLines(all);
      const tolerant = scanLines(all, TOLERANT);
      assertEquals(plain.begin.layout, "combined + latencyMs");
      assertEquals(tolerant.begin.layout, "custom");
      assertEquals({ ...plain, begin: null, summary: null }, { ...tolerant, begin: null, summary: null });
    }),
    { numRuns: 300 },
  );
});

Deno.test("AccessScanner reads agents as agentQuery() does", () => {
  fc.assert(
    fc.property(fc.array(parameters, { minLength: 1, maxLength: 12 }), (lists) => {
      const urls = lists.map((list) => `/a?${list.join("&")}`);
      const scanned = scanUrls(urls);
      const expected = urls.map((url) => {
        const query = agentQuery(url);
        const host = query?.ah ?? query?.ahs ?? null;
        const version = query?.av ?? null;
        const agent = host === null && version === null ? "none" : `${host} ${version} no project`;
        return `${agent} ${query?.at ?? NaN}`;
      });
      assertEquals(agentsOf(scanned), expected);
    }),
    { numRuns: 500 },
  );
});

Deno.test("AccessScanner says where every row is to the byte, with its carriage return", () => {
  const lines = [
    accessLine(),
    `${accessLine({ tail: TAIL })}\r`,
    "garbage \u00fc",
    `${accessLine({ request: "-" })}  `,
    accessLine(),
  ];
  const text = `\ufeff${lines.join("\n")}`;
  const bytes = new TextEncoder().encode(text);
  const { columns, requests } = scanText(text, { category: "http_access" });
  assertEquals(columns["line"], [1, 2, 4, 5]);
  const textAt = (offset: number, length: number) =>
    new TextDecoder().decode(bytes.subarray(offset, offset + length));
  const texts = columns["byteOffset"]?.map((offset, row) => textAt(offset, columns["byteLength"]![row]!));
  assertEquals(texts, [lines[0], lines[1], lines[3], lines[4]]);
  assert(requests.length > 0);
  for (const { text, byteOffset, byteLength } of requests) assertEquals(text, textAt(byteOffset, byteLength));
});

Deno.test("AccessScanner has no agent for a host of 8 KiB cut off, but for the host", () => {
  const host = `${"h".repeat(8000)}.example.com`;
  const { agents, columns } = scanUrls([
    `/a?ah=${host}&av=1`,
    `/a?ah=${host}x&av=1`,
    `/a?${"b=c&".repeat(2000)}ah=h`,
  ]);
  assertEquals(columns["agent"], [1, 2, 3]);
  assertEquals(agents.slice(1).map((agent) => [agent?.host?.length, agent?.version]), [
    [512, "1"],
    [512, "1"],
    [1, null],
  ]);
  assertNotEquals(agents[1], null);
});
