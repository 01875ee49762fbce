import type { ScanOutput } from "../../lib/scan/column_block.ts";
import { scanHere } from "../../lib/scan/scan_here.ts";
import { MAX_TEMPLATES } from "../../lib/scan/scan_context.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { accessLine, applicationLine } from "../helpers/log_builder.ts";
import { joinOutputs, OPTIONS, type Scanned, scanText } from "./scan_text.ts";

const MIB = 1024 * 1024;
const encoder = new TextEncoder();

/** Scans pieces without ever holding them all. */
async function scanPieces(
  category: "application" | "http_access" | "other",
  pieces: Iterable<Uint8Array>,
): Promise<Scanned> {
  const outputs: ScanOutput[] = [];
  const client = scanHere({ ...OPTIONS, maxLineBytes: 16 * MIB }, (output) => outputs.push(output));
  client.begin(0, { path: "hostile.log", host: "h", category });
  for (const piece of pieces) await client.write(piece);
  await client.end();
  return joinOutputs(outputs);
}

function* repeated(piece: Uint8Array, count: number): Generator<Uint8Array> {
  for (let i = 0; i < count; i++) yield piece;
}

for (const category of ["application", "http_access", "other"] as const) {
  Deno.test(`scanHere() reads a line of 200 MB in a log of kind ${category} in small pieces`, async () => {
    const piece = new Uint8Array(65_536).fill(120);
    const { summary } = await scanPieces(category, repeated(piece, 3200));
    assertEquals([summary.lines, summary.records, summary.sizeBytes], [1, 0, 3200 * 65_536]);
    assertEquals([summary.longLines.count, summary.longLines.first?.byteLength], [1, 16 * MIB]);
    assertEquals(summary.longLines.first?.text.length, 256);
  });
}

Deno.test("scanHere() reads a record that goes on for 40 MB of short lines", async () => {
  const piece = encoder.encode("\tat a.B.c(B.java:1)\n".repeat(3000));
  const start = encoder.encode(`${applicationLine()}\n`);
  const pieces = [start, ...repeated(piece, 680), start];
  const { summary, samples } = await scanPieces("application", pieces);
  assertEquals([summary.lines, summary.records], [2 + 680 * 3000, 2]);
  assert(samples.every(({ text }) => text.length <= 65_536));
});

Deno.test("scanText() reads a million blank lines, before and after a record", () => {
  const blank = "\n".repeat(1_000_000);
  for (const category of ["application", "http_access", "other"] as const) {
    const line = category === "http_access" ? accessLine() : applicationLine();
    const before = scanText(blank + line, { category });
    assertEquals([before.summary.lines, before.summary.rejectedLines], [1_000_001, 0], category);
    const after = scanText(`${line}\n${blank}`, { category });
    assertEquals([after.summary.lines, after.summary.rejectedLines], [1_000_001, 0], category);
  }
});

/** As many different words without digits. */
function word(index: number): string {
  return [...index.toString(26)].map((digit) => String.fromCharCode(97 + parseInt(digit, 26))).join("");
}

Deno.test("scanText() counts records of too many templates together, and says how many", () => {
  const count = MAX_TEMPLATES + 500;
  const lines = Array.from({ length: count }, (_, i) => applicationLine({ message: word(i) }));
  const { summary, columns } = scanText([...lines, lines[0]].join("\n"));
  const templates = columns["template"] ?? [];
  assertEquals([summary.records, summary.overflow], [count + 1, 500]);
  assertEquals([templates[0], templates[MAX_TEMPLATES - 1], templates[MAX_TEMPLATES]], [1, MAX_TEMPLATES, 0]);
  assertEquals(templates.at(-1), 1);
});

Deno.test("scanText() says how many requests had one route too many", () => {
  const lines = Array.from({ length: 20_100 }, (_, i) => accessLine({ request: `GET /${word(i)} HTTP/1.1` }));
  const { summary, routes, columns } = scanText(lines.join("\n"), { category: "http_access" });
  assertEquals([summary.records, summary.overflow, routes.length], [20_100, 100, 20_001]);
  assertEquals(columns["route"]?.at(-1), 0);
});

Deno.test("scanText() says how many records had one project too many", () => {
  const lines = Array.from(
    { length: 50_100 },
    (_, i) => applicationLine({ context: `gid:${i} `, thread: "t" }),
  );
  const { summary, scopes } = scanText(lines.join("\n"));
  assertEquals([summary.records, summary.overflow, scopes.length], [50_100, 100, 50_001]);
});

Deno.test("scanText() gives threads, users and agents beyond the cap no name", () => {
  const many = Array.from({ length: 50_100 }, (_, i) => i);
  const threads = scanText(many.map((i) => applicationLine({ thread: `t${i}` })).join("\n"));
  assertEquals([threads.threads.length, threads.columns["thread"]?.at(-1), threads.summary.overflow], [
    50_001,
    0,
    0,
  ]);
  const lines = many.map((i) => accessLine({ names: `- u${i}`, request: `GET /a?ah=h${i} HTTP/1.1` }));
  const access = scanText([...lines, lines[7]].join("\n"), { category: "http_access" });
  assertEquals([access.users.length, access.agents.length, access.summary.overflow], [50_001, 50_001, 0]);
  for (const name of ["user", "agent"]) assertEquals(access.columns[name]?.slice(-2), [0, 8], name);
});

Deno.test("scanText() keeps a bounded number of requests of agents that come and go", () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => {
    const request = `GET /a?ah=h${i % 20_000}&b=${"c".repeat(800)} HTTP/1.1`;
    return accessLine({
      request,
      time: `12/Apr/2026:${["03", "04", "05"][Math.floor(i / 20_000)]}:14:15 +0000`,
    });
  });
  const { requests, summary } = scanText(lines.join("\n"), { category: "http_access" });
  assertEquals(summary.records, 60_000);
  const textBytes = requests.reduce((sum, { text }) => sum + text.length, 0);
  assert(textBytes > 23 * MIB && textBytes < 25 * MIB, String(textBytes));
});

Deno.test("scanText() reads queries of many parameters, each of them an agent's", () => {
  const query = "ah=h&ahs=h&av=1&at=1776000000000&".repeat(1900);
  const text = `${accessLine({ request: `GET /a?${query} HTTP/1.1` })}\n`.repeat(20);
  const { columns, agents } = scanText(text, { category: "http_access" });
  assertEquals([agents.length, new Set(columns["agent"]), new Set(columns["agentTimeMs"])], [
    2,
    new Set([1]),
    new Set([1_776_000_000_000]),
  ]);
});

Deno.test("scanText() keeps a bounded number of texts of one template", () => {
  const times = ["2026-04-12T03:14:15.926+0000", "2030-04-12T03:14:15.926+0000"];
  const text = Array.from({ length: 20_000 }, (_, i) => applicationLine({ time: times[i % 2]! })).join("\n");
  const { samples, summary } = scanText(text);
  assertEquals([summary.records, samples.length, summary.gaps.length], [20_000, 1000, 100]);
});

Deno.test("scanText() reads thread names that look like the end of the thread, again and again", () => {
  const line = `2026-04-12T03:14:15.926+0000 [${"a:b] ".repeat(50)}a:${"x".repeat(60_000)}`;
  const { summary } = scanText(`${line}\n`.repeat(200));
  assertEquals([summary.lines, summary.records, summary.rejectedLines], [200, 0, 200]);
});
