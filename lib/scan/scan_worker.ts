/**
 * The worker beside the inflater: takes bytes of members, gives columns. Bytes lie in shared memory, whose slots go back and
 * forth: to transfer buffers instead costs a quarter of the scan.
 *
 * @module
 */
import type { ScanOutput } from "./column_block.ts";
import { MemberScanner } from "./member_scanner.ts";
import { ScanContext } from "./scan_context.ts";
import type { ScanReply, ScanRequest } from "./scan_messages.ts";

declare const self: {
  onmessage: ((event: MessageEvent<ScanRequest>) => void) | null;
  postMessage(reply: ScanReply, transfer?: Transferable[]): void;
};

let context: ScanContext | null = null;
let memory: Uint8Array = new Uint8Array(0);
let scanner: MemberScanner | null = null;
let outputs: ScanOutput[] = [];

self.onmessage = ({ data }) => {
  try {
    take(data);
  } catch (error) {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    self.postMessage({ kind: "failed", message, stack });
  }
};

function take(request: ScanRequest): void {
  switch (request.kind) {
    case "start":
      context = new ScanContext(request.options, (output) => outputs.push(output));
      memory = new Uint8Array(request.memory);
      return;
    case "member":
      scanner = new MemberScanner(context!, request.member, request.origin);
      return;
    case "bytes":
      if (request.length > 0) {
        scanner!.write(memory.subarray(request.offset, request.offset + request.length));
      }
      return flush(request.offset);
    case "end":
      scanner!.end();
      flush(null);
  }
}

function flush(freeOffset: number | null): void {
  const transfer = outputs.flatMap((output) =>
    output.kind === "block"
      ? Object.values(output.block).flatMap((column) => ArrayBuffer.isView(column) ? [column.buffer] : [])
      : []
  );
  self.postMessage({ kind: "output", outputs, freeOffset }, transfer as ArrayBuffer[]);
  outputs = [];
}
