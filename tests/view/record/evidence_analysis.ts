import type { Analysis } from "../../../lib/analyze/analysis.ts";
import type { Evidence } from "../../../lib/analyze/finding.ts";
import { emptyAnalysis } from "../../helpers/fake_analysis.ts";
import { at, fakeEvent, fakeFinding, HOSTILE, INPUT } from "../../helpers/fake_finding.ts";

const APPLICATION = "om-1.example/application/mms0.log";
const ACCESS = "om-2.example/http_access/mms0-access.log";

/** A synthetic line: where it is told by its number. */
function line(number: number, text: string, member = APPLICATION): Evidence {
  return {
    input: INPUT,
    member,
    line: number,
    byteOffset: number * 1000,
    byteLength: text.length,
    time: null,
    text,
  };
}

/** A record with a chain of causes. */
export const FAILED: Evidence = {
  ...line(
    10,
    "2026-04-12T03:14:15.926+0000 [job-1] gid:5f3a9c0e1b2d4c6e8f0a1b2c ERROR a.b.Settings [Settings.java:load:51] - Cannot load\n" +
      "a.b.SettingsException: no settings\n\tat a.b.Settings.load(Settings.java:51)\n" +
      "Caused by: com.mongodb.MongoTimeoutException: Timed out\n\tat a.b.Base.select(Base.java:40)",
  ),
  time: at(3, 14, 15.926),
};
const WARNED = line(
  40,
  "2026-04-12T03:15:00.000+0000 [job-2] WARN  a.b.Lease [Lease.java:renew:8] - Renewed late",
);
const REFUSED = line(
  7,
  '192.0.2.7 - - [12/Apr/2026:03:14:30 +0000] "GET /agents/api/conf/5f3a9c0e1b2d4c6e8f0a1b2c HTTP/1.1" 503 12',
  ACCESS,
);
const HOSTILE_LINE = line(90, `2026-04-12T03:16:00.000+0000 [job-3] INFO  a.b.C [C.java:d:1] - ${HOSTILE}`);
const UNREADABLE = line(99, "no time here");

/** An analysis of five lines, two findings, two events, and a clock that is 30 s ahead; all of it synthetic. */
export function evidenceAnalysis(over: Partial<Analysis> = {}): Analysis {
  return {
    ...emptyAnalysis(),
    inputs: [{ name: INPUT, kind: "archive", sha256: "00".repeat(32), inputBytes: 1, complete: true }],
    clocks: [{ host: "om-1.example", offsetMs: 30_000, uncertaintyMs: 10, basis: "event-twin", samples: 3 }],
    findings: [
      fakeFinding({
        id: "f-settings",
        title: "Settings cannot be read",
        evidence: [FAILED, WARNED],
        causes: [],
        confirmedBy: [],
        first: at(3, 14),
        last: at(3, 15),
      }),
      fakeFinding({
        id: "f-503",
        evidence: [REFUSED, HOSTILE_LINE, FAILED],
        causes: [],
        confirmedBy: ["ev-late"],
      }),
    ],
    restarts: [{
      host: "om-1.example",
      time: at(3),
      version: null,
      previousVersion: null,
      kind: "start",
      silentMs: null,
      evidence: [UNREADABLE],
    }],
    events: [
      fakeEvent({ id: "ev-first", time: at(3, 14, 15), type: "CONFIG_CHANGED", summary: "Changed by dana" }),
      fakeEvent({ id: "ev-late", time: at(4), type: "HOST_DOWN", role: "alert", summary: HOSTILE }),
    ],
    ...over,
  };
}
