import { compileAccessLayout } from "../../lib/parse/access_layout.ts";
import { parseAccessLine } from "../../lib/parse/access_line.ts";
import type { AccessLayout } from "../../lib/parse/access_layout.ts";
import { agentQuery, routeTemplate } from "../../lib/parse/route_template.ts";
import { detectLayout } from "../../lib/scan/detect_layout.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { accessLine, accessLines } from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";
import { type Scanned, scanText } from "./scan_text.ts";

const TIME_MS = Date.UTC(2026, 3, 12, 3, 14, 15);

/** Rows as text: time, client, user, route, status, bytes, latency, agent and its time. */
function rowsOf({ columns, routes, clients, users, agents }: Scanned): string[] {
  const { timeMs = [], client = [], route = [], status = [], responseBytes = [], latencyMs = [] } = columns;
  const { user = [], agent = [], agentTimeMs = [] } = columns;
  return timeMs.map((time, row) =>
    [
      [time, clients[client[row]!], users[user[row]!], routes[route[row]!], status[row], responseBytes[row]],
      [latencyMs[row], agents[agent[row]!]?.host, agents[agent[row]!]?.version, agentTimeMs[row]],
    ].flat().join(" ")
  );
}

function expectedRow(line: string, layout: AccessLayout): string[] {
  const parsed = parseAccessLine(line, layout);
  if (parsed === null) return [];
  const { timeMs, client, user, method, url, status, responseBytes, latencyMs } = parsed;
  const route = `${method ?? "-"} ${routeTemplate(url ?? "-")}`;
  const agent = agentQuery(url ?? "");
  return [
    [
      [timeMs, client, user ?? "", route, status ?? 0, responseBytes ?? 0, Math.fround(latencyMs ?? NaN)],
      [agent?.ah ?? agent?.ahs, agent?.av, agent?.at ?? NaN],
    ].flat().join(" "),
  ];
}

function layoutOf(text: string, accessLayout: string | null = null): AccessLayout {
  const detected = detectLayout(text, "http_access", accessLayout);
  assert(detected.kind === "access");
  return detected.layout;
}

function isLeftOut(line: string): boolean {
  return line.trim() === "" || line.startsWith("#") || line.startsWith("[Starting Logging - App Version: ");
}

Deno.test("AccessScanner counts every line that parseAccessLine() reads, with the same values", () => {
  const filler = fc.constantFrom("", " \t", "# note", "[Starting Logging - App Version: 8.0.27]", "garbage");
  const lines = fc.array(fc.oneof({ weight: 6, arbitrary: accessLines }, { weight: 1, arbitrary: filler }), {
    maxLength: 30,
  });
  // The lines before the odd ones let the detector see a latency.
  const usual = accessLine({ tail: ' "-" "synthetic/1" 17' });
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 20 }), (odd, count) => {
      const all = [...Array.from({ length: count }, () => usual), ...odd];
      const text = all.join("\n");
      const layout = layoutOf(text);
      const scanned = scanText(text, { category: "http_access" });
      assertEquals(rowsOf(scanned), all.flatMap((line) => expectedRow(line, layout)));
      const unread = all.filter((line) => parseAccessLine(line, layout) === null && !isLeftOut(line));
      assertEquals(scanned.summary.rejectedLines, unread.length);
      assertEquals(scanned.summary.records, all.length - unread.length - leftOut(all, layout));
    }),
    { numRuns: 300 },
  );
});

function leftOut(lines: readonly string[], layout: AccessLayout): number {
  return lines.filter((line) => isLeftOut(line) && parseAccessLine(line, layout) === null).length;
}

Deno.test("AccessScanner reads every layout as parseAccessLine() does", () => {
  const patterns = [
    null,
    "common",
    "combined",
    '%h %l %u %t "%r" %s %b',
    'access: %h %l %u [%t] "%r" %s %b',
    '%h,%l,%u,[%t],"%r",%s,%b',
    '%h %l %u [%t] "%r" %s %b %D',
    '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D',
  ];
  const tails = ["", ' "-" "synthetic/1"', ' "-" "synthetic/1" 12', " 12"];
  const prefixes = ["", "access: ", "om.example.com:8080 "];
  for (const pattern of patterns) {
    for (const tail of tails) {
      for (const prefix of prefixes) {
        const lines = ["/a/1", "/a/2?b=c", "/"].map((path) =>
          prefix + accessLine({ request: `GET ${path} HTTP/1.1`, tail })
        );
        const text = lines.join("\n");
        const scanned = scanText(text, { category: "http_access", accessLayout: pattern });
        const layout = layoutOf(text, pattern);
        assertEquals(
          rowsOf(scanned),
          lines.flatMap((line) => expectedRow(line, layout)),
          `${pattern} ${prefix} ${tail}`,
        );
      }
    }
  }
});

Deno.test("AccessScanner reads response times in the unit of the file", () => {
  const cases: (readonly [tails: readonly string[], layout: string, latencies: readonly number[]])[] = [
    [[" 7", " -", " 120"], "common + latencyMs", [7, NaN, 120]],
    [[" 0.007", " 0.120", " 1.5"], "common + latencyS", [7, 120, 1500]],
    [
      Array.from({ length: 60 }, (_, i) => ` ${2000 + i}`),
      "common + latencyUs",
      Array.from({ length: 60 }, (_, i) => (2000 + i) / 1000),
    ],
    [[" 7ms", " 1.5s"], "common + latency", [7, 1500]],
    [[" rt=7", " rt=9"], "common + latencyMs", [7, 9]],
    [[' "-" "agent/1" 7', ' "-" "agent/1 (a b)" 8'], "combined + latencyMs", [7, 8]],
    [[' "-" "agent/1" 7 x', ' "-" "agent/1" 8 y'], "combined + latencyMs + extra", [7, 8]],
  ];
  for (const [tails, layout, expected] of cases) {
    const text = tails.map((tail) => `${accessLine({ tail })}\n`).join("");
    const { summary, columns } = scanText(text, { category: "http_access" });
    assertEquals(summary.layout, layout);
    assertEquals(columns["latencyMs"], expected.map(Math.fround), layout);
  }
});

Deno.test("AccessScanner takes the columns of a line by their place, not from its end", () => {
  const usual = accessLine({ tail: ' "-" "agent/1" 7' });
  const tails = [' "-" "agent/1"', ' "-" "agent/1" 8 99', " 5", ' "-" "agent/1" "9"'];
  // After 200 lines the layout is sure.
  const lines = [...Array.from({ length: 200 }, () => usual), ...tails.map((tail) => accessLine({ tail }))];
  const { columns } = scanText(lines.join("\n"), { category: "http_access" });
  assertEquals(columns["latencyMs"]?.slice(200), [NaN, 8, NaN, 9]);
});

Deno.test("AccessScanner tells the columns of each line by itself when the start of the file shows no request", () => {
  const text = "\n".repeat(1000) +
    [" 7", ' "-" "agent/1" 8', ""].map((tail) => accessLine({ tail })).join("\n");
  const { summary, columns } = scanText(text, { category: "http_access" });
  assertEquals([summary.layout, summary.records], ["common", 3]);
  assertEquals(columns["latencyMs"], [7, 8, NaN]);
});

Deno.test("AccessScanner masks routes and keeps methods apart", () => {
  const id = (digit: string) => `5f000000000000000000000${digit}`;
  const requests = [
    `GET /agents/api/automation/conf/v1/${id("1")}?ah=a`,
    `GET /agents/api/automation/conf/v1/${id("2")}`,
    `POST /agents/api/automation/conf/v1/${id("1")}`,
    "GET /page/12",
    "GET /page/34",
  ];
  const scanned = scanText(
    requests.map((request) => accessLine({ request: `${request} HTTP/1.1` })).join("\n"),
    {
      category: "http_access",
    },
  );
  assertEquals(scanned.routes.slice(1), [
    "GET /agents/api/automation/conf/v1/{gid}",
    "POST /agents/api/automation/conf/v1/{gid}",
    "GET /page/{n}",
  ]);
  assertEquals(scanned.columns["route"], [1, 1, 2, 3, 3]);
});

Deno.test("AccessScanner keeps routes apart when the method itself holds a question mark", () => {
  const pattern = "%h [%t] %m %U %s %b";
  assertEquals(compileAccessLayout(pattern).fields, [
    "client",
    "time",
    "method",
    "url",
    "status",
    "responseBytes",
  ]);
  const lines = ["/one", "/two"].map((path) => `192.0.2.1 [12/Apr/2026:03:14:15 +0000] G?T ${path} 200 1`);
  const scanned = scanText(lines.join("\n"), { category: "http_access", accessLayout: pattern });
  assertEquals(scanned.routes.slice(1), ["G?T /one", "G?T /two"]);
});

Deno.test("AccessScanner rejects a line with its place, and counts only the first few texts", () => {
  const lines = [accessLine(), "one\r", accessLine(), "two", "three", "four"];
  const { summary } = scanText(lines.join("\n"), { category: "http_access" });
  assertEquals([summary.lines, summary.records, summary.rejectedLines], [6, 2, 4]);
  const start = accessLine().length + 1;
  assertEquals(summary.rejects[0], {
    line: 2,
    byteOffset: start,
    byteLength: 3,
    text: "one",
    reason: 'it does not have the layout "common"',
  });
  assertEquals(summary.rejects.map(({ text }) => text), ["one", "two", "three"]);
});

Deno.test("AccessScanner leaves out requests outside the window", () => {
  const lines = ["14:14", "14:15", "14:16", "14:17"].map((time) =>
    accessLine({ time: `12/Apr/2026:03:${time} +0000` })
  );
  const { summary, columns } = scanText(lines.join("\n"), {
    category: "http_access",
    sinceMs: TIME_MS,
    untilMs: TIME_MS + 1000,
  });
  assertEquals(columns["timeMs"], [TIME_MS, TIME_MS + 1000]);
  assertEquals([summary.lines, summary.records, summary.startMs, summary.endMs], [
    4,
    2,
    TIME_MS,
    TIME_MS + 1000,
  ]);
});

Deno.test("AccessScanner gives one key to the same request, plain or read by the expression", () => {
  const line = accessLine({ tail: ' "-" "agent/1" 7' });
  const plain = scanText([line, line].join("\n"), { category: "http_access" });
  const other = scanText([line, line].join("\n"), {
    category: "http_access",
    accessLayout: '%h %l %u [%t] "%r" %s %b "%i{Referer}" "%i{User-Agent}" %D',
  });
  assertEquals(plain.columns["key"], other.columns["key"]);
  const longer = scanText(accessLine({ tail: ' "-" "agent/1" 8' }), { category: "http_access" });
  assert(longer.columns["key"]?.[0] !== plain.columns["key"]?.[0]);
});

Deno.test("AccessScanner leaves lines longer than parseAccessLine() takes to it", () => {
  const lineOf = (bytes: number) => {
    const shortest = accessLine({ request: "GET / HTTP/1.1" }).length;
    return accessLine({ request: `GET /${"a".repeat(bytes - shortest)} HTTP/1.1` });
  };
  const lines = [accessLine(), lineOf(65_536), lineOf(65_537), accessLine()];
  const { summary } = scanText(lines.join("\n"), { category: "http_access" });
  assertEquals([summary.lines, summary.records, summary.rejectedLines], [4, 3, 1]);
});
