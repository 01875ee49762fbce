import type { LogTally, PlacedSample } from "../log_tally.ts";

/** A kept record of a thread that serves requests. */
export interface RequestRecord {
  /** The record. */
  readonly sample: PlacedSample;
  /** Time as the host logged it, epoch milliseconds. */
  readonly timeMs: number;
  /** Thread. */
  readonly thread: string;
  /** Project, in lower case; "": none. */
  readonly groupId: string;
  /** Whether it tells of a failure. */
  readonly isFailure: boolean;
}

/** A stretch of time, both ends inclusive. */
export interface Stretch {
  /** Start, epoch milliseconds. */
  readonly fromMs: number;
  /** End. */
  readonly toMs: number;
}

/** Head of a record as far as it matters here: to read a stack trace costs a hundred times as much. */
const HEAD =
  /^\S{1,40} \[((?:JettyHttpPool|jetty|qtp|http-)[^\]\n]{0,200})\] ((?:[A-Za-z]\w{0,63}:\S{1,1024} ){0,16})(TRACE|DEBUG|INFO|WARN|ERROR) /i;
const GROUP_ID = /(?:^| )gid:(\S+) /;

/** Kept records of request threads in stretches of time, each host's own; by host, then by time. */
export function requestRecords(
  { samples, traced, members }: LogTally,
  stretches: ReadonlyMap<string, readonly Stretch[]>,
): Map<string, RequestRecord[]> {
  const merged = new Map([...stretches].map(([host, own]) => [host, mergedStretches(own)]));
  const byHost = new Map<string, RequestRecord[]>([...stretches.keys()].map((host) => [host, []]));
  // By member: there are hundreds of thousands of records.
  const ends = members.map(({ host }) => merged.get(host));
  const look = (sample: PlacedSample) => {
    const own = ends[sample.member];
    if (own === undefined || !isWithin(own, sample.timeMs)) return;
    const record = readRecord(sample);
    if (record !== null) byHost.get(members[sample.member]!.host)!.push(record);
  };
  for (const list of samples) list?.forEach(look);
  traced.forEach(look);
  for (const records of byHost.values()) records.sort(byTime);
  return byHost;
}

/** Place of the first of some things by time that is not before a time. */
export function firstAt(things: readonly { readonly timeMs: number }[], timeMs: number): number {
  let [low, high] = [0, things.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (things[middle]!.timeMs < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readRecord(sample: PlacedSample): RequestRecord | null {
  const { text, timeMs } = sample;
  const [, thread, context = "", level] = HEAD.exec(text) ?? [];
  if (thread === undefined) return null;
  const groupId = GROUP_ID.exec(context)?.[1] ?? "";
  const isFailure = level === "ERROR" || text.includes("Exception") || text.includes("\n\tat ");
  return { sample, timeMs, thread, groupId: groupId.toLowerCase(), isFailure };
}

/** Stretches that do not overlap, by time. */
function mergedStretches(stretches: readonly Stretch[]): Float64Array {
  const ends: number[] = [];
  for (const { fromMs, toMs } of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (ends.length > 0 && fromMs <= ends.at(-1)!) ends[ends.length - 1] = Math.max(ends.at(-1)!, toMs);
    else ends.push(fromMs, toMs);
  }
  return Float64Array.from(ends);
}

/** Whether a time is in one of them: then an odd number of ends is before it. */
function isWithin(ends: Float64Array, timeMs: number): boolean {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1 || ends[low] === timeMs;
}

function byTime(a: RequestRecord, b: RequestRecord): number {
  return a.timeMs - b.timeMs || a.sample.member - b.sample.member ||
    a.sample.byteOffset - b.sample.byteOffset;
}
