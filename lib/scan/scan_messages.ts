import type { MemberOrigin, ScanOptions } from "./scan_context.ts";
import type { ScanMemory } from "./scan_memory.ts";

/** One thing that a scan is told. */
export type ScanRequest =
  | { readonly kind: "member"; readonly member: number; readonly origin: MemberOrigin }
  | { readonly kind: "bytes"; readonly offset: number; readonly length: number }
  | { readonly kind: "end" };

/** Requests in order, as many at a time as there are: messages cost. */
export interface ScanRequests {
  /** One more than that of the message before; the first is 1. */
  readonly number: number;
  /** What is to be done. */
  readonly requests: readonly ScanRequest[];
}

/** What a worker is told before it scans: all else goes through the memory. */
export interface ScanStart {
  /** How it works. */
  readonly options: ScanOptions;
  /** Where requests and bytes are. */
  readonly memory: ScanMemory;
  /** Whether blocks are wanted packed as well. */
  readonly packs: boolean;
}
