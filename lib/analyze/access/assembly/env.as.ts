/**
 * What is imported: all that is seldom needed.
 *
 * @module
 */

/** Bucket of a latency and, from bit 16 on, its class. */
export declare function latencyKind(latencyMs: f64): u32;

/** Number of a route and status, which has its record from then on. */
export declare function pairOf(route: u32, status: u32): u32;

/** Number of the series of a route on the host that is counted, which the table has from then on. */
export declare function seriesOf(route: u32): u32;

/** Takes the counts of closed cells that wait. */
export declare function takeCounts(): void;

/** Takes the busy cells of clients that wait. */
export declare function takeBusy(): void;

/** Takes what was counted of the open cell, before another one is. */
export declare function takeTraffic(next: i32): void;

/** Takes note that a server (number) serves a row. */
export declare function addServer(row: u32, host: u32): void;

/** Puts the day of a time, and where its words are, where they are looked for. */
export declare function enterDay(row: u32, timeMs: f64): void;

/** Counts a difference of clocks that is not small. */
export declare function addLargeOffset(row: u32, offsetMs: f64): void;
