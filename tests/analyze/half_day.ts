/** Half a day of two hosts with one incident, as an archive, and its analysis. Synthetic. */
import { analyzeArchive } from "../../lib/analyze_archive.ts";
import type { AnalyzeOptions } from "../../lib/analyze_options.ts";
import type { Analysis } from "../../lib/analyze/analysis.ts";
import type { AnalyzeInput } from "../../lib/read_inputs.ts";
import { gzip, tarEntry, tarOf } from "../helpers/tar_builder.ts";
import {
  background,
  eventAt,
  fileOf,
  header,
  PROJECTS,
  repeat,
  sourceOf,
  spread,
  traffic,
} from "./log_case.ts";

/** The project that it hits. */
export const PROJECT: string = PROJECTS[0]!;
/** The error that jumps. */
export const FAILED: { level: string; gid: string; message: string } = {
  level: "ERROR",
  gid: PROJECT,
  message: "Plan 5 of db-1.example.com:27017 was not applied",
};

/** Two hosts, half a day; an error of project A jumps at minute 500, after a configuration was published at 497. */
export const FILES: Readonly<Record<string, string>> = {
  "om-1/application/mms0.20260411.log": fileOf(
    header(-200),
    background(1, -199, -1, 3),
    repeat(spread(-199, -1, 9), FAILED),
  ),
  "om-1/application/mms0.log": fileOf(
    header(0),
    background(2, 0.1, 720, 3),
    repeat(spread(1, 720, 30), FAILED),
    repeat(spread(500, 520, 80), FAILED),
  ),
  "om-1/http_access/mms0-access.log": fileOf(traffic(3, -200, 720, 3)),
  "om-2/application/mms0.log": fileOf(background(4, -200, 720, 3)),
  "om-2/http_access/mms0-access.log": fileOf(traffic(5, -200, 720, 3)),
  "om-2/migration/mms-migration.log": fileOf(background(6, -100_000, -99_990, 3)),
};
/** Events of the time. */
export const EVENTS: readonly object[] = [
  eventAt(-300, "GROUP_CREATED", { groupId: PROJECT }),
  eventAt(497, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: PROJECT, username: "ada" }),
  eventAt(506, "AUTOMATION_AGENT_DOWN", { groupId: PROJECT, alertId: "1".repeat(24) }),
];

/** A tar.gz of these files. */
export function tarGz(files: readonly (readonly [string, string])[]): Uint8Array {
  return gzip(tarOf(...files.map(([name, text]) => tarEntry({ name }, text))));
}

/** A file as an input. */
export function fileInput(name: string, bytes: string | Uint8Array, width?: number): AnalyzeInput {
  return { name, kind: "file", files: [sourceOf(name, bytes, width)] };
}

/** The archive. */
export const ARCHIVE: Uint8Array = tarGz(Object.entries(FILES));
const OPTIONS = { useWorker: false, events: [sourceOf("events.json", JSON.stringify(EVENTS))] };

/** Analyses inputs, the archive when none are given. */
export function analyze(options: AnalyzeOptions = {}, ...inputs: readonly AnalyzeInput[]): Promise<Analysis> {
  return analyzeArchive(inputs.length > 0 ? inputs : [fileInput("a.tar.gz", ARCHIVE)], {
    ...OPTIONS,
    ...options,
  });
}
