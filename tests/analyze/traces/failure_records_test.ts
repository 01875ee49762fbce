import { type FailedRequest, failureRecords } from "../../../lib/analyze/traces/failure_records.ts";
import type { LoggedMoment } from "../../../lib/analyze/traces/logged_moment.ts";
import type { RequestRecord } from "../../../lib/analyze/traces/request_record.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";

const GID = "5f0000000000000000000001";
const OTHER = "5f0000000000000000000002";
const TEXT = { line: 1, byteOffset: 0, byteLength: 1, text: "", member: 0 };

interface FailureParts {
  readonly second: number;
  readonly latencyMs?: number;
  readonly groupId?: string;
  readonly moment?: LoggedMoment;
  readonly path?: string;
}

function failed(
  { second, latencyMs = NaN, groupId = "", moment = null, path = "" }: FailureParts,
): FailedRequest {
  const timeMs = 1000 * second;
  const isTimed = !Number.isNaN(latencyMs);
  return {
    sample: { ...TEXT, timeMs, route: 1, client: 1, agent: 0, user: 0, status: 500, latencyMs },
    host: "om-1",
    timeMs,
    latencyMs: isTimed ? latencyMs : 30_000,
    isTimed,
    moment,
    groupId,
    path,
  };
}

function recordAt(second: number, { groupId = "", text = "", isFailure = true } = {}): RequestRecord {
  const timeMs = 1000 * second;
  const sample = { ...TEXT, timeMs, template: 1, scope: 0, text };
  return { sample, timeMs, thread: "JettyHttpPool-1", groupId, isFailure };
}

/** `second of the request > second of its record`. */
function joined(requests: readonly FailureParts[], records: readonly RequestRecord[]): string[] {
  const sorted = records.toSorted((a, b) => a.timeMs - b.timeMs);
  return failureRecords(requests.map(failed), sorted).map(({ request, record }) =>
    `${request.timeMs / 1000} > ${record.timeMs / 1000}`
  ).sort();
}

Deno.test("failureRecords() joins a request with the failure that was logged while it was served", () => {
  const cases:
    readonly (readonly [name: string, request: FailureParts, seconds: number[], expected: string[]])[] = [
      ["in its second", { second: 100, latencyMs: 20 }, [100.5], ["100 > 100.5"]],
      ["too early", { second: 100, latencyMs: 20 }, [98.9], []],
      ["too late", { second: 100, latencyMs: 20 }, [102.1], []],
      ["at its end", { second: 100, latencyMs: 20_000 }, [103, 120.2], ["100 > 120.2"]],
      ["the time is that of the end", { second: 100, latencyMs: 20_000, moment: "end" }, [99.9, 120.2], [
        "100 > 99.9",
      ]],
      ["the time is that of the start", { second: 100, latencyMs: 20_000, moment: "start" }, [95, 99], [
        "100 > 99",
      ]],
      ["nobody knows how long it took", { second: 100 }, [125], ["100 > 125"]],
      ["after rather than before", { second: 100 }, [99.2, 101.4], ["100 > 101.4"]],
      ["the nearest", { second: 100 }, [100.7, 110, 95], ["100 > 100.7"]],
    ];
  for (const [name, request, seconds, expected] of cases) {
    assertEquals(joined([request], seconds.map((second) => recordAt(second))), expected, name);
  }
});

Deno.test("failureRecords() gives a record to one request, the best pairs first", () => {
  assertEquals(joined([{ second: 100 }, { second: 101 }], [recordAt(101.2)]), ["101 > 101.2"]);
  assertEquals(joined([{ second: 100 }, { second: 100 }], [recordAt(100.2), recordAt(100.8)]), [
    "100 > 100.2",
    "100 > 100.8",
  ]);
  const own = recordAt(104, { groupId: GID });
  assertEquals(joined([{ second: 100, groupId: GID }, { second: 103 }], [own]), ["100 > 104"]);
  assertEquals(joined([{ second: 100, groupId: OTHER }], [own]), []);
  assertEquals(joined([{ second: 100 }], [own]), ["100 > 104"]);
  const named = recordAt(104, { text: "Unhandled exception for /v2/x/alerts" });
  assertEquals(joined([{ second: 100, path: "/v2/x/alerts" }], [recordAt(100.5), named]), ["100 > 104"]);
});

Deno.test("failureRecords() leaves records alone that tell no failure", () => {
  assertEquals(joined([{ second: 100 }], [recordAt(100.5, { isFailure: false })]), []);
});

Deno.test("failureRecords() is soon done with thousands of failures of one moment", () => {
  const requests = Array.from(
    { length: 3000 },
    (_, at) => failed({ second: Math.floor(at / 100), latencyMs: 900 }),
  );
  const records = Array.from({ length: 3000 }, (_, at) => recordAt(at / 100));
  const found = failureRecords(requests, records);
  assertEquals(new Set(found.map(({ record }) => record)).size, found.length);
  assert(found.length > 2000, String(found.length));
});
