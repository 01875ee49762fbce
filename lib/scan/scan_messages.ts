import type { AreaBlock } from "./block_areas.ts";
import type { ScanOutput } from "./column_block.ts";
import type { MemberOrigin, ScanOptions } from "./scan_context.ts";
import type { ScanMemory } from "./scan_memory.ts";

/** One thing that a scan is told. */
export type ScanRequest =
  | { readonly kind: "member"; readonly member: number; readonly origin: MemberOrigin }
  | { readonly kind: "bytes"; readonly offset: number; readonly length: number }
  | { readonly kind: "end" };

/** What a scan is sent: first how it works, then requests in order, as many at a time as there are: messages cost. */
export type ScanMessage =
  | { readonly kind: "start"; readonly options: ScanOptions; readonly memory: ScanMemory }
  | { readonly kind: "requests"; readonly requests: readonly ScanRequest[]; readonly number: number };

/** A block in an area, which the receiver gives back. */
export interface AreaOutput {
  /** Discriminates. */
  readonly kind: "area";
  /** Number of the member. */
  readonly member: number;
  /** The block. */
  readonly block: AreaBlock;
}

/** What a scan in a worker sends back, one message for each it gets. */
export type ScanReply =
  | {
    readonly kind: "output";
    readonly outputs: readonly (ScanOutput | AreaOutput)[];
    /** Number of the message that is done. */
    readonly done: number;
  }
  | { readonly kind: "failed"; readonly message: string; readonly stack: string };
