import { COLLECT_FLAGS } from "../../../lib/cli/collect/collect_flags.ts";
import { collectMode } from "../../../lib/cli/collect/collect_mode.ts";
import { collectRequest } from "../../../lib/cli/collect/collect_request.ts";
import { parseConnectionLine } from "../../../lib/cli/fetch/connection/parse_connection_line.ts";
import { UsageError } from "../../../lib/errors.ts";
import { assertEquals, assertThrows } from "../../../lib/std/assert.ts";

const NOW_MS = Date.parse("2026-05-11T08:00:00.789Z");
const ID = "66f000000000000000000001";
const OTHER_ID = "66f000000000000000000002";
const parse = (args: string[]) => parseConnectionLine("collect", args, COLLECT_FLAGS);

const REQUESTS: [args: string[], request: object][] = [
  [[], {}],
  [["--server", "om-1", "--server=om-2"], { servers: ["om-1", "om-2"] }],
  [["--log-type", "application,HTTP_ACCESS, daemon"], { logTypes: ["APPLICATION", "HTTP_ACCESS", "DAEMON"] }],
  [["--size", "1.5GiB"], { sizeRequestedPerFileBytes: 1_610_612_736 }],
  [["--since", "-1d"], { fromDate: "2026-05-10T08:00:00Z", toDate: "2026-05-11T08:00:00Z" }],
  [["--since", "2026-05-04", "--until", "-12h"], {
    fromDate: "2026-05-04T00:00:00Z",
    toDate: "2026-05-10T20:00:00Z",
  }],
  [["--since", "2026-05-10T06:00+02:00", "--until", "2026-05-10T05:00Z"], {
    fromDate: "2026-05-10T04:00:00Z",
    toDate: "2026-05-10T05:00:00Z",
  }],
  [["--since", "-7d"], { fromDate: "2026-05-04T08:00:00Z", toDate: "2026-05-11T08:00:00Z" }],
];

for (const [args, request] of REQUESTS) {
  Deno.test(`collectRequest() makes of "${args.join(" ")}" what the API takes`, () => {
    assertEquals<object>(collectRequest(parse(args), NOW_MS), request);
  });
}

const REFUSED: [args: string[], message: string][] = [
  [["--until", "-1h"], "Cannot collect: --until is given, but not --since"],
  [["--since", "2026-05-12"], "Cannot collect: --since 2026-05-12 is not before now"],
  [["--since", "-1h", "--until", "-2h"], "Cannot collect: --since -1h is not before --until -2h"],
  [["--since", "-8d"], "Cannot collect: the span is longer than 7 days"],
  [["--since", "yesterday"], 'Cannot read --since: "yesterday" is not a time'],
  [
    ["--log-type", "mongod"],
    'Cannot read --log-type: "mongod" is not one of application, http_access, migration, daemon',
  ],
  [["--job", "latest"], 'Cannot read --job: "latest" is not the id of a job, which is 24 hexadecimal digits'],
  [["--expires", "tomorrow"], 'Cannot read --expires: "tomorrow" is not a time'],
  [["--expires", "10d"], "Cannot collect: --expires is for --extend"],
  [["--job", ID, "--delete", OTHER_ID], "Cannot collect: --job and --delete do not go together"],
  [["--job", ID, "--since", "-1d"], "Cannot collect: --job and --since do not go together"],
  [["--job", ID, "--no-wait"], "Cannot collect: --job and --no-wait do not go together"],
  [["--no-wait", "--out", "x"], "Cannot collect: --no-wait and --out do not go together"],
  [["--no-download", "--force"], "Cannot collect: --no-download and --force do not go together"],
  [["--no-wait", "--no-download"], "Cannot collect: --no-wait and --no-download do not go together"],
  [["--delete", ID, "--force"], "Cannot collect: --delete and --force do not go together"],
];

for (const [args, message] of REFUSED) {
  Deno.test(`omlens collect refuses "${args.join(" ")}" before anything is sent`, () => {
    const error = assertThrows(() => {
      const values = parse(args);
      collectMode(values);
      collectRequest(values, NOW_MS);
    }, UsageError);
    assertEquals(error.message, message);
  });
}

Deno.test("collectMode() takes every flag in some mode", () => {
  const MODES: string[][] = [
    ["--server", "a", "--log-type", "daemon", "--since=-1d", "--until=-1h", "--size", "1MB", "--no-wait"],
    ["--job", ID, "--out", "x", "--force", "--quiet", "--rate", "1"],
    ["--retry", ID, "--no-download"],
    ["--extend", ID, "--expires", "10d", "--json"],
    ["--delete", ID, "--profile", "om"],
  ];
  assertEquals(MODES.map((args) => collectMode(parse(args))), ["create", "job", "retry", "extend", "delete"]);
  const used = new Set(MODES.flat().map((arg) => arg.replace(/^--([^=]+).*/, "$1")));
  const connection = ["base-url", "public-key", "ca-cert", "allow-http", "timeout", "color"];
  assertEquals(
    Object.keys(COLLECT_FLAGS).filter((name) => !used.has(name) && !connection.includes(name)),
    [],
  );
});
