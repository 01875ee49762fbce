import { createHash } from "node:crypto";
import { readArchive, type SourceFile } from "../../lib/archive/read_archive.ts";
import type { FileSeekIndex, SeekSpan } from "../../lib/archive/seek/seek_index.ts";
import { SeekIndexBuilder } from "../../lib/archive/seek/seek_index_builder.ts";
import { type RandomAccess, SeekReader } from "../../lib/archive/seek/seek_reader.ts";

/** Makes the seek index of an archive, reads all text again piece by piece, each from its own point, and compares. */
export async function benchSeekIndex(archive: string): Promise<string> {
  const builder = new SeekIndexBuilder();
  const expected = await hashMembers(archive, builder);
  const index = builder.index();
  const start = performance.now();
  let bytes = 0;
  const wrong: string[] = [];
  for (const [path, spans] of index.members) {
    const { sha256, sizeBytes } = readFromPoints(archive, index, spans);
    bytes += sizeBytes;
    if (sha256 !== expected.get(path)) wrong.push(path);
  }
  const seconds = (performance.now() - start) / 1000;
  const points = index.streams.reduce((sum, stream) => sum + stream.points.length, 0);
  const verdict = wrong.length === 0 && expected.size === index.members.size
    ? "all equal"
    : `DIFFERENT: ${wrong}`;
  return `Seek index: ${points} points in ${
    index.streams.length - 1
  } gzip streams; ${index.members.size} files ` +
    `read again from them, each point by itself, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s: ${verdict}.`;
}

async function hashMembers(archive: string, seek: SeekIndexBuilder): Promise<Map<string, string>> {
  const file: SourceFile = { name: "archive", open: () => Deno.openSync(archive).readable };
  const hashes = new Map<string, string>();
  let path = "";
  let hash = createHash("sha256");
  for await (const part of readArchive(file, { input: "archive", seek })) {
    if (part.kind === "member") [path, hash] = [part.path, createHash("sha256")];
    else if (part.kind === "bytes") hash.update(part.bytes);
    else if (part.kind === "end") hashes.set(path, hash.digest("hex"));
  }
  return hashes;
}

function readFromPoints(
  archive: string,
  index: FileSeekIndex,
  spans: readonly SeekSpan[],
): { sha256: string; sizeBytes: number } {
  const hash = createHash("sha256");
  const sizeBytes = spans.reduce((sum, { byteLength }) => sum + byteLength, 0);
  let from = 0;
  for (const to of [...cutsOf(index, spans), sizeBytes]) {
    // A new reader knows nothing: it has to begin at the point.
    const source = openSource(archive);
    const reader = new SeekReader(source, index);
    hash.update(reader.read(spans, from, to - from));
    reader.close();
    source.close();
    from = to;
  }
  return { sha256: hash.digest("hex"), sizeBytes };
}

/** Where in a member its stream has points. */
function cutsOf({ streams }: FileSeekIndex, spans: readonly SeekSpan[]): number[] {
  let before = 0;
  return spans.flatMap(({ stream, byteOffset, byteLength }) => {
    const at = before;
    before += byteLength;
    return (streams[stream]?.points ?? []).map(({ outOffset }) => outOffset - byteOffset)
      .filter((offset) => offset > 0 && offset < byteLength).map((offset) => at + offset);
  });
}

function openSource(path: string): RandomAccess & { close(): void } {
  const file = Deno.openSync(path);
  return {
    sizeBytes: file.statSync().size,
    readAt(into, offset) {
      file.seekSync(offset, Deno.SeekMode.Start);
      return file.readSync(into) ?? 0;
    },
    close: () => file.close(),
  };
}
