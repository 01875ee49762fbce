import { BlockAreas } from "./block_areas.ts";
import type { PackBlock, ScanOutput } from "./column_block.ts";
import { MemberScanner } from "./member_scanner.ts";
import { ReplyWriter } from "./pipe/reply_writer.ts";
import { ScanPort } from "./pipe/scan_port.ts";
import { ScanContext } from "./scan_context.ts";
import type { ScanMemory } from "./scan_memory.ts";
import type { ScanRequest, ScanStart } from "./scan_messages.ts";

/**
 * The work of a worker beside the inflater, until it is told to stop: takes bytes of members, gives columns. Both lie in
 * shared memory: to send them instead costs as much as half of the scan. `pack` packs them, for whoever stores them.
 */
export function serveScan({ options, memory }: ScanStart, pack: PackBlock | null): void {
  const port = new ScanPort(memory);
  const areas = new BlockAreas(memory);
  const replies = new ReplyWriter(areas);
  try {
    const emit = (output: ScanOutput) =>
      replies.put(pack === null ? output : withPacked(output, areas, pack));
    const context = new ScanContext(options, emit, { memory, areas });
    let scanner: MemberScanner | null = null;
    for (let message = port.next(); message !== null; message = port.next()) {
      for (const request of message.requests) scanner = take(request, scanner, context, memory);
      port.reply(replies.take(message.number), message.number);
    }
  } catch (error) {
    port.reply(replies.failure(error), Infinity);
  }
}

/** Does what is asked for; gives the scanner of the member that was begun last. */
function take(
  request: ScanRequest,
  scanner: MemberScanner | null,
  context: ScanContext,
  { buffer }: ScanMemory,
): MemberScanner | null {
  if (request.kind === "member") return new MemberScanner(context, request.member, request.origin);
  if (request.kind === "end") scanner?.end();
  else scanner?.write(new Uint8Array(buffer, request.offset, request.length));
  return scanner;
}

/** A block in an area has room beside it for what is packed. */
function withPacked(output: ScanOutput, areas: BlockAreas, pack: PackBlock): ScanOutput {
  if (output.kind !== "block") return output;
  const area = areas.areaOf(output.block);
  if (area === undefined) return output;
  const room = areas.packedIn(area);
  const length = pack(output.block, room);
  return length === 0 ? output : { ...output, packed: room.subarray(0, length) };
}
