import type { ActivityHttp, ActivityLevels } from "../../analyze/activity/activity.ts";
import { LATENCY_BUCKETS, latencyBucket, NO_LATENCY, quantileMs } from "../../analyze/latency_sketch.ts";
import { DIGEST, TRAFFIC } from "../../analyze/access/request_duty.ts";
import type { TimeGrid } from "../../analyze/time_grid.ts";
import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";

/** Levels by the number that stands for them. */
export const LEVELS: readonly (keyof ActivityLevels)[] = ["other", "info", "warn", "error"];

type Counts = Float64Array;

/** Counts records of one host and category by bucket of a grid. */
export class LogCounter {
  /** All records. */
  readonly records: Counts;
  readonly #grid: TimeGrid;
  readonly #levels: readonly Counts[];
  readonly #errors4xx: Counts;
  readonly #errors5xx: Counts;
  readonly #maxMs: Counts;
  #sketches: Uint32Array;
  #p95Ms: readonly (number | null)[] = [];

  /** Starts with nothing; an access log has latencies. */
  constructor(grid: TimeGrid, { isAccess }: { readonly isAccess: boolean }) {
    const counts = () => new Float64Array(grid.length);
    this.#grid = grid;
    this.records = counts();
    this.#levels = LEVELS.map(() => counts());
    [this.#errors4xx, this.#errors5xx, this.#maxMs] = [counts(), counts(), counts()];
    this.#sketches = new Uint32Array(isAccess ? grid.length * LATENCY_BUCKETS : 0);
  }

  /** Counts application records; `levels` has the number of the level by template. */
  addRecords({ length, timeMs, template }: ApplicationBlock, levels: Uint8Array): void {
    const { startMs, bucketMs, length: buckets } = this.#grid;
    for (let row = 0; row < length; row++) {
      const bucket = Math.floor((timeMs[row]! - startMs) / bucketMs);
      if (bucket < 0 || bucket >= buckets) continue;
      this.records[bucket]!++;
      const level = this.#levels[levels[template[row]!] ?? 0]!;
      level[bucket]!++;
    }
  }

  /** Counts requests; a refusal whose duty is {@linkcode DIGEST} has not failed as long as {@linkcode addRefused} does not tell. */
  addRequests({ length, timeMs, status, latencyMs }: AccessBlock, duties: Uint8Array): void {
    const { startMs, bucketMs, length: buckets } = this.#grid;
    for (let row = 0; row < length; row++) {
      const bucket = Math.floor((timeMs[row]! - startMs) / bucketMs);
      if (bucket < 0 || bucket >= buckets) continue;
      this.records[bucket]!++;
      const duty = duties[row]!;
      if ((duty & TRAFFIC) === 0) continue;
      if (status[row]! >= 500) this.#errors5xx[bucket]!++;
      else if (status[row]! >= 400 && !(status[row] === 401 && (duty & DIGEST) !== 0)) {
        this.#errors4xx[bucket]!++;
      }
      const own = latencyBucket(latencyMs[row]!);
      if (own === NO_LATENCY) continue;
      this.#sketches[bucket * LATENCY_BUCKETS + own]!++;
      if (latencyMs[row]! > this.#maxMs[bucket]!) this.#maxMs[bucket] = latencyMs[row]!;
    }
  }

  /** Counts the failure of a request. */
  addRefused(timeMs: number): void {
    const { startMs, bucketMs, length } = this.#grid;
    const bucket = Math.floor((timeMs - startMs) / bucketMs);
    if (bucket >= 0 && bucket < length) this.#errors4xx[bucket]!++;
  }

  /** Makes percentiles of the latencies: they need a hundred times the memory. No requests follow. */
  settle(): void {
    this.#p95Ms = Array.from(this.#maxMs, (maxMs, bucket) => {
      const from = bucket * LATENCY_BUCKETS;
      return quantileMs(this.#sketches.subarray(from, from + LATENCY_BUCKETS), maxMs, 0.95);
    });
    this.#sketches = new Uint32Array(0);
  }

  /** Records by level. */
  levels(): ActivityLevels {
    const [, info, warn, error] = this.#levels.map((counts) => [...counts]);
    const listed = (bucket: number) => error![bucket]! + warn![bucket]! + info![bucket]!;
    const other = Array.from(this.records, (count, bucket) => count - listed(bucket));
    return { error: error!, warn: warn!, info: info!, other };
  }

  /** What became of requests, once they are settled. */
  http(): ActivityHttp {
    return { errors4xx: [...this.#errors4xx], errors5xx: [...this.#errors5xx], p95Ms: this.#p95Ms };
  }
}
