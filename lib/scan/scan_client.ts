import type { ScanOutput } from "./column_block.ts";
import { MemberScanner } from "./member_scanner.ts";
import { type MemberOrigin, ScanContext, type ScanOptions } from "./scan_context.ts";
import type { ScanSlots } from "./scan_slots.ts";
import { startWorker } from "./start_worker.ts";
import { WorkerScan } from "./worker_scan.ts";

/** Takes the bytes of members, one member after another; says what the scan finds. */
export interface ScanClient {
  /** Where bytes may be put that are written then, so that nobody copies them; null: nowhere. */
  readonly slots: ScanSlots | null;
  /** Begins a member. */
  begin(member: number, origin: MemberOrigin): void;
  /** Takes bytes of it; they may be reused once this resolves, those in a slot once that is lent again. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the member. */
  end(): Promise<void>;
  /** Resolves when everything was scanned and said. */
  close(): Promise<void>;
  /** Stops at once. */
  abort(): void;
}

/** Scans in this thread; beyond `largeBytes` in all, lines are scanned in WebAssembly. */
export function scanHere(
  options: ScanOptions,
  take: (output: ScanOutput) => void,
  largeBytes?: number,
): ScanClient {
  const context = new ScanContext(options, take, largeBytes === undefined ? {} : { largeBytes });
  let scanner: MemberScanner | null = null;
  return {
    slots: null,
    begin: (member, origin) => void (scanner = new MemberScanner(context, member, origin)),
    write: (bytes) => Promise.try(() => scanner?.write(bytes)),
    end: () => Promise.try(() => scanner?.end()),
    close: () => Promise.resolve(),
    abort: () => {},
  };
}

/** Starts a worker that can scan: that takes as long as other things that come first. Null when none can be had. */
export function startScanWorker(): Worker | null {
  return startWorker(new URL("./scan_worker.ts", import.meta.url));
}

/** Scans in a worker. A fixed set of slots in shared memory goes back and forth, so a slow scan holds the reader back. */
export function scanInWorker(
  worker: Worker,
  options: ScanOptions,
  take: (output: ScanOutput) => void,
): ScanClient {
  return new WorkerScan(worker, options, take);
}
