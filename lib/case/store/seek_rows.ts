import type { FileSeekIndex } from "../../archive/seek/seek_index.ts";
import type { CaseTables } from "./case_tables.ts";

/** Writes the seek index of a file; `members` are numbers by path. */
export function writeSeekRows(
  tables: CaseTables,
  file: number,
  index: FileSeekIndex,
  members: ReadonlyMap<string, number>,
): void {
  for (const [number, { kind, source, points }] of index.streams.entries()) {
    tables.add("stream", null, file, number, kind);
    for (const { stream, byteOffset, byteLength } of source) {
      tables.add("stream_span", null, file, number, stream, byteOffset, byteLength);
    }
    for (const { outOffset, inOffset, bitOffset, window } of points) {
      tables.add("point", null, file, number, outOffset, inOffset, bitOffset, window);
    }
  }
  for (const [path, spans] of index.members) {
    const member = members.get(path);
    if (member === undefined) continue;
    for (const { stream, byteOffset, byteLength } of spans) {
      tables.add("member_span", null, member, stream, byteOffset, byteLength);
    }
  }
}
