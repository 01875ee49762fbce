import { fc } from "./property.ts";

/** Parts of a synthetic application line that are not the usual ones. */
export interface ApplicationParts {
  /** Time as written. */
  readonly time: string;
  /** Thread, without brackets. */
  readonly thread: string;
  /** Context tokens, each with its space. */
  readonly context: string;
  /** Level with the spaces after it. */
  readonly level: string;
  /** Marker with its space. */
  readonly marker: string;
  /** Logger. */
  readonly logger: string;
  /** From the space before the caller to the dash. */
  readonly caller: string;
  /** Message. */
  readonly message: string;
}

const USUAL: ApplicationParts = {
  time: "2026-04-12T03:14:15.926+0000",
  thread: "main",
  context: "",
  level: "INFO  ",
  marker: "",
  logger: "com.example.Synthetic",
  caller: " [Synthetic.java:run:7] - ",
  message: "Synthetic done",
};

/** A synthetic application line without its line feed. */
export function applicationLine(parts: Partial<ApplicationParts> = {}): string {
  const { time, thread, context, level, marker, logger, caller, message } = { ...USUAL, ...parts };
  return `${time} [${thread}] ${context}${level}${marker}${logger}${caller}${message}`;
}

/** Parts of a synthetic access line that are not the usual ones. */
export interface AccessParts {
  /** Client. */
  readonly client: string;
  /** Ident and user, with the space between them. */
  readonly names: string;
  /** Time as written. */
  readonly time: string;
  /** Request without its quotes. */
  readonly request: string;
  /** Status. */
  readonly status: string;
  /** Bytes sent. */
  readonly size: string;
  /** What follows, with its space. */
  readonly tail: string;
}

const USUAL_REQUEST: AccessParts = {
  client: "192.0.2.1",
  names: "- -",
  time: "12/Apr/2026:03:14:15 +0000",
  request: "GET /synthetic HTTP/1.1",
  status: "200",
  size: "512",
  tail: "",
};

/** A synthetic access line without its line feed. */
export function accessLine(parts: Partial<AccessParts> = {}): string {
  const { client, names, time, request, status, size, tail } = { ...USUAL_REQUEST, ...parts };
  return `${client} ${names} [${time}] "${request}" ${status} ${size}${tail}`;
}

/** ISO 8601 with milliseconds and `+0000`, so many milliseconds after the usual time. */
export function timeAfter(ms: number): string {
  return new Date(Date.UTC(2026, 3, 12, 3, 14, 15, 926) + ms).toISOString().replace("Z", "+0000");
}

/** Any of the texts, the first (the usual one) most often. */
function mostly(...texts: string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(texts[0]!) }, fc.constantFrom(...texts));
}

const GID = "5f0000000000000000000001";
const applicationParts: fc.Arbitrary<ApplicationParts> = fc.record({
  time: mostly(
    "2026-04-12T03:14:15.926+0000",
    "2024-02-29T23:59:59,999Z",
    "2026-02-29T00:00:00.000Z",
    "2026-04-31T00:00:00.000+0000",
    "2026-04-12T03:14:60.000+0000",
    "2026-04-12T03:14:15.926+05:30",
    "2026-04-12T03:14:15.926-0330",
    "2026-04-12T03:14:15.926+1859",
    "2026-04-12T03:14:15.926+1900",
    "2026-13-12T03:14:15.926+0000",
    "0026-04-12T03:14:15.926+0000",
    "2026-04-12T24:00:00.000Z",
  ),
  thread: fc.array(
    mostly(
      "main",
      "] ",
      "[",
      "a] INFO  b",
      "gid:x] ",
      "ClusterId{value='5'}-om:27017",
      "\u00fc",
      " ",
      "] WARN ",
    ),
    {
      maxLength: 4,
    },
  ).map((parts) => parts.join("")),
  context: fc.array(
    mostly(
      `gid:${GID} `,
      "jobId:7 ",
      "planId:p-2 ",
      "a:b:c ",
      "gid:2 ",
      "_a:1 ",
      "9a:1 ",
      "gid: ",
      "a:b  ",
      "INFO:x ",
    ),
    { maxLength: 3 },
  ).map((tokens) => tokens.join("")),
  level: mostly(
    "INFO  ",
    "WARN  ",
    "ERROR ",
    "DEBUG ",
    "TRACE ",
    "INFO ",
    "INFO",
    "info  ",
    "FATAL ",
    "INFO   ",
  ),
  marker: mostly("", "marker=AUDIT ", "marker= ", "marker=", "marker=A  "),
  logger: mostly(
    "com.acme.Synthetic",
    `backup.jobs.${GID}.rs-0`,
    "-",
    "[c]",
    "\u00e9.\u00fc",
    "",
    "marker=x",
  ),
  caller: mostly(
    " [B.java:run:42] - ",
    " [B.java.run:42] - ",
    " [?:?] -",
    " [] - ",
    " [a b] - ",
    " - ",
    " -",
    " [B.java:run:42 - ",
    " [B.java:run:42]- ",
    " [B.java:run:42]",
    "",
    "  - ",
  ),
  message: mostly("Synthetic done", "", " ", "x] INFO  L [c] - y", "- text", "error 18: no"),
});

const accessParts: fc.Arbitrary<AccessParts> = fc.record({
  client: mostly("192.0.2.1", "2001:db8::1", "[::1]", "proxy.example.com", "", "a\tb", "\u00fc", 'a"b', "-"),
  names: mostly("- -", "- sam", "- CN=sam smith", "-", "- ", "- a [b", "-  -", "x -"),
  time: mostly(
    "12/Apr/2026:03:14:15 +0000",
    "29/Feb/2024:23:59:59 -0330",
    "29/Feb/2026:00:00:00 +0000",
    "12/apr/2026:03:14:15 +0000",
    "12/Apr/2026:03:14:15 +0099",
    "12/Apr/2026:03:14:15 x0000",
    "12/Apr/2026:03:14:60 +0000",
    "12/Apr/0026:03:14:15 +0000",
    "2026-04-12T03:14:15.926Z",
    "12/Apr/2026:03:14:15 +1859",
  ),
  request: mostly(
    "GET /synthetic HTTP/1.1",
    `GET /agents/api/automation/conf/v1/${GID}?ah=h&at=17 HTTP/1.1`,
    "PUT /a/123?b HTTP/2.0",
    "GET /a?b HXYZ/1.1",
    "GET /a HTTP/x.1",
    "GET /a b HTTP/1.1",
    "GET /a  HTTP/1.1",
    "GET * HTTP/1.1",
    'GET /\\"x HTTP/1.1',
    'GET /"x HTTP/1.1',
    "GET /a\tb HTTP/1.1",
    "GET /a",
    "-",
    "",
    "\\x16\\x03",
    `${"A".repeat(33)} /a HTTP/1.1`,
  ),
  status: mostly("200", "404", "503", "-", "20", "2000", "abc"),
  size: mostly("512", "0", "-", "12345678901234567", "5x", "", "5,"),
  tail: mostly(
    ' "-" "synthetic/1 (x)" 17',
    "",
    " 17",
    ' "-" "synthetic/1" -',
    ' "-" "synthetic/1" 17 ',
    ' "-" "synthetic/1"',
    ' "-" "syn\\"thetic/1" 4',
    ' "-" "synthetic/1" 5 6',
    ' "-" "synthetic/1" "7"',
    ' "-" "synthetic/1" 12.',
    ' "-" "synthetic/1" 12ms',
    " rt=8",
    " -",
  ),
});

type Edit = readonly [kind: "put" | "cut" | "drop" | "add", place: number, char: string];
const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.constantFrom("put", "put", "drop", "add", "cut"),
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  fc.constantFrom(...'] [:-.,0Z+a\t"=/\\T2'),
);

function applyEdit(line: string, [kind, place, char]: Edit): string {
  const at = Math.floor(place * line.length);
  if (kind === "cut") return line.slice(0, at);
  const skipped = kind === "add" ? 0 : 1;
  return line.slice(0, at) + (kind === "drop" ? "" : char) + line.slice(at + skipped);
}

function edited(lines: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edits = fc.oneof({ weight: 2, arbitrary: fc.constant<Edit[]>([]) }, fc.array(edit, { maxLength: 2 }));
  return fc.tuple(lines, edits, fc.constantFrom("", "", "\r")).map(([line, list, end]) =>
    list.reduce(applyEdit, line) + end
  );
}

/** Synthetic application lines, many of them odd or damaged; some end with a carriage return. */
export const applicationLines: fc.Arbitrary<string> = edited(applicationParts.map(applicationLine));

/** Synthetic access lines, many of them odd or damaged; some end with a carriage return. */
export const accessLines: fc.Arbitrary<string> = edited(accessParts.map(accessLine));
