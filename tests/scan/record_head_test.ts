import { parseApplicationRecord, recordStartMs } from "../../lib/parse/application_record.ts";
import { isHeaderAt, RecordHead } from "../../lib/scan/record_head.ts";
import { parseHeaderLine } from "../../lib/parse/header_line.ts";
import { viewBytes } from "../../lib/scan/viewed_bytes.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { applicationLine, applicationLines } from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const PREFIX = "before\n";
/** What stands behind a line must not be read as part of it. */
const SUFFIXES = ["", "\n2026-04-12T03:14:15.926+0000 [next] INFO  L [c] - next", " [c] - x", "6+0000 [t"];

interface HeadFields {
  readonly timeMs: number;
  readonly fields: null | {
    readonly thread: string;
    readonly gid: string | null;
    readonly level: string;
    readonly logger: string;
    readonly message: string;
  };
}

/** What the byte reader reads from a line that stands in the midst of a buffer. */
function readHead(line: string, suffix = "", head: RecordHead = new RecordHead()): HeadFields | null {
  const b = encoder.encode(PREFIX + line + suffix);
  const end = b.length - encoder.encode(suffix).length;
  const contentEnd = line.endsWith("\r") ? end - 1 : end;
  const text = (from: number, to: number) => decoder.decode(b.subarray(from, to));
  if (!head.readStart(viewBytes(b), PREFIX.length, end)) return null;
  const { timeMs, threadStart } = head;
  if (!head.readRest(b, contentEnd)) return { timeMs, fields: null };
  return {
    timeMs,
    fields: {
      thread: text(threadStart, head.threadEnd),
      gid: head.gidStart === head.gidEnd ? null : text(head.gidStart, head.gidEnd),
      level: text(head.levelStart, head.levelEnd),
      logger: text(head.loggerStart, head.loggerEnd),
      message: text(head.messageStart, contentEnd),
    },
  };
}

function expectedHead(line: string): HeadFields | null {
  const timeMs = recordStartMs(line);
  if (timeMs === undefined) return null;
  const record = parseApplicationRecord(line);
  if (record === null) return { timeMs, fields: null };
  const { thread, gid, level, logger, message } = record;
  return { timeMs, fields: { thread, gid, level, logger, message } };
}

Deno.test("RecordHead reads every field of a line", () => {
  const line = applicationLine({
    thread: "a [b] c",
    context: "gid:5f jobId:1 ",
    marker: "marker=M ",
    message: "x - y",
  });
  assertEquals(readHead(line), {
    timeMs: Date.UTC(2026, 3, 12, 3, 14, 15, 926),
    fields: {
      thread: "a [b] c",
      gid: "5f",
      level: "INFO",
      logger: "com.example.Synthetic",
      message: "x - y",
    },
  });
});

Deno.test("RecordHead and parseApplicationRecord() agree on any line, whatever stands behind it", () => {
  fc.assert(
    fc.property(applicationLines, fc.constantFrom(...SUFFIXES), (line, suffix) => {
      assertEquals(readHead(line, suffix), expectedHead(line));
    }),
    { numRuns: 4000 },
  );
});

Deno.test("RecordHead and parseApplicationRecord() agree on times that are not in the calendar", () => {
  for (
    const day of [
      "2026-02-29",
      "2024-02-29",
      "2026-04-31",
      "1900-02-29",
      "2000-02-29",
      "2026-00-01",
      "0026-01-01",
    ]
  ) {
    for (
      const rest of [
        "T00:00:00.000Z",
        "T23:59:60.000Z",
        "T23:59:59.999-1800",
        "T00:00:00.000+18:59",
        "T00:00:00.000+1900",
      ]
    ) {
      const line = applicationLine({ time: day + rest });
      assertEquals(readHead(line), expectedHead(line), line);
    }
  }
});

Deno.test("RecordHead reads a time the same whatever times it read before", () => {
  const usual = "2026-04-12T03:14:15.926+0000";
  const digits = fc.tuple(fc.integer({ min: 0, max: 28 }), fc.constantFrom(..."059:.,-+TZ x"));
  const times = fc.array(fc.array(digits, { maxLength: 2 }), { minLength: 2, maxLength: 6 }).map((lists) =>
    lists.map((changes) => {
      const bytes = [...usual];
      for (const [at, char] of changes) bytes[at] = char;
      return bytes.join("");
    })
  );
  fc.assert(
    fc.property(times, (list) => {
      const head = new RecordHead();
      for (const time of list) {
        const line = applicationLine({ time });
        assertEquals(readHead(line, "", head), readHead(line), line);
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("RecordHead keeps the limits of parseApplicationRecord()", () => {
  const cases: (readonly [Parameters<typeof applicationLine>[0], boolean])[] = [
    [{ thread: "t".repeat(256) }, true],
    [{ thread: "t".repeat(257) }, false],
    [{ context: "a:b ".repeat(32) }, true],
    [{ context: "a:b ".repeat(33) }, false],
    [{ context: `${"k".repeat(64)}:v ` }, true],
    [{ context: `${"k".repeat(65)}:v ` }, false],
    [{ context: `k:${"v".repeat(1024)} ` }, true],
    [{ context: `k:${"v".repeat(1025)} ` }, false],
    [{ marker: `marker=${"m".repeat(512)} ` }, true],
    [{ marker: `marker=${"m".repeat(513)} ` }, false],
    [{ logger: "l".repeat(1024) }, true],
    [{ logger: "l".repeat(1025) }, false],
    [{ caller: ` [${"c".repeat(1024)}] - ` }, true],
    [{ caller: ` [${"c".repeat(1025)}] - ` }, false],
  ];
  for (const [parts, isFull] of cases) {
    const line = applicationLine(parts);
    assertEquals(expectedHead(line)?.fields !== null, isFull, line);
    assertEquals(readHead(line), expectedHead(line), line);
  }
});

Deno.test("RecordHead finds the logger, whatever stands around it", () => {
  for (
    const parts of [{}, { caller: " [Other.java.run:9] - " }, { marker: "marker=M " }, { caller: " - " }]
  ) {
    assertEquals(loggerOf({ ...parts, logger: "com.example.Other" }), "com.example.Other");
  }
});

function loggerOf(parts: Parameters<typeof applicationLine>[0]): string {
  const head = new RecordHead();
  const b = encoder.encode(applicationLine(parts));
  assert(head.readStart(viewBytes(b), 0, b.length) && head.readRest(b, b.length));
  return new TextDecoder().decode(b.subarray(head.loggerStart, head.loggerEnd));
}

Deno.test("isHeaderAt() and parseHeaderLine() agree", () => {
  const header = "[Starting Logging - App Version: 8.0.27.500.20260930T1200Z]";
  const lines = [
    header,
    `${header}\r`,
    header.slice(0, 33),
    header.slice(0, 32),
    ` ${header}`,
    "[Starting",
    "",
    "[x] a",
  ];
  for (const line of lines) {
    const b = encoder.encode(`${PREFIX}${line}\n`);
    const isHeader = isHeaderAt(b, PREFIX.length, b.length - 1);
    assertEquals(isHeader, parseHeaderLine(line) !== null, JSON.stringify(line));
  }
});
