/**
 * The worker beside the inflater: takes bytes of members, gives columns. Both lie in shared memory: to send them instead costs
 * as much as half of the scan.
 *
 * @module
 */
import { BlockAreas } from "./block_areas.ts";
import type { ScanOutput } from "./column_block.ts";
import { MemberScanner } from "./member_scanner.ts";
import { ScanContext } from "./scan_context.ts";
import type { ScanMemory } from "./scan_memory.ts";
import type { ScanMessage, ScanReply, ScanRequest, SentOutput } from "./scan_messages.ts";

declare const self: {
  onmessage: ((event: MessageEvent<ScanMessage>) => void) | null;
  postMessage(reply: ScanReply, transfer?: Transferable[]): void;
};

let context: ScanContext | null = null;
let memory: ScanMemory = { buffer: new ArrayBuffer(0) };
let areas = new BlockAreas({ buffer: new ArrayBuffer(1024) });
let scanner: MemberScanner | null = null;
let outputs: SentOutput[] = [];
let transfer: Transferable[] = [];

self.onmessage = ({ data }) => {
  try {
    if (data.kind === "start") return start(data);
    for (const request of data.requests) take(request);
    flush(data.number);
  } catch (error) {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    self.postMessage({ kind: "failed", message, stack });
  }
};

function start({ options, memory: shared }: ScanMessage & { readonly kind: "start" }): void {
  memory = shared;
  areas = new BlockAreas(shared);
  context = new ScanContext(options, put, { memory, areas });
}

function take(request: ScanRequest): void {
  switch (request.kind) {
    case "member":
      scanner = new MemberScanner(context!, request.member, request.origin);
      return;
    case "bytes":
      return scanner!.write(new Uint8Array(memory.buffer, request.offset, request.length));
    case "end":
      return scanner!.end();
  }
}

function put(output: ScanOutput): void {
  if (output.kind !== "block") return void outputs.push(output);
  const block = areas.sent(output.block);
  outputs.push({ kind: "sent", member: output.member, block });
  if (typeof block.place !== "number") transfer.push(block.place);
}

function flush(done: number): void {
  self.postMessage({ kind: "output", outputs, done }, transfer);
  outputs = [];
  transfer = [];
}
