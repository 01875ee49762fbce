import type { ScanOutput } from "./column_block.ts";
import type { MemberOrigin, ScanOptions } from "./scan_context.ts";

/** What a scan is sent, in order. */
export type ScanRequest =
  | { readonly kind: "start"; readonly options: ScanOptions }
  | { readonly kind: "member"; readonly member: number; readonly origin: MemberOrigin }
  | { readonly kind: "bytes"; readonly buffer: ArrayBuffer; readonly length: number }
  | { readonly kind: "end" };

/** What a scan in a worker sends back. */
export type ScanReply =
  | { readonly kind: "output"; readonly outputs: readonly ScanOutput[] }
  | { readonly kind: "buffer"; readonly buffer: ArrayBuffer }
  | { readonly kind: "failed"; readonly message: string; readonly stack: string };
