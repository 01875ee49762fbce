import { type FailedAnswer, remoteErrorOf } from "../../../../lib/fetch/http/errors/remote_error_of.ts";
import { Secret } from "../../../../lib/fetch/secret.ts";
import { assert, assertEquals, assertStringIncludes } from "../../../../lib/std/assert.ts";
import { anyCharacter, fc } from "../../../helpers/property.ts";

const SECRET = new Secret("hunter2-hunter2");
const JOBS = "https://om:8443/api/public/v1.0/admin/omLogCollectionJobs";
const JOB = `${JOBS}/66f000000000000000000001`;
const ORG_EVENTS = "https://om:8443/api/public/v1.0/orgs/5b478b3afc4625789ce616a3/events";
const GROUP_EVENTS = "https://om:8443/api/public/v1.0/groups/5b478b3afc4625789ce616a3/events";

const failed = (
  over: Partial<Omit<FailedAnswer, "url">> & { url?: string; code?: string } = {},
): FailedAnswer => {
  const { url = JOBS, code, ...rest } = over;
  return {
    what: "list the collection jobs",
    method: "GET",
    status: 400,
    statusText: "",
    contentType: "application/json",
    text: code === undefined
      ? ""
      : JSON.stringify({ error: over.status, errorCode: code, detail: "Some detail." }),
    retryAfterMs: null,
    serverTimeMs: null,
    ...rest,
    url: new URL(url),
  };
};

const CODES:
  readonly (readonly [status: number, code: string, method: string, url: string, remedy: string])[] = [
    [401, "USER_UNAUTHORIZED", "GET", JOBS, "Global Read Only"],
    [401, "USER_UNAUTHORIZED", "POST", JOBS, "Global Owner"],
    [401, "NOT_ORG_ADMIN", "GET", ORG_EVENTS, "have the role Organization Member given"],
    [401, "USER_UNAUTHORIZED", "GET", GROUP_EVENTS, "Project Read Only"],
    [403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "GET", JOBS, "access list"],
    [403, "CANNOT_DOWNLOAD_JOB_IN_PROGRESS", "GET", `${JOB}:download`, "omlens collect --job 66"],
    [403, "CANNOT_DOWNLOAD_EXPIRED_JOB", "GET", `${JOB}:download`, "collect again"],
    [403, "CANNOT_EXTEND_EXPIRED_JOB", "PATCH", JOB, "collect again"],
    [400, "EXPIRATION_DATE_MUST_BE_IN_FUTURE", "PATCH", JOB, "in the future"],
    [400, "EXPIRATION_DATE_TOO_DISTANT", "PATCH", JOB, "28 days"],
    [400, "INVALID_LOG_REQUEST_SIZE", "POST", JOBS, "above 0"],
    [400, "INVALID_SERVER_STATUS", "GET", JOBS, "the API may have changed"],
    [400, "INVALID_QUERY_PARAMETER", "GET", JOBS, "the API may have changed"],
    [400, "INVALID_ENUM_VALUE", "GET", JOBS, "the API may have changed"],
    [400, "INVALID_ENUM_VALUE", "POST", JOBS, "check what is asked for: --server"],
    [400, "SOME_CODE", "POST", JOBS, "check what is asked for: --server"],
    [400, "SOME_CODE", "POST", `${JOB}:retry`, "the API may have changed"],
    [400, "SOME_CODE", "DELETE", JOB, "wait until the job has ended"],
    [400, "FRACTIONAL_TIMESTAMP", "GET", ORG_EVENTS, "the API may have changed"],
    [400, "ONLY_FAILED_JOB_CAN_BE_RESTARTED", "POST", `${JOB}:retry`, "nothing to do"],
    [404, "LOG_COLLECTION_JOB_NOT_FOUND_IN_GROUP", "GET", JOB, "job of a project"],
    [404, "ORG_NOT_FOUND", "GET", ORG_EVENTS, "id of the organization"],
    [404, "GROUP_NOT_FOUND", "GET", GROUP_EVENTS, "id of the project"],
    [404, "RESOURCE_NOT_FOUND", "GET", JOBS, "8.0.23"],
    [404, "RESOURCE_NOT_FOUND", "GET", JOB, "check the id"],
    [429, "RATE_LIMITED", "GET", JOBS, "--rate"],
    [429, "TOO_MANY_JOBS", "POST", JOBS, "at most 4"],
    [500, "UNEXPECTED_ERROR", "GET", JOBS, "mms0.log"],
    [413, "SOME_CODE", "POST", JOBS, "ask for less"],
    [407, "SOME_CODE", "GET", JOBS, "proxy"],
    [418, "SOME_CODE", "GET", JOBS, "check that --base-url leads to Ops Manager"],
  ];

for (const [status, code, method, url, remedy] of CODES) {
  Deno.test(`remoteErrorOf() says what to do about ${code} to ${method} …${new URL(url).pathname.slice(-12)}`, () => {
    const error = remoteErrorOf(failed({ status, code, method, url }), SECRET);
    assertEquals(
      error.message,
      `Cannot list the collection jobs: Ops Manager answers ${status} (${code}): Some detail`,
    );
    assertStringIncludes(error.remedy, remedy);
    assert(!/^[A-Z](?=[a-z])|\.$/.test(error.remedy), error.remedy);
    assertEquals([error.status, error.errorCode], [status, code]);
  });
}

Deno.test("remoteErrorOf() says when to look in mms0.log", () => {
  const serverTimeMs = Date.UTC(2026, 4, 11, 8, 2, 30);
  const error = remoteErrorOf(failed({ status: 500, code: "UNEXPECTED_ERROR", serverTimeMs }), SECRET);
  assertEquals(error.remedy, "look for the exception in mms0.log of the server at 2026-05-11T08:02:30Z");
  assert(error.isTransient && error.retry === null);
});

const RETRIES:
  readonly (readonly [status: number, code: string, retryAfterMs: number | null, retry: unknown])[] = [
    [429, "RATE_LIMITED", null, { afterMs: 60_000, isUntouched: true }],
    [429, "RATE_LIMITED", 0, { afterMs: 0, isUntouched: true }],
    [429, "RATE_LIMITED", 600_000, { afterMs: 600_000, isUntouched: true }],
    [429, "RATE_LIMITED", 601_000, null],
    [429, "SOME_CODE", null, { afterMs: 60_000, isUntouched: false }],
    [502, "SOME_CODE", null, { afterMs: null, isUntouched: false }],
    [503, "SOME_CODE", 7000, { afterMs: 7000, isUntouched: false }],
    [504, "SOME_CODE", null, { afterMs: null, isUntouched: false }],
    ...[400, 401, 403, 404, 408, 409, 413, 500, 501, 505].map((status) =>
      [status, "SOME_CODE", 1000, null] as const
    ),
  ];

for (const [status, code, retryAfterMs, retry] of RETRIES) {
  Deno.test(`remoteErrorOf() knows whether to repeat ${status} ${code} after ${retryAfterMs}`, () => {
    const error = remoteErrorOf(failed({ status, code, retryAfterMs }), SECRET);
    const why = `Ops Manager answers ${status} (${code})`;
    assertEquals<unknown>(error.retry, retry === null ? null : { why, ...retry });
  });
}

Deno.test("remoteErrorOf() tells how long Ops Manager wants to be left alone", () => {
  const error = remoteErrorOf(failed({ status: 429, code: "RATE_LIMITED", retryAfterMs: 3_600_000 }), SECRET);
  assertEquals(error.remedy, "run it again in 60 minutes: Ops Manager asks for this time");
});

const BODIES: readonly (readonly [name: string, answer: Partial<Omit<FailedAnswer, "url">>, rest: string])[] =
  [
    ["nothing at all", {}, "om:8443 answers 502"],
    ["nothing but a reason phrase", { statusText: "Bad Gateway" }, "om:8443 answers 502 (Bad Gateway)"],
    [
      "a page of a proxy",
      {
        contentType: "text/html",
        text:
          "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\n\t<h1>nginx</h1>\n</body></html>",
      },
      "om:8443 answers 502: 502 Bad Gateway nginx",
    ],
    [
      "an envelope",
      { text: '{"status":502,"content":{"errorCode":"A_CODE","detail":"D"}}' },
      "Ops Manager answers 502 (A_CODE): D",
    ],
    [
      "a reason only",
      { text: '{"error":502,"reason":"Bad Gateway"}' },
      "Ops Manager answers 502: Bad Gateway",
    ],
    ["an errorCode that is none", { text: '{"errorCode":"<b>","detail":"D"}' }, "Ops Manager answers 502: D"],
    ["JSON of something else", { text: '["x"]' }, 'om:8443 answers 502: ["x"]'],
    ["controls", { text: "a\u001b[31mb\u202ec\u0000d" }, "om:8443 answers 502: a [31mb c d"],
    ["a long text", { text: "é".repeat(500) }, `om:8443 answers 502: ${"é".repeat(199)}…`],
  ];

for (const [name, answer, rest] of BODIES) {
  Deno.test(`remoteErrorOf() reports ${name}`, () => {
    const error = remoteErrorOf(failed({ ...answer, status: 502 }), SECRET);
    assertEquals(error.message, `Cannot list the collection jobs: ${rest}`);
  });
}

const escaped = (text: string) =>
  Array.from(text, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");

Deno.test("remoteErrorOf() never repeats the private key, nor an answer of Digest", () => {
  const plain = SECRET.reveal();
  const echoes = [
    plain,
    btoa(plain),
    `${"x".repeat(190)}${plain}`,
    `Digest username="u", response="6629fae4"`,
  ];
  for (const echo of echoes) {
    for (
      const text of [
        echo,
        JSON.stringify({ errorCode: "A_CODE", detail: echo }),
        JSON.stringify({ reason: echo }),
        JSON.stringify({ errorCode: "A_CODE", detail: escaped(echo) }).replaceAll("\\\\u", "\\u"),
      ]
    ) {
      const error = remoteErrorOf(failed({ status: 400, text, statusText: echo }), SECRET);
      const all = Deno.inspect(error) + error.stack + error.remedy;
      assert(!/hunter|aHVudGVy|6629fae4/.test(all), all);
    }
  }
});

Deno.test("remoteErrorOf() is an error on one line for any body", () => {
  const anyText = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.json(),
    fc.record({ errorCode: fc.anything(), detail: fc.anything() }).map((body) => JSON.stringify(body) ?? ""),
  );
  fc.assert(fc.property(anyText, fc.integer({ min: 300, max: 599 }), (text, status) => {
    const { message } = remoteErrorOf(failed({ text, status }), SECRET);
    assert(/^[^\p{Cc}\u2028\u2029]{1,700}$/u.test(message), message);
  }));
});
