import { bareFinding } from "../bare_finding.ts";
import { durationWords } from "../duration_words.ts";
import { type FindingDraft, findingId } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import type { AccessFacts } from "./access_facts.ts";
import { CellClock } from "./cell_clock.ts";
import type { ClientCell } from "./client_tally.ts";
import { CELL_MS } from "./cell_counts.ts";
import { cellSeries } from "./cell_series.ts";
import { onsetInCells } from "./onset_in_cells.ts";
import { chooseRequests, requestEvidence, usersOf } from "./request_finding.ts";
import type { CellRange } from "./slow_requests.ts";

/** Two requests a second, for five minutes: fewer are no flood whoever sends them. */
const MIN_IN_CELL = 600;
/** Least factor over what the client usually sends in the cells in which it is there. */
const OWN_FACTOR = 6;
/** Least factor over what the busiest of the other clients usually sends. */
const OTHERS_FACTOR = 3;
/** A client that is there in so many more cells has a usual rate of its own. */
const KNOWN_CELLS = 12;
/** A client that sends so much on more occasions has a rhythm: what is less than an hour apart is one. */
const MAX_OCCASIONS = 2;
const QUIET_CELLS = 12;
const DAY_CELLS: number = 86_400_000 / CELL_MS;
const RHYTHMS: readonly number[] = [-7, -1, 1, 7].map((days) => days * DAY_CELLS);
const DAY_SLACK = 6;
/** Many more requests than these are worth a look even when nothing suffers. */
const MANY_IN_CELL = 6000;

interface Flood {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly peak: number;
  readonly usual: number;
}

/** `access.client-flood`: one client sends far more than it and all others usually do. */
export function clientFloodFindings(facts: AccessFacts): FindingDraft[] {
  const { clients } = facts.tally.access;
  const clock = new CellClock(facts);
  const { range } = clock;
  const busy = clients.busyCells().map((one) => ({ ...one, cell: one.cell - clock.shiftOf(one.host) }));
  const tops = busiest(busy);
  const candidates = new Set(
    [...tops.values()].filter(({ count }) => count >= MIN_IN_CELL).map(({ client }) => client),
  );
  const byClient = Map.groupBy(busy.filter(({ client }) => candidates.has(client)), ({ client }) => client);
  return [...byClient].flatMap(([client, cells]) => {
    const counts = countsOf(cells, range);
    const others = usualTop(tops, client, range);
    const floods = floodsOf(counts, clients.quietCellsOf(client), others);
    return floods.map((flood) => floodFinding(facts, { client, cells, counts, clock, others }, flood));
  });
}

function countsOf(cells: readonly ClientCell[], { first, length }: CellRange): Uint32Array {
  const counts = new Uint32Array(length);
  for (const { cell, count } of cells) {
    if (cell >= first && cell < first + length) counts[cell - first]! += count;
  }
  return counts;
}

/** The busiest client of a cell and the count of the next one. */
interface Top {
  readonly client: number;
  readonly count: number;
  readonly second: number;
}

/** Only the busiest client of a cell can be one that floods the others. */
function busiest(cells: readonly ClientCell[]): Map<number, Top> {
  return new Map([...Map.groupBy(cells, ({ cell }) => cell)].map(([cell, own]) => {
    const counts = new Map<number, number>();
    for (const { client, count } of own) counts.set(client, (counts.get(client) ?? 0) + count);
    const top = { client: Infinity, count: 0, second: 0 };
    counts.forEach((count, client) => {
      if (count > top.count || count === top.count && client < top.client) {
        top.second = top.count;
        top.client = client;
        top.count = count;
      } else top.second = Math.max(top.second, count);
    });
    return [cell, top];
  }));
}

/** What the busiest of the other clients sends in most cells. */
function usualTop(tops: ReadonlyMap<number, Top>, client: number, { first, length }: CellRange): number {
  const counts: number[] = [];
  for (let cell = first; cell < first + length; cell++) {
    const top = tops.get(cell);
    counts.push(top === undefined ? 0 : top.client === client ? top.second : top.count);
  }
  return median(counts);
}

function floodsOf(counts: Uint32Array, quietCells: number, others: number): Flood[] {
  const least = Math.max(MIN_IN_CELL, OTHERS_FACTOR * others);
  const usual = usualOf(counts, quietCells, least);
  const limit = Math.max(least, OWN_FACTOR * usual);
  const floods: Flood[] = [];
  for (let at = 0; at < counts.length; at++) {
    if (counts[at]! < limit) continue;
    const from = at;
    while (at < counts.length && counts[at]! >= limit / 2) at++;
    const inside = counts.subarray(from, at);
    floods.push({ from, to: at, count: inside.reduce((a, b) => a + b, 0), peak: Math.max(...inside), usual });
  }
  return occasionsOf(counts, limit / 2) > MAX_OCCASIONS
    ? []
    : floods.filter((flood) => !isRhythm(flood, counts));
}

/** How often a client sends so much. */
function occasionsOf(counts: Uint32Array, least: number): number {
  let occasions = 0;
  let last = -Infinity;
  counts.forEach((count, at) => {
    if (count < least) return;
    if (at - last > QUIET_CELLS) occasions++;
    last = at;
  });
  return occasions;
}

/** Median of the cells in which the client is there and floods nobody; 0 when there are few of them. */
function usualOf(counts: Uint32Array, quietCells: number, least: number): number {
  const own = [...counts].filter((count) => count > 0);
  const outside = own.filter((count) => count < least).length + quietCells;
  if (outside < KNOWN_CELLS && own.length < 4 * KNOWN_CELLS) return 0;
  return median([...own, ...new Array<number>(Math.min(quietCells, 100_000)).fill(1)]);
}

/** Whether a day or week before or after, at that time, it sends a third as many: a job. */
function isRhythm({ from, to, count }: Flood, counts: Uint32Array): boolean {
  return RHYTHMS.some((shift) => {
    const start = Math.max(0, from + shift - DAY_SLACK);
    const there = counts.subarray(start, Math.max(start, to + shift + DAY_SLACK));
    return there.reduce((a, b) => a + b, 0) >= count / 3;
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

interface FloodClient {
  readonly client: number;
  readonly cells: readonly ClientCell[];
  readonly counts: Uint32Array;
  readonly clock: CellClock;
  readonly others: number;
}

function floodFinding(
  { tally }: AccessFacts,
  { client, cells, counts, clock, others }: FloodClient,
  { from, to, count, peak, usual }: Flood,
): FindingDraft {
  const { clients, samples } = tally.access;
  const name = clients.names[client]!;
  const { first } = clock.range;
  const inside = cells.filter(({ cell }) => cell >= first + from && cell < first + to);
  const numbers = [...new Set(inside.map(({ host }) => host))];
  const hosts = sorted(numbers.map((host) => tally.hosts[host]!));
  const { onsetHost, aheadMs, range } = clock.ownClock(hosts);
  const onsetMs = clock.timeOf(numbers, onsetInCells(counts, { from, to })) + aheadMs;
  const lastMs = clock.timeOf(numbers, to) - 1 + aheadMs;
  const timed = samples.filter((one) => one.client === client).map((one) => ({
    ...one,
    ownMs: clock.apiMs(tally.hosts.indexOf(tally.members[one.member]!.host), one.timeMs) + aheadMs,
  })).sort((a, b) => a.ownMs - b.ownMs);
  const own = timed.filter(({ ownMs }) => ownMs >= onsetMs - CELL_MS && ownMs <= lastMs);
  const all = { parts: [], samples: own, fromMs: -Infinity, toMs: Infinity, onsetMs: -Infinity };
  const evidence = chooseRequests(all);
  return {
    ...bareFinding({
      hosts,
      categories: ["http_access"],
      onsetMs,
      latestOnsetMs: onsetMs + CELL_MS,
      lastMs,
      count,
      series: cellSeries(counts, range),
      evidence: requestEvidence(tally, evidence),
    }, {
      rule: "access.client-flood",
      title: `${name} sends ${count} requests in ${durationWords(lastMs - onsetMs)}`,
      severity: peak >= MANY_IN_CELL ? "medium" : "low",
      confidence: peak >= 2 * OTHERS_FACTOR * others ? "high" : "medium",
      explanation: `This client sent up to ${peak} requests in five minutes. ${
        usual === 0 ? "Before and after it sends hardly any" : `Usually it sends about ${usual}`
      }, and the busiest other client ${others === 0 ? "hardly any" : `usually about ${others}`}.`,
      remediation:
        "Find out what runs on this client, and slow it down if others suffer: latency and errors of the same time tell.",
      references: [],
    }),
    onsetHost,
    id: findingId("access.client-flood", hosts, [name], onsetMs),
    captures: { client: [name] },
    names: usersOf(evidence),
  };
}
