import type { SpooledText } from "./text_spool.ts";

/** Reads blocks that lie one after another in a file, and passes them on; bytes are valid during the call. */
export function readSpooled(
  path: string,
  blocks: readonly SpooledText[],
  put: (block: SpooledText, bytes: Uint8Array) => void,
): void {
  if (blocks.length === 0) return;
  const buffer = new Uint8Array(blocks.reduce((most, { sizeBytes }) => Math.max(most, sizeBytes), 0));
  using file = Deno.openSync(path);
  for (const block of blocks) {
    const bytes = buffer.subarray(0, block.sizeBytes);
    for (let at = 0; at < bytes.length;) {
      const read = file.readSync(bytes.subarray(at));
      if (read === null) throw new Error("the text in it ends before it should");
      at += read;
    }
    put(block, bytes);
  }
}
