import type { ScanOutput } from "./column_block.ts";
import { MemberScanner } from "./member_scanner.ts";
import type { ScanClient } from "./scan_client.ts";
import { ScanContext, type ScanOptions } from "./scan_context.ts";

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
