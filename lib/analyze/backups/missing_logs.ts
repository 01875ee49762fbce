import type { Diagnostic } from "../../errors.ts";
import type { Category } from "../../parse/member_origin.ts";
import type { CollectionJob } from "../collection_job.ts";
import { uncollected } from "../job_findings.ts";
import type { LogTally, MemberRecord } from "../log_tally.ts";
import { sorted } from "../sorted.ts";
import type { ClockOffsets } from "./stage_record.ts";

/** Logs that may have told how snapshots went on and are not among the inputs. */
export interface MissingLogs {
  /** Input that they should be in. */
  readonly input: string;
  /** In words: where stages may be. */
  readonly where: string;
}

/** What tells that logs are missing. */
export interface MissingSigns {
  /** What was damaged or skipped. */
  readonly diagnostics: readonly Diagnostic[];
  /** What was to be collected. */
  readonly jobs: readonly CollectionJob[];
  /** Whether only a part of the logs was wanted: then what is not there need not be missing. */
  readonly isFiltered: boolean;
}

/** A time of which logs could be read only in part, epoch milliseconds. */
export interface DamagedTime {
  /** Input with the damage. */
  readonly input: string;
  /** From here. */
  readonly startMs: number;
  /** To here. */
  readonly endMs: number;
}

/** A time of which everything may be lost. */
export const ALWAYS: Pick<DamagedTime, "startMs" | "endMs"> = { startMs: -Infinity, endMs: Infinity };
/** With more damaged files than this it is the input that is damaged. */
const MAX_DAMAGED_FILES = 1000;
const MAX_NAMED = 3;
/** Any server may log any stage: agents talk to any of them. */
const TELLING: readonly Category[] = ["application", "daemon"];

/**
 * Whether stages may be in logs that are not there; null: no. Damage inside of one log is none, see
 * {@linkcode damagedTimes}; where only a part of the logs was wanted, damage alone tells.
 */
export function missingLogs(
  tally: LogTally,
  { diagnostics, jobs, isFiltered }: MissingSigns,
): MissingLogs | null {
  const logs = tally.logs();
  const [{ input }] = logs as [MemberRecord];
  const damaged = damagedInput(logs, diagnostics);
  if (damaged !== null) return { input: damaged, where: "what damage to the input took" };
  if (isFiltered) return null;
  const lacking = sorted([...withoutApplicationLog(logs), ...ofJobs(logs, jobs)]);
  if (lacking.length === 0) return null;
  const more = lacking.length - MAX_NAMED;
  const names = lacking.slice(0, MAX_NAMED).join(", ");
  return {
    input,
    where: `logs that are not there or not whole (${names}${more > 0 ? ` and ${more} more` : ""})`,
  };
}

/** The first input of which nobody knows what was lost. */
function damagedInput(logs: readonly MemberRecord[], diagnostics: readonly Diagnostic[]): string | null {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return null;
  const inputs = new Set(logs.map(({ input }) => input));
  const partly = logs.filter(({ complete }) => !complete);
  const inside = new Set(partly.map(({ input, path }) => `${input}\0${path}`));
  const lost = errors.find(({ code, input, member }) =>
    inputs.has(input) && !(code.startsWith("gzip.") && inside.has(`${input}\0${member}`))
  );
  if (lost !== undefined) return lost.input;
  return partly.length > MAX_DAMAGED_FILES ? partly[0]!.input : null;
}

/** Servers that answered requests, but whose application log is not there. */
function withoutApplicationLog(logs: readonly MemberRecord[]): string[] {
  const hostsOf = (wanted: Category) =>
    new Set(
      logs.filter(({ category, summary }) => category === wanted && summary.records > 0).map(({ host }) =>
        host
      ),
    );
  return [...hostsOf("http_access").difference(hostsOf("application"))].map((host) =>
    `application of ${host}`
  );
}

function ofJobs(logs: readonly MemberRecord[], jobs: readonly CollectionJob[]): string[] {
  return jobs.flatMap((job) => [
    ...[...uncollected(logs, job), ...job.children.filter(({ sizeLimitHit }) => sizeLimitHit)]
      .filter(({ category }) => TELLING.includes(category)).map(({ category, host }) =>
        `${category} of ${host}`
      ),
    ...(job.sizeLimitHit && job.children.length === 0 ? ["logs that reached the size limit of the job"] : []),
  ]);
}

/** From the start of a file that could be read only in part to the next of its family; on the clock of all hosts. */
export function damagedTimes(logs: readonly MemberRecord[], offsetMs: ClockOffsets): DamagedTime[] {
  const telling = logs.filter(({ category }) => TELLING.includes(category));
  if (telling.every(({ complete }) => complete)) return [];
  const families = Map.groupBy(telling, ({ host, category, family }) => `${host}\0${category}\0${family}`);
  return [...families.values()].flatMap((files) => {
    const starts = new Float64Array(files.flatMap(({ summary }) => summary.startMs ?? [])).sort();
    return files.filter(({ complete }) => !complete).map(({ host, input, summary }) => {
      const { startMs } = summary;
      if (startMs === null) return { ...ALWAYS, input };
      const next = starts.find((other) => other > startMs) ?? Infinity;
      return { input, startMs: startMs - offsetMs(host), endMs: next - offsetMs(host) };
    });
  });
}
