import type { SentBlock } from "./block_areas.ts";
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

/** What a scan says, as it is sent: an area that a block lies in is for the receiver to give back. */
export type SentOutput =
  | Exclude<ScanOutput, { readonly kind: "block" }>
  | { readonly kind: "sent"; readonly member: number; readonly block: SentBlock };

/** What a scan in a worker sends back, one message for each it gets. */
export type ScanReply =
  | {
    readonly kind: "output";
    readonly outputs: readonly SentOutput[];
    /** Number of the message that is done. */
    readonly done: number;
  }
  | { readonly kind: "failed"; readonly message: string; readonly stack: string };
