import { assert, assertEquals } from "../../lib/std/assert.ts";
import { accessLine } from "../helpers/log_builder.ts";
import { type Scanned, scanText, type ScanTextOptions } from "./scan_text.ts";

const START_MS = Date.UTC(2026, 3, 12, 3, 0, 0);

/** A line of an agent, so many seconds after the start. */
function agentLine(seconds: number, agent = "h1"): string {
  const time = new Date(START_MS + seconds * 1000).toISOString();
  return accessLine({
    time: `12/Apr/2026:${time.slice(11, 19)} +0000`,
    request: `GET /a?ah=${agent}&at=${START_MS + seconds * 1000} HTTP/1.1`,
  });
}

function scanLines(lines: readonly string[], options: ScanTextOptions = {}): Scanned {
  const text = lines.map((line) => `${line}\n`).join("");
  const scanned = scanText(text, { category: "http_access", ...options });
  assertEquals(scanText(text, { category: "http_access", ...options, largeBytes: 0 }), scanned);
  return scanned;
}

/** Seconds of the requests of an agent that are kept for another reason than to be the first three of their route. */
function secondsOf({ requests, agents }: Scanned, host: string): number[] {
  return requests.filter(({ agent }) => agents[agent]?.host === host).map(({ timeMs }) =>
    (timeMs - START_MS) / 1000
  );
}

/** Three requests of somebody else, so that those of an agent are kept for the agent's sake alone. */
const OTHERS = [0, 0, 0].map((seconds) => agentLine(seconds, "other"));

Deno.test("AccessScanner keeps an agent's first line, its last before a silence, and its last of the file", () => {
  const beats = [0, 10, 20, 30, 70, 80, 90];
  const later = [400, 410, 470, 480];
  const scanned = scanLines([...OTHERS, ...[...beats, ...later].map((seconds) => agentLine(seconds))]);
  // 70 stands for 90, and 470 for 480: a line is held until another one is a minute younger.
  assertEquals(secondsOf(scanned, "h1"), [0, 70, 470]);
});

Deno.test("AccessScanner keeps no line of an agent twice", () => {
  const scanned = scanLines([...OTHERS, agentLine(0), agentLine(1000), agentLine(2000), agentLine(2010)]);
  assertEquals(secondsOf(scanned, "h1"), [0, 1000, 2000]);
  assertEquals(secondsOf(scanLines([...OTHERS, agentLine(5)]), "h1"), [5]);
});

Deno.test("AccessScanner keeps the lines of each agent apart", () => {
  const lines = [0, 100, 200, 300, 400, 500].flatMap((seconds) =>
    seconds < 200 || seconds > 400
      ? [agentLine(seconds), agentLine(seconds + 1, "h2")]
      : [agentLine(seconds, "h2")]
  );
  const scanned = scanLines([...OTHERS, ...lines]);
  assertEquals(secondsOf(scanned, "h1"), [0, 100, 500]);
  assertEquals(secondsOf(scanned, "h2"), [1, 501]);
});

Deno.test("AccessScanner holds no line of an agent on when times step back", () => {
  const scanned = scanLines([...OTHERS, agentLine(7200), agentLine(0), agentLine(30), agentLine(400)]);
  assertEquals(secondsOf(scanned, "h1"), [7200, 0, 400]);
});

Deno.test("AccessScanner says the same of agents however the bytes are cut, and where each line is", () => {
  const lines = Array.from({ length: 3000 }, (_, i) => agentLine((i * 37) % 40_000, `agent-${i % 11}`));
  const text = `${lines.join("\n")}\n`;
  const expected = scanText(text, { category: "http_access" });
  assert(expected.requests.length > 30);
  for (const { text: line, byteOffset, byteLength } of expected.requests) {
    assertEquals(text.slice(byteOffset, byteOffset + byteLength), line);
  }
  for (const widths of [[1000], [70_000], [65_535, 300]]) {
    assertEquals(scanText(text, { category: "http_access", widths }), expected);
  }
});

Deno.test("AccessScanner keeps one KiB of an agent's last line, however long ago it was", () => {
  const long = agentLine(100).replace("at=", `b=${"c".repeat(3000)}&at=`);
  const lines = [
    ...OTHERS,
    agentLine(0),
    long,
    ...Array.from({ length: 500 }, () => agentLine(101, "other")),
  ];
  for (const widths of [[1_000_000], [3000]]) {
    const { requests } = scanLines(lines, { widths });
    const last = requests.filter(({ timeMs }) => timeMs === START_MS + 100_000);
    assertEquals(last.map(({ text, byteLength }) => [text, byteLength]), [[
      long.slice(0, 1024),
      long.length,
    ]]);
  }
});
