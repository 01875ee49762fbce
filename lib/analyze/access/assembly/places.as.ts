/**
 * Where everything lies. All of it has its place from the start, for as many ids as the dictionaries of the scan have room
 * for; pages that are not touched cost nothing.
 *
 * @module
 */

/** Rows of one call. */
export const MAX_ROWS: u32 = 4096;
/** Ids of routes, clients, agents and of their rows are below these; numbers of series and of pairs, too. */
export const MAX_ROUTES: u32 = 20_004;
export const MAX_CLIENTS: u32 = 200_004;
export const MAX_AGENTS: u32 = 50_004;
export const MAX_SERIES: u32 = 51_200;
export const MAX_PAIRS: u32 = 65_536;
/** Words of the timeline. */
export const MAX_WORDS: u32 = 16 * 1024 * 1024;
/** Counts and busy cells that are gathered before they are taken. */
export const MAX_COUNTS: u32 = 16_384;
export const MAX_BUSY: u32 = 1024;

/** Latencies that a table knows, milliseconds; differences of clocks, on both sides of 0. */
export const KNOWN_LATENCIES: u32 = 8192;
export const SMALL_OFFSETS: u32 = 4096;
export const OFFSET_BUCKETS: u32 = 59;
export const LATENCY_BUCKETS: u32 = 384;
export const LATENCY_CLASSES: u32 = 32;

/** Columns that lie a power of two apart would push one another out of the processor's cache. */
const APART: u32 = 1024 + 64;

/** Columns of the requests. */
export const TIMES: u32 = 4096;
export const BYTES: u32 = TIMES + 8 * MAX_ROWS + APART;
export const AGENT_TIMES: u32 = BYTES + 8 * MAX_ROWS + APART;
export const ROUTES: u32 = AGENT_TIMES + 8 * MAX_ROWS + APART;
export const CLIENTS: u32 = ROUTES + 4 * MAX_ROWS + APART;
export const AGENTS: u32 = CLIENTS + 4 * MAX_ROWS + APART;
export const LATENCIES: u32 = AGENTS + 4 * MAX_ROWS + APART;
export const STATUSES: u32 = LATENCIES + 4 * MAX_ROWS + APART;
/** What is told of them: rows to keep, two words each, and rows of people and tools. */
export const KEPT_ROWS: u32 = STATUSES + 2 * MAX_ROWS + APART;
export const DIGEST_ROWS: u32 = KEPT_ROWS + 8 * MAX_ROWS + APART;

/** Bucket and class of each known latency; bucket of each small difference of clocks. */
export const LATENCY_KINDS: u32 = DIGEST_ROWS + 4 * MAX_ROWS + APART;
export const OFFSET_BUCKET_OF: u32 = LATENCY_KINDS + 4 * KNOWN_LATENCIES;

/** Traffic of the open cell: requests by bucket, and the buckets that have any. */
export const OPEN_BUCKETS: u32 = OFFSET_BUCKET_OF + SMALL_OFFSETS;
export const USED_BUCKETS: u32 = OPEN_BUCKETS + 4 * LATENCY_BUCKETS;
/** Counts of closed cells, in three columns; busy cells of clients, four words each. */
export const COUNT_CELLS: u32 = USED_BUCKETS + 2 * LATENCY_BUCKETS + APART;
export const COUNTS: u32 = COUNT_CELLS + 4 * MAX_COUNTS + APART;
export const COUNT_OWNERS: u32 = COUNTS + 4 * MAX_COUNTS + APART;
export const BUSY: u32 = COUNT_OWNERS + 2 * MAX_COUNTS + APART;

/** By pair: status, duty, requests. */
export const PAIR_BYTES: u32 = 16;
export const PAIR_TABLE: u32 = BUSY + 16 * MAX_BUSY;
/** By route: bytes sent, largest latency, pair by the last four bits of the status. */
export const ROUTE_BYTES: u32 = 80;
export const ROUTE_TABLE: u32 = PAIR_TABLE + PAIR_BYTES * MAX_PAIRS;
/** By series: requests, cell that is open, a bit for each class of latency that has requests in it, these requests. */
export const SERIES_BYTES: u32 = 16 + 4 * LATENCY_CLASSES;
export const SERIES_TABLE: u32 = ROUTE_TABLE + ROUTE_BYTES * MAX_ROUTES;
/** By client: requests of closed cells, quiet cells, cell that is open, its requests, its host. */
export const CLIENT_BYTES: u32 = 20;
export const CLIENT_TABLE: u32 = SERIES_TABLE + SERIES_BYTES * MAX_SERIES;
/** By agent: first and last request, requests, those refused, row, last server and 1. */
export const AGENT_BYTES: u32 = 32;
export const AGENT_TABLE: u32 = CLIENT_TABLE + CLIENT_BYTES * MAX_CLIENTS;

/** Of the host that is counted: series by route; by row the day of the last call, where its words are, the difference. */
export const SERIES_OF: u32 = AGENT_TABLE + AGENT_BYTES * MAX_AGENTS;
export const DAYS: u32 = SERIES_OF + 4 * MAX_ROUTES;
export const DAY_WORDS: u32 = DAYS + 8 * MAX_AGENTS;
export const DIFFERENCES: u32 = DAY_WORDS + 4 * MAX_AGENTS;

/** Requests by row and bucket of the difference, by route and bucket of the latency. */
export const OFFSETS: u32 = DIFFERENCES + 4 * MAX_AGENTS;
export const SKETCHES: u32 = OFFSETS + 4 * OFFSET_BUCKETS * MAX_AGENTS;
export const WORDS: u32 = SKETCHES + 4 * LATENCY_BUCKETS * MAX_ROUTES;
export const END: u32 = WORDS + 4 * MAX_WORDS;
