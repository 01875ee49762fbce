import { createHash } from "node:crypto";
import type { Diagnostic } from "../errors.ts";
import type { ArchiveProblem } from "./archive_problem.ts";
import type { InflaterPool } from "./gzip/inflate_raw.ts";
import { RATIO_GRACE_BYTES, type ReadLimits } from "./read_limits.ts";

/** Diagnostics of one code that are given one by one; the rest is counted. */
const MAX_PER_CODE = 100;
/** Longest path that is kept to find duplicates; longer ones are kept as their hash. */
const MAX_KEPT_PATH = 128;

/** What an input is: an archive of members, one log (perhaps compressed), or neither. */
export type Container = "archive" | "log" | "unknown";

/** Which way a limit was passed: what to say. */
export type LimitExcess = Pick<ArchiveProblem, "code" | "message">;

/** Bytes through a gzip stream, or through all of one depth. */
export interface Flow {
  /** What went in. */
  compressed: number;
  /** What came out. */
  inflated: number;
}

/** What all containers of one input share: limits and what was used of them, names given, diagnostics given. */
export class ReadContext {
  /** Name of the input, for diagnostics. */
  readonly input: string;
  /** The limits in force. */
  readonly limits: ReadLimits;
  /** Inflaters for any gzip stream of the input. */
  readonly pool: InflaterPool;
  /** Regular files found. */
  members = 0;
  /** Bytes of them. */
  uncompressedBytes = 0;
  /** Whether nothing was lost so far. */
  complete = true;
  /** Set when a limit of the whole input was reached: nothing more is read. */
  stopped = false;
  /** What the input was found to be. */
  container: Container = "unknown";
  /** The first bytes of the input, inflated. */
  firstBytes: Uint8Array = new Uint8Array(0);
  readonly #flows: Flow[] = [];
  readonly #names = new Map<string, number>();
  readonly #counts = new Map<string, { given: number; held: number; last: Diagnostic }>();

  /** Creates the state at the beginning of an input. */
  constructor(input: string, limits: ReadLimits, pool: InflaterPool) {
    this.input = input;
    this.limits = limits;
    this.pool = pool;
  }

  /** Counts bytes that gzip streams at a depth took in. */
  countCompressed(depth: number, bytes: number): void {
    this.#flow(depth).compressed += bytes;
  }

  /** Counts bytes that came out of a gzip stream, and says when it, or all of its depth together, went over a limit. */
  countInflated(depth: number, bytes: number, stream: Flow): LimitExcess | undefined {
    const flow = this.#flow(depth);
    flow.inflated += bytes;
    // What is not delivered counts too: headers, links, sparse files, damaged parts. It may be as much again.
    const maxBytes = 2 * this.limits.maxBytes + RATIO_GRACE_BYTES;
    if (flow.inflated > maxBytes) {
      return {
        code: "limit.bytes",
        message: `Cannot inflate more: over ${maxBytes} bytes came out, which is the limit`,
      };
    }
    return this.#ratioExcess(flow) ??
      this.#ratioExcess(stream);
  }

  #flow(depth: number): Flow {
    return this.#flows[depth] ??= { compressed: 0, inflated: 0 };
  }

  #ratioExcess({ compressed, inflated }: Flow): LimitExcess | undefined {
    const { maxRatio } = this.limits;
    if (inflated < RATIO_GRACE_BYTES || inflated <= maxRatio * compressed) return undefined;
    const state = `${inflated} bytes came out of ${compressed}, expected at most ${maxRatio} times as many`;
    return { code: "limit.ratio", message: `Cannot inflate more: ${state}` };
  }

  /** A path that no other member has: ` (2)` and so on is added. */
  uniquePath(path: string): string {
    const seen = this.#names.get(nameKey(path));
    if (seen === undefined) {
      this.#names.set(nameKey(path), 1);
      return path;
    }
    let number = seen + 1;
    while (this.#names.has(nameKey(`${path} (${number})`))) number++;
    this.#names.set(nameKey(path), number);
    this.#names.set(nameKey(`${path} (${number})`), 1);
    return `${path} (${number})`;
  }

  /** Makes a diagnostic, or only counts it when there were many of its code. */
  diagnose(problem: Omit<Diagnostic, "input">): Diagnostic | undefined {
    if (problem.severity === "error") this.complete = false;
    const diagnostic = { ...problem, input: this.input };
    const counter = this.#counts.get(problem.code) ?? { given: 0, held: 0, last: diagnostic };
    this.#counts.set(problem.code, counter);
    if (counter.given < MAX_PER_CODE) {
      counter.given++;
      return diagnostic;
    }
    counter.held++;
    return undefined;
  }

  /** One diagnostic for each code of which some were only counted. */
  *heldDiagnostics(): Generator<Diagnostic> {
    for (const [code, { held, last: { severity } }] of this.#counts) {
      if (held === 0) continue;
      const message =
        `Cannot list all problems of this kind: ${held} more follow after the first ${MAX_PER_CODE}`;
      yield { code, severity, message, input: this.input, count: held };
    }
  }
}

function nameKey(path: string): string {
  return path.length <= MAX_KEPT_PATH ? path : createHash("sha256").update(path).digest("hex");
}
