/**
 * The worker beside the inflater: takes bytes of members, gives columns. Both lie in shared memory: to send them instead costs
 * as much as half of the scan.
 *
 * @module
 */
import { BlockAreas } from "./block_areas.ts";
import { MemberScanner } from "./member_scanner.ts";
import { ReplyWriter } from "./pipe/reply_writer.ts";
import { ScanPort } from "./pipe/scan_port.ts";
import { ScanContext } from "./scan_context.ts";
import type { ScanMemory } from "./scan_memory.ts";
import type { ScanRequest, ScanStart } from "./scan_messages.ts";

declare const self: { onmessage: ((event: MessageEvent<ScanStart>) => void) | null };

let scanner: MemberScanner | null = null;

self.onmessage = ({ data: { options, memory } }) => {
  const port = new ScanPort(memory);
  const areas = new BlockAreas(memory);
  const replies = new ReplyWriter(areas);
  try {
    const context = new ScanContext(options, (output) => replies.put(output), { memory, areas });
    for (let message = port.next(); message !== null; message = port.next()) {
      for (const request of message.requests) take(request, context, memory);
      port.reply(replies.take(message.number), message.number);
    }
  } catch (error) {
    port.reply(replies.failure(error), Infinity);
  }
};

function take(request: ScanRequest, context: ScanContext, memory: ScanMemory): void {
  switch (request.kind) {
    case "member":
      scanner = new MemberScanner(context, request.member, request.origin);
      return;
    case "bytes":
      return scanner!.write(new Uint8Array(memory.buffer, request.offset, request.length));
    case "end":
      return scanner!.end();
  }
}
