import { analyzeArchive } from "../../lib/analyze_archive.ts";
import type { SourceFile } from "../../lib/archive/read_archive.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const START_MS = Date.UTC(2026, 3, 12, 0, 0, 0);
const MINUTE_MS = 60_000;
const GID = "5f000000000000000000000a";
const OTHER = "5f000000000000000000000b";

function line(timeMs: number, rest: string): string {
  return `${new Date(timeMs).toISOString().replace("Z", "+0000")} [JettyHttpPool-1] ${rest}\n`;
}

function source(name: string, text: string): SourceFile {
  return {
    name,
    async *open() {
      yield await Promise.resolve(new TextEncoder().encode(text));
    },
  };
}

/** A synthetic log of three hours in which the trouble is most of all records. */
function smallLog(trouble: (at: number) => string): string {
  const quiet = Array.from(
    { length: 180 },
    (_, i) =>
      line(
        START_MS + i * MINUTE_MS,
        `gid:${OTHER} INFO  com.acme.Quiet [Quiet.java:go:${i}] - Pass ${i} done`,
      ),
  );
  const loud = Array.from({ length: 500 }, (_, i) => line(START_MS + 120 * MINUTE_MS + i * 1000, trouble(i)));
  return [...quiet, ...loud].sort().join("");
}

const EVENTS = JSON.stringify([
  {
    id: "a1",
    created: "2026-04-12T01:58:30Z",
    eventTypeName: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    groupId: GID,
  },
  {
    id: "b1",
    created: "2026-04-12T01:59:40Z",
    eventTypeName: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    groupId: OTHER,
  },
]);

const TROUBLES: readonly (readonly [name: string, trouble: (at: number) => string])[] = [
  ["carry a project", (i) => `gid:${GID} ERROR com.acme.Loud [Loud.java:go:1] - Request ${i} failed`],
  [
    "name a project",
    (i) => `ERROR com.acme.Loud [Loud.java:go:1] - Request ${i} failed. Group ID: ${GID} gave up`,
  ],
];

for (const [name, trouble] of TROUBLES) {
  Deno.test(`analyzeArchive() links records that ${name} to its event, though they are most of the log`, async () => {
    const input = { name: "mms0.log", kind: "file", files: [source("mms0.log", smallLog(trouble))] } as const;
    const { findings } = await analyzeArchive([input], {
      events: [source("events.json", EVENTS)],
      useWorker: false,
    });
    const finding = findings.find(({ rule }) => rule.startsWith("signature."));
    assertEquals(finding?.groupIds, [GID]);
    assertEquals(finding?.causes.map(({ eventId }) => eventId), ["a1"]);
  });
}

Deno.test("analyzeArchive() finds the change that a usual record of the same kind precedes by seconds", async () => {
  const trouble = `gid:${GID} ERROR com.acme.Thin [Thin.java:go:1] - Report was not merged`;
  const eventMs = START_MS + 150 * MINUTE_MS;
  const usual = [20, 45, 80, 110].map((minute) => line(START_MS + minute * MINUTE_MS, trouble));
  const justBefore = line(eventMs - 20_000, trouble);
  const burst = Array.from({ length: 60 }, (_, i) => line(eventMs + 15_000 + i * 35_000, trouble));
  const quiet = Array.from(
    { length: 240 },
    (_, i) =>
      line(
        START_MS + i * MINUTE_MS,
        `gid:${OTHER} INFO  com.acme.Quiet [Quiet.java:go:${i}] - Pass ${i} done`,
      ),
  );
  const text = [...usual, justBefore, ...burst, ...quiet].sort().join("");
  const created = new Date(eventMs).toISOString();
  const events = JSON.stringify([
    { id: "a1", created, eventTypeName: "AUTOMATION_CONFIG_PUBLISHED_AUDIT", groupId: GID },
  ]);
  const input = { name: "mms0.log", kind: "file", files: [source("mms0.log", text)] } as const;
  const { findings } = await analyzeArchive([input], {
    events: [source("e.json", events)],
    useWorker: false,
  });
  const finding = findings.find(({ rule }) => rule === "signature.burst");
  assertEquals(finding?.causes.map(({ eventId }) => eventId), ["a1"]);
});
