import { ACCESS_LAYOUTS, type AccessLayout } from "../../lib/parse/access_layout.ts";
import { parseAccessLine } from "../../lib/parse/access_line.ts";
import { AccessHead, readLastColumn } from "../../lib/scan/access_head.ts";
import { viewBytes } from "../../lib/scan/viewed_bytes.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { accessLine, accessLines } from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const PREFIX = "before\n";
const SUFFIX = '\n192.0.2.9 - - [12/Apr/2026:03:14:16 +0000] "GET /next HTTP/1.1" 200 7 99';
const COMMON: AccessLayout = {
  ...ACCESS_LAYOUTS.find(({ name }) => name === "common")!,
  tail: ["referer", "userAgent", "latencyMs"],
};

/** What the byte reader reads from a line that stands in the midst of a buffer; null: not plainly of the form. */
function readHead(line: string): Record<string, unknown> | null {
  const b = encoder.encode(PREFIX + line + SUFFIX);
  const end = b.length - SUFFIX.length;
  const head = new AccessHead();
  if (!head.read(viewBytes(b), PREFIX.length, end)) return null;
  const text = (from: number, to: number) => decoder.decode(b.subarray(from, to));
  const { timeMs, status, responseBytes, urlStart, url } = head;
  return {
    client: text(PREFIX.length, head.clientEnd),
    user: text(head.userStart, head.userEnd),
    timeMs,
    method: text(head.methodStart, urlStart - 1),
    url: text(urlStart, url.end),
    status,
    responseBytes,
  };
}

function expectedHead(line: string): Record<string, unknown> | null {
  const parsed = parseAccessLine(line, COMMON);
  if (parsed === null) return null;
  const { client, user, timeMs, method, url, status, responseBytes } = parsed;
  return { client, user: user ?? "", timeMs, method, url, status, responseBytes: responseBytes ?? 0 };
}

Deno.test("AccessHead reads every field of a plain line", () => {
  const line = accessLine({
    client: "2001:db8::1",
    names: "- sam smith",
    request: "PUT /a/b?c=d?e HTTP/1.1",
    status: "409",
  });
  assertEquals(readHead(line), {
    client: "2001:db8::1",
    user: "sam smith",
    timeMs: Date.UTC(2026, 3, 12, 3, 14, 15),
    method: "PUT",
    url: "/a/b?c=d?e",
    status: 409,
    responseBytes: 512,
  });
});

Deno.test("AccessHead reads nothing that parseAccessLine() does not read, and nothing differently", () => {
  let read = 0;
  fc.assert(
    fc.property(accessLines, (line) => {
      const actual = readHead(line);
      if (actual === null) return;
      read++;
      assertEquals(actual, expectedHead(line));
    }),
    { numRuns: 6000 },
  );
  assert(read > 500, `only ${read} lines were of the plain form`);
});

Deno.test("readLastColumn() reads a number in the last of so many columns", () => {
  const cases: (readonly [tail: string, columns: number, number])[] = [
    [" 17", 1, 17],
    [" 0.012", 1, 0.012],
    [' "-" "agent/1 (x)" 17', 3, 17],
    ['  "-"  17', 2, 17],
    [" -", 1, NaN],
    [" 123456789012345", 1, 123456789012345],
    ["", 1, -1],
    [" 17", 2, -1],
    [" 17 18", 1, -1],
    [' "a 17', 2, -1],
    [' "a"b 17', 2, -1],
    [' "a\\"" 17', 2, -1],
    [' "17"', 1, -1],
    [" 17.", 1, -1],
    [" .5", 1, -1],
    [" 1.2.3", 1, -1],
    [" 17ms", 1, -1],
    [" rt=17", 1, -1],
    [" -1", 1, -1],
    [" 1234567890123456", 1, -1],
    [" \u00a017", 1, -1],
  ];
  for (const [tail, columns, expected] of cases) {
    const b = encoder.encode(`${tail} 99`);
    const column = { value: NaN, end: 0 };
    const isRead = readLastColumn(viewBytes(b), { from: 0, end: b.length - 3, columns }, column);
    assertEquals(isRead ? column.value : -1, expected, `"${tail}" as ${columns} columns`);
    if (isRead) assertEquals(column.end, b.length - 3);
  }
});
