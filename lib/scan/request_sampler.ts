import { isChangeRoute } from "./change_routes.ts";
import type { QuietTable } from "./quiet_table.ts";
import { Sampler } from "./sampler.ts";

/** Statuses from here on are errors. */
const ERROR_STATUS = 400;
const STATUS_CODES = 1000;
/** Response times from here on are worth a look, and again those four, sixteen and 64 times as long. */
const SLOW_MS = 256;
const LEVELS = 4;
/** Pairs of route and status kept apart; more count as one. */
const MAX_ERROR_KINDS = 65_536;
/** From here on the server failed. */
const FAILURE_STATUS = 500;
/** Requests that are kept one and all: changes of one route, of all routes, failures; and their bytes. */
const MAX_OF_ROUTE = 4000;
const MAX_CHANGES = 20_000;
const MAX_FAILURES = 3000;
const MAX_WHOLE_BYTES = 8 * 1024 * 1024;

/**
 * Decides which requests are worth keeping whole: of each route and class of status on a host as {@linkcode Sampler} does
 * with templates; errors by their status, with one of each client at first; slow ones by how slow they are. Up to a limit
 * every request is kept with which somebody changed something, or that the server failed to serve.
 */
export class RequestSampler {
  readonly #usual = new Sampler();
  readonly #slow = new Sampler();
  readonly #errors = new Sampler();
  /** Numbers of pairs of route and status. */
  readonly #errorKinds = new Map<number, number>();
  /** Whether the last request that was taken is one of those that are all kept. */
  isWhole = false;
  /** Changes that may still be kept, by route. Nothing of these routes is ever quiet before. */
  #changesLeft: Uint16Array = new Uint16Array(64);
  #lastRoute = 0;
  #changes = 0;
  #failures = 0;
  #wholeBytes = 0;

  /** Takes the name of the next route id. */
  addRoute(method: string, route: string): void {
    const id = ++this.#lastRoute;
    if (id >= this.#changesLeft.length) {
      const left = new Uint16Array(2 * id);
      left.set(this.#changesLeft);
      this.#changesLeft = left;
    }
    if (isChangeRoute(method, route)) this.#changesLeft[id] = MAX_OF_ROUTE;
  }

  /** Switches to the requests of another host. */
  useHost(host: string): void {
    this.#usual.useHost(host);
    this.#slow.useHost(host);
    this.#errors.useHost(host);
  }

  /** Has quiet times of the host by route and class of status in a table: then none is kept that is neither slow nor an error. */
  mirrorIn(table: QuietTable): void {
    this.#usual.mirrorIn(table);
  }

  /** Whether this request is one to keep; counts it when so. */
  take(row: RequestFacts): boolean {
    this.isWhole = this.#isWhole(row);
    if (this.isWhole) return true;
    const isSlow = row.latencyMs >= SLOW_MS && this.#slow.take(slowKind(row), row.timeMs, 0);
    const { route, status, timeMs } = row;
    const isTaken = status >= ERROR_STATUS
      ? this.#errors.take(this.#errorKind(route, status), timeMs, row.client)
      : this.#usual.take(usualKind(route, status), timeMs, 0);
    return isTaken || isSlow;
  }

  #isWhole({ route, status, byteLength }: RequestFacts): boolean {
    const isChange = status < ERROR_STATUS && this.#changesLeft[route]! > 0 && this.#changes < MAX_CHANGES;
    const isFailure = status >= FAILURE_STATUS && this.#failures < MAX_FAILURES;
    if (!isChange && !isFailure || this.#wholeBytes >= MAX_WHOLE_BYTES) return false;
    if (isChange) {
      this.#changesLeft[route]!--;
      this.#changes++;
    } else this.#failures++;
    this.#wholeBytes += byteLength;
    return true;
  }

  #errorKind(route: number, status: number): number {
    const key = route * STATUS_CODES + status;
    const known = this.#errorKinds.get(key);
    if (known !== undefined) return known;
    if (this.#errorKinds.size >= MAX_ERROR_KINDS) return 0;
    this.#errorKinds.set(key, this.#errorKinds.size + 1);
    return this.#errorKinds.size;
  }
}

/** What the choice depends on. */
interface RequestFacts {
  readonly timeMs: number;
  readonly route: number;
  readonly client: number;
  readonly status: number;
  readonly latencyMs: number;
  readonly byteLength: number;
}

/** Number of a route and class of status that is no error. */
function usualKind(route: number, status: number): number {
  return route * LEVELS + ((status / 100) | 0);
}

function slowKind({ route, latencyMs }: RequestFacts): number {
  let level = 0;
  for (let limit = SLOW_MS * 4; level < LEVELS - 1 && latencyMs >= limit; limit *= 4) level++;
  return route * LEVELS + level;
}
