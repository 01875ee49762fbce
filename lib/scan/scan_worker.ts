/**
 * The worker beside the inflater: takes bytes of members, gives columns. Buffers go back and forth; none is copied.
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
      return;
    case "member":
      scanner = new MemberScanner(context!, request.member, request.origin);
      return;
    case "bytes":
      scanner!.write(new Uint8Array(request.buffer, 0, request.length));
      flush();
      self.postMessage({ kind: "buffer", buffer: request.buffer }, [request.buffer]);
      return;
    case "end":
      scanner!.end();
      flush();
  }
}

function flush(): void {
  if (outputs.length === 0) return;
  const transfer = outputs.flatMap((output) =>
    output.kind === "block"
      ? Object.values(output.block).flatMap((column) => ArrayBuffer.isView(column) ? [column.buffer] : [])
      : []
  );
  self.postMessage({ kind: "output", outputs }, transfer as ArrayBuffer[]);
  outputs = [];
}
