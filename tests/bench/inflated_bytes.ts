import { StreamCursor } from "../../lib/archive/seek/stream_cursor.ts";

/** Bytes that seek readers of this thread inflate while `work` runs. */
export function inflatedBytes(work: () => unknown): number {
  let bytes = 0;
  const { advance } = StreamCursor.prototype;
  // Nothing in the program needs to know this: it is measured from outside.
  StreamCursor.prototype.advance = function (): boolean {
    const before = this.end;
    const hasMore = advance.call(this);
    bytes += this.end - before;
    return hasMore;
  };
  try {
    work();
  } finally {
    StreamCursor.prototype.advance = advance;
  }
  return bytes;
}
