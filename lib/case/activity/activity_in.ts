import { DigestHandshakes } from "../../analyze/access/digest_handshakes.ts";
import { DIGEST, DUTY_OF } from "../../analyze/access/request_duty.ts";
import { routeKind } from "../../analyze/access/route_kind.ts";
import type { Activity } from "../../analyze/activity/activity.ts";
import { mostBuckets } from "../../analyze/activity/list_activity.ts";
import { compareText } from "../../analyze/compare_text.ts";
import { gridOver, type TimeGrid } from "../../analyze/time_grid.ts";
import { formatTime } from "../../parse/timestamp.ts";
import type { AccessBlock } from "../../scan/column_block.ts";
import type { CaseBlock, CaseMember, CaseReader } from "../case_reader.ts";
import { LEVELS, LogCounter } from "./log_counter.ts";
import { storedActivity } from "./stored_activity.ts";

/** A time; epoch milliseconds, both included. */
export interface ActivityWindow {
  /** First millisecond. */
  readonly startMs: number;
  /** Last millisecond. */
  readonly endMs: number;
}

/** What is wanted, and what it may cost. */
export interface ActivityInOptions {
  /** Only these hosts; left out: all. */
  readonly hosts?: ReadonlySet<string>;
  /** Records that may be looked at: with more, the buckets of the analysis are told. @default {750_000} */
  readonly maxRecords?: number;
}

const MAX_RECORDS = 750_000;
const SECOND_MS = 1000;
/** So far from a refusal its answer may be, before and after: see `DigestHandshakes`. */
const ANSWER_MS = [2 * SECOND_MS, 11 * SECOND_MS] as const;

/** A host and category: its blocks of that time, and what was counted of them. */
interface CountedLog {
  readonly member: CaseMember;
  readonly blocks: readonly CaseBlock[];
  readonly counter: LogCounter;
}

/**
 * What hosts logged in a time, by host, then category: in buckets of a second or wider, as many as make sense, the first
 * and the last of them whole. It is counted from the columns of the records of that time; where those are too many, it
 * is what the analysis tells. Logs without a record in it are left out.
 */
export function activityIn(
  reader: CaseReader,
  { startMs, endMs }: ActivityWindow,
  { hosts, maxRecords = MAX_RECORDS }: ActivityInOptions = {},
): Activity[] {
  if (!(startMs <= endMs)) return [];
  const isWanted = ({ host }: Pick<CaseMember, "host">) => hosts === undefined || hosts.has(host);
  const logs = new Set(reader.members.filter(isWanted).map(logKey)).size;
  const grid = gridOver(startMs, endMs, mostBuckets(logs), SECOND_MS);
  const blocks = blocksIn(reader, grid, isWanted);
  const stored = reader.analysis.activity;
  if (stored.length > 0 && blocks.reduce((sum, { rows }) => sum + rows, 0) > maxRecords) {
    return storedActivity(stored.filter(isWanted), { startMs, endMs });
  }
  const counted = countLogs(reader, grid, blocks);
  return counted.filter(({ member, counter }) =>
    isWanted(member) && counter.records.some((count) => count > 0)
  )
    .map((log) => toActivity(log, grid))
    .sort((a, b) => compareText(a.host, b.host) || compareText(a.category, b.category));
}

/** The blocks with records in a grid; an answer to a refusal may be on any host, shortly before or after. */
function blocksIn(
  { blocks, members }: CaseReader,
  { startMs, bucketMs, length }: TimeGrid,
  isWanted: (member: CaseMember) => boolean,
): CaseBlock[] {
  const endMs = startMs + bucketMs * length;
  return blocks.filter((block) => {
    const [before, after] = block.kind === "access" ? ANSWER_MS : [0, 0];
    return block.startMs < endMs + after && block.endMs >= startMs - before &&
      (block.kind === "access" || isWanted(members[block.member]!));
  });
}

function countLogs(reader: CaseReader, grid: TimeGrid, blocks: readonly CaseBlock[]): CountedLog[] {
  const byLog = Map.groupBy(blocks, ({ member }) => logKey(reader.members[member]!));
  const levels = levelsByTemplate(reader);
  const requests = new RequestCounter(reader);
  const logs = [...byLog.values()].map((own, number): CountedLog => {
    const counter = new LogCounter(grid, { isAccess: own.some(({ kind }) => kind === "access") });
    for (const block of own) {
      const rows = reader.rows(block);
      if (rows.kind === "application") counter.addRecords(rows, levels);
      else requests.count(rows, number, counter);
    }
    counter.settle();
    return { member: reader.members[own[0]!.member]!, blocks: own, counter };
  });
  for (const { host, timeMs } of requests.refused()) logs[host]!.counter.addRefused(timeMs);
  return logs;
}

/** Tells which requests are traffic, and which refusals are none. */
class RequestCounter {
  readonly #handshakes = new DigestHandshakes();
  readonly #dutyByRoute: Uint8Array;
  readonly #isAgent: Uint8Array;

  constructor({ names: { routes, agents } }: CaseReader) {
    this.#dutyByRoute = Uint8Array.from(routes, ({ route }) => DUTY_OF[routeKind(route)]);
    this.#isAgent = Uint8Array.from(agents, ({ host }) => host === null ? 0 : 1);
  }

  count(rows: AccessBlock, log: number, counter: LogCounter): void {
    const { length, route, agent } = rows;
    const duties = new Uint8Array(length);
    const digest = new Uint32Array(length);
    let digestCount = 0;
    for (let row = 0; row < length; row++) {
      duties[row] = this.#dutyByRoute[route[row]!]! & (this.#isAgent[agent[row]!] === 1 ? ~DIGEST : ~0);
      if ((duties[row]! & DIGEST) !== 0) digest[digestCount++] = row;
    }
    // A case does not have the hash of the URL: an answer on the same route is as good.
    this.#handshakes.add({ ...rows, request: route }, digest.subarray(0, digestCount), log);
    counter.addRequests(rows, duties);
  }

  /** Refusals that are no half of a handshake, by log. */
  refused(): readonly { readonly host: number; readonly timeMs: number }[] {
    return this.#handshakes.takeRefused();
  }
}

function levelsByTemplate({ names: { templates } }: CaseReader): Uint8Array {
  return Uint8Array.from(
    templates,
    ({ level }) => Math.max(0, LEVELS.findIndex((name) => name === level.toLowerCase())),
  );
}

function toActivity({ member: { host, category }, counter }: CountedLog, grid: TimeGrid): Activity {
  const isAccess = category === "http_access";
  return {
    host,
    category,
    start: formatTime(grid.startMs),
    bucketMs: grid.bucketMs,
    records: [...counter.records],
    levels: isAccess ? null : counter.levels(),
    http: isAccess ? counter.http() : null,
  };
}

function logKey({ host, category }: Pick<CaseMember, "host" | "category">): string {
  return `${host}\0${category}`;
}
