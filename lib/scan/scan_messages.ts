import type { ScanOutput } from "./column_block.ts";
import type { MemberOrigin, ScanOptions } from "./scan_context.ts";

/** What a scan is sent, in order. */
export type ScanRequest =
  | { readonly kind: "start"; readonly options: ScanOptions; readonly memory: SharedArrayBuffer }
  | { readonly kind: "member"; readonly member: number; readonly origin: MemberOrigin }
  | { readonly kind: "bytes"; readonly offset: number; readonly length: number }
  | { readonly kind: "end" };

/** What a scan in a worker sends back: one message a request, each costs a wake-up. */
export type ScanReply =
  | {
    readonly kind: "output";
    readonly outputs: readonly ScanOutput[];
    /** The slot that is free again; null: none. */
    readonly freeOffset: number | null;
  }
  | { readonly kind: "failed"; readonly message: string; readonly stack: string };
