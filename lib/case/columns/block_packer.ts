import type { PackBlock } from "../../scan/column_block.ts";
import { AssembledPacker, compilePacker } from "./assembled_packer.ts";
import { encodeColumns } from "./column_codec.ts";
import { MAX_BLOCK_ROWS } from "./plain_packer.ts";

/** Packs blocks as they are stored; null: this host cannot do it fast. */
export function blockPacker(): PackBlock | null {
  const module = compilePacker();
  if (module === null) return null;
  const packer = new AssembledPacker(module);
  return (block, into) => {
    if (block.length > MAX_BLOCK_ROWS) return 0;
    const packed = encodeColumns(block, packer);
    if (packed.length > into.length) return 0;
    into.set(packed);
    return packed.length;
  };
}
