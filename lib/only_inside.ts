import type { ArchivePart } from "./archive/archive_part.ts";
import type { ReadSummary } from "./archive/read_archive.ts";

/** The parts of one member of an archive, and of what lies in it, as if there were no other; diagnostics are of all. */
export async function* onlyInside(
  path: string,
  parts: AsyncGenerator<ArchivePart, ReadSummary>,
): AsyncGenerator<ArchivePart, ReadSummary> {
  const others = { members: 0, uncompressedBytes: 0 };
  let isInside = false;
  for (;;) {
    const { value: part, done } = await parts.next();
    if (done) {
      const members = part.members - others.members;
      return { ...part, members, uncompressedBytes: part.uncompressedBytes - others.uncompressedBytes };
    }
    if (part.kind === "member") isInside = part.path === path || part.path.startsWith(`${path}!/`);
    if (isInside || part.kind === "diagnostic") yield part;
    else if (part.kind === "member") others.members++;
    else if (part.kind === "bytes") others.uncompressedBytes += part.bytes.length;
  }
}
