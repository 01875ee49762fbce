import type { Analysis } from "../../lib/analyze/analysis.ts";
import { analyzeArchive } from "../../lib/analyze_archive.ts";
import { assertEquals, assertMatch } from "../../lib/std/assert.ts";
import {
  analyzeCase,
  background,
  eventAt,
  fileOf,
  header,
  showFindings,
  sourceOf,
  START_MS,
  traffic,
} from "./log_case.ts";

const LOG = "om-1/application/mms0.log";
const ACCESS = "om-1/http_access/mms0-access.log";

function gapsOf({ coverage }: Analysis): string[] {
  const minute = (time: string) => Math.floor((Date.parse(time) - START_MS) / 60_000);
  return coverage.flatMap(({ host, category, gaps }) =>
    gaps.map(({ start, end, kind }) => `${host} ${category} ${minute(start)}-${minute(end)} ${kind}`)
  );
}

Deno.test("coverage: files by host and category, with their times, lines and records", async () => {
  const { coverage } = await analyzeCase({
    files: {
      "om-2/application/mms0.log": fileOf(background(1, 0, 60, 2)),
      [LOG]: fileOf(header(0), background(2, 0.1, 60, 2)),
      "om-1/application/mms0.20260411.log": fileOf(background(3, -60, -1, 2)),
      [ACCESS]: fileOf(traffic(4, 0, 60, 2)),
    },
  });
  assertEquals(
    coverage.map(({ host, category, files }) => `${host} ${category} ${files.map(({ member }) => member)}`),
    [
      "om-1 application om-1/application/mms0.20260411.log,om-1/application/mms0.log",
      "om-1 http_access om-1/http_access/mms0-access.log",
      "om-2 application om-2/application/mms0.log",
    ],
  );
  const [, current] = coverage[0]!.files;
  assertEquals(current!.lines, current!.records + 1);
  assertEquals([current!.complete, current!.layout, current!.rejectedLines], [true, "application", 0]);
  assertEquals([coverage[0]!.start, coverage[0]!.end], [coverage[0]!.files[0]!.start, current!.end]);
});

Deno.test("coverage: a host without a kind of log that others have, or without its own access log", async () => {
  const analysis = await analyzeCase({
    files: {
      [LOG]: fileOf(background(1, 0, 100, 4)),
      [ACCESS]: fileOf(traffic(2, 0, 100, 4)),
      "om-2/application/mms0.log": fileOf(background(3, 0, 100, 4)),
      "om-2/http_access/mms0-access.log": "",
    },
  });
  assertEquals(analysis.findings.map(({ rule, title }) => `${rule}: ${title}`), [
    "coverage.missing: No http_access log of om-2",
  ]);
  assertMatch(analysis.findings[0]!.explanation, /8\.0\.25/);
  assertEquals(analysis.incidents, []);
});

Deno.test("coverage: a missing rolled day is a gap of what was collected, not a silence of any server", async () => {
  const day = (number: number) => fileOf(background(number, number * 1440, number * 1440 + 1439, 2));
  const files = (host: string) => ({
    [`${host}/application/mms0.20260412.log`]: day(0),
    [`${host}/application/mms0.20260414.log`]: day(2),
    [`${host}/application/mms0.log`]: day(3),
  });
  const analysis = await analyzeCase({
    files: { ...files("om-1"), ...files("om-2"), [ACCESS]: fileOf(traffic(9, 0, 5760, 1)) },
  });
  assertEquals(gapsOf(analysis), [
    "om-1 application 1438-2880 missing",
    "om-2 application 1438-2880 missing",
  ]);
  const missing = analysis.findings.filter(({ title }) => title.startsWith("A part"));
  assertEquals(missing.map(({ title }) => title), ["A part of the application log of om-1, om-2 is missing"]);
  assertEquals(analysis.findings.filter(({ rule }) => rule === "log.silence"), []);
});

Deno.test("coverage: the time between two archives is a gap of what was collected", async () => {
  const archive = (name: string, from: number) => ({
    name,
    kind: "folder" as const,
    files: [sourceOf(LOG, fileOf(background(from, from, from + 180, 6)))],
  });
  const analysis = await analyzeArchive([archive("morning", 0), archive("evening", 600)], {
    useWorker: false,
  });
  assertEquals(gapsOf(analysis), ["om-1 application 179-600 missing"]);
  assertEquals(showFindings(analysis).filter((text) => text.includes("silence")), []);
});

Deno.test("coverage: archives of hosts that end at different times make no host silent", async () => {
  const archive = (host: string, to: number) => ({
    name: host,
    kind: "folder" as const,
    files: [sourceOf(`${host}/application/mms0.log`, fileOf(background(to, 0, to, 6)))],
  });
  const analysis = await analyzeArchive([archive("om-1", 300), archive("om-2", 900)], { useWorker: false });
  assertEquals([gapsOf(analysis), showFindings(analysis).filter((text) => text.includes("log."))], [[], []]);
});

Deno.test("log.silence: logs of one host that stop together are one finding, with the last record before it", async () => {
  const analysis = await analyzeCase({
    files: {
      [LOG]: fileOf(background(1, 0, 200, 10), background(2, 240, 500, 10)),
      [ACCESS]: fileOf(traffic(3, 0, 200, 10), traffic(4, 240, 500, 10)),
      "om-2/application/mms0.log": fileOf(background(5, 0, 500, 10)),
      "om-2/http_access/mms0-access.log": fileOf(traffic(6, 0, 500, 10)),
    },
    events: [eventAt(190, "LOG_LEVEL_CHANGE", {}), eventAt(201, "JOINED_GROUP", {})],
  });
  const [finding, ...others] = analysis.findings;
  assertEquals(others, []);
  assertEquals([finding?.rule, finding?.severity, finding?.hosts, finding?.categories], [
    "log.silence",
    "high",
    ["om-1"],
    ["application", "http_access"],
  ]);
  assertEquals(finding?.causes.map(({ eventType }) => eventType), ["LOG_LEVEL_CHANGE"]);
  assertEquals(finding?.evidence.length, 2);
  assertEquals(finding?.evidence[0]?.time, finding?.onset);
});

Deno.test("log.silence: a server that goes on serving requests is worth less", async () => {
  const analysis = await analyzeCase({
    files: {
      [LOG]: fileOf(background(1, 0, 200, 10), background(2, 240, 500, 10)),
      [ACCESS]: fileOf(traffic(3, 0, 500, 10)),
    },
  });
  assertEquals(showFindings(analysis), ["medium log.silence @199"]);
  assertMatch(analysis.findings[0]!.explanation, /went on serving requests/);
});

Deno.test("log.silence: a log that does not come back says so", async () => {
  const analysis = await analyzeCase({
    files: { [LOG]: fileOf(background(1, 0, 200, 10)), [ACCESS]: fileOf(traffic(3, 0, 300, 10)) },
  });
  assertEquals(showFindings(analysis), ["medium log.silence @199"]);
  assertMatch(analysis.findings[0]!.explanation, /does not come back/);
});
