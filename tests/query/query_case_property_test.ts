import type { Filter } from "../../lib/query/filter.ts";
import { parseFilter } from "../../lib/query/parse_filter.ts";
import { queryCase } from "../../lib/query/query_case.ts";
import type { QueryRow } from "../../lib/query/query_row.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import {
  accessLine,
  accessLines,
  applicationLine,
  applicationLines,
  timeAfter,
} from "../helpers/log_builder.ts";
import { fc } from "../helpers/property.ts";
import { bruteForce } from "./brute_force.ts";
import { fakeCase, type FakeMember } from "./fake_case.ts";

const GID = "5f0000000000000000000001";
const OTHER_GID = "5f0000000000000000000002";

const records = fc.record({
  time: fc.integer({ min: 0, max: 6000 }).map(timeAfter),
  thread: fc.constantFrom("main", "JettyHttpPool-1", "a] b"),
  context: fc.constantFrom("", `gid:${GID} `, `gid:${OTHER_GID} jobId:7 planId:p-2 `),
  level: fc.constantFrom("INFO  ", "WARN  ", "ERROR ", "DEBUG "),
  marker: fc.constantFrom("", "marker=AUDIT "),
  caller: fc.constantFrom(" [A.java:run:7] - ", " [A.java.run:7] - ", " - "),
  logger: fc.constantFrom("com.acme.A", `backup.jobs.${GID}.rs-0`, "b.C"),
  message: fc.constantFrom(
    "Timed out after 30000 ms",
    "Synthetic done",
    "",
    "ends\n\njava.lang.IllegalStateException: boo\n\tat a.B.c(B.java:1)",
    'quote " and \\ slash\r',
    "\ud83d\ude00 \u00e9 \ufffd",
  ),
}).map(applicationLine);
const requests = fc.record({
  client: fc.constantFrom("192.0.2.1", "2001:db8::1", "om"),
  names: fc.constantFrom("- -", "- sam", "- CN=sam smith"),
  time: fc.constantFrom("12/Apr/2026:03:14:15 +0000", "12/Apr/2026:03:14:18 +0000"),
  request: fc.constantFrom(
    "GET /a HTTP/1.1",
    `GET /agents/api/automation/conf/v1/${GID}?ah=db-1.example&av=13.0&at=1775963655000 HTTP/1.1`,
    `POST /api/public/v1.0/groups/${OTHER_GID}/hosts?x=%22 HTTP/1.1`,
    "PUT /a/123?ahs=db-2 HTTP/2.0",
    "-",
  ),
  status: fc.constantFrom("200", "404", "503", "-"),
  size: fc.constantFrom("0", "512", "-", "100000"),
  tail: fc.constantFrom(' "-" "synthetic/1 (x)" 17', ' "http://r/" "syn\\"th" 1234567', ' "-" "-" 0'),
}).map(accessLine);

function logOf(lines: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(lines, { minLength: 1, maxLength: 12 }).map((all) => all.join("\n") + "\n");
}

const members: fc.Arbitrary<FakeMember> = fc.record({
  host: fc.constantFrom("om-1", "om-2"),
  input: fc.constantFrom("a.tar.gz", "b.tar.gz"),
  file: fc.oneof(
    logOf(fc.oneof({ weight: 4, arbitrary: records }, applicationLines)).map((text) =>
      ({ text, category: "application" }) as const
    ),
    logOf(fc.oneof({ weight: 4, arbitrary: requests }, accessLines)).map((text) =>
      ({ text, category: "http_access" }) as const
    ),
  ),
}).map(({ file, ...place }) => ({ ...place, ...file }));

const terms = fc.constantFrom(
  ...String.raw`level>=WARN|level:INFO,DEBUG|level<ERROR|time>2026-04-12T03:14:18Z|before:2026-04-12T03:14:17Z
host:om-1|category:http_*|input:b*|member:*application*|line>2|line:1,4|thread:main|thread~^Jetty|thread:a*
gid:${GID}|gid:*2|gid~^5f|jobId:7|planId:p*|marker:AUDIT|logger:backup*|logger~acme|logger:b.C|logger:*rs-0|caller:*java:run*|caller~run
message:done|message~out.*\d|exception:*State*|Timed|"out after"|text~\d{5}|text~(done|out)|text~"quote \""|é|😀
client:192.*|user:sam|user~smith|method:GET|method:p*|url:*x=*|url~ah=db|route:/a|route~gid|protocol:*2.0|status:5xx
status>=404|status!:200|responseBytes:0|responseBytes>=512|responseBytes<1|latencyMs>=17|latencyMs:17|latencyMs<5
referer:http*|userAgent:syn*|userAgent~"\""|agent:db-*|agent:*|signature:sig-1|type:X|url:*?ah*|text~a?b|text~\\
status<100|method:-|route:*{gid}*|userAgent:"syn\"th"|exception:*Exception|text~ou?t|client:om`
    .replaceAll("${GID}", GID).split(/[|\n](?![^(]*\))/),
);
const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    terms,
    fc.tuple(tie("filter"), tie("filter")).map(([a, b]) => `(${a} ${b})`),
    fc.tuple(tie("filter"), tie("filter")).map(([a, b]) => `(${a} or ${b})`),
    tie("filter").map((one) => `not (${one})`),
  ),
})).filter.map(parseFilter);

const cases = fc.record({
  files: fc.array(members, { minLength: 1, maxLength: 4 }),
  rowsInBlock: fc.integer({ min: 1, max: 5 }),
  filter: filters,
});

function placeOf(row: QueryRow): unknown {
  return row.kind === "record"
    ? [row.input, row.member, row.byteOffset, row.timeMs, row.text, row.isMatch]
    : row;
}

Deno.test("queryCase() tells the records whose text fits, in order of time, whatever columns and literals decide", () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 0, max: 3 }), fc.boolean(), (parts, context, isWhole) => {
      const { files, rowsInBlock, filter } = parts;
      const fake = fakeCase(files, { rowsInBlock });
      // A block that is too large to be read at once, or not all there.
      const reader = isWhole ? fake : { ...fake, readInto: () => 0 };
      const expected = bruteForce(reader, filter, context).map(
        ({ member, byteOffset, timeMs, text, isMatch }) => {
          const { input, path } = reader.members[member]!;
          return [input, path, byteOffset, timeMs, text, isMatch];
        },
      );
      assertEquals([...queryCase(reader, { filter, context })].map(placeOf), expected);
    }),
    { numRuns: 400 },
  );
});

Deno.test("queryCase() in pages tells the same as in one go", () => {
  fc.assert(
    fc.property(
      cases,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 2 }),
      (parts, limit, context) => {
        const { files, rowsInBlock, filter } = parts;
        const reader = fakeCase(files, { rowsInBlock });
        const all = [...queryCase(reader, { filter, context })];
        const paged: QueryRow[] = [];
        for (;;) {
          const last = paged.at(-1)?.cursor;
          const page = [
            ...queryCase(reader, { filter, context, limit, ...(last === undefined ? {} : { after: last }) }),
          ];
          if (page.length === 0) break;
          paged.push(...page);
        }
        assertEquals(paged, all);
      },
    ),
    { numRuns: 60 },
  );
});
