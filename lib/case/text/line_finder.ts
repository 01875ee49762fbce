import type { CaseLine } from "../case_reader.ts";
import { type LineMark, type MemberText, PIECE_BYTES } from "./member_text.ts";
import type { StoredBlocks } from "../store/stored_blocks.ts";

/** Most lines given at once. */
export const MAX_LINES = 10_000;
/** Bytes of a line that become text. */
const MAX_LINE_BYTES = 65_536;
/** Bytes of all lines given at once; the line that passes it is the last. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
const LF = 10;
const CR = 13;

/** Finds lines by number: from the nearest record, or the nearest place that was passed before. */
export class LineFinder {
  readonly #text: MemberText;
  readonly #blocks: StoredBlocks;
  /** Beginnings of pieces, by member; ascending. */
  readonly #marks = new Map<number, LineMark[]>();

  /** Takes the bytes, and the blocks that tell where records are. */
  constructor(text: MemberText, blocks: StoredBlocks) {
    this.#text = text;
    this.#blocks = blocks;
  }

  /** Lines `from` to `to`, both included, as many as there are. */
  lines(member: number, from: number, to: number): CaseLine[] {
    const lines: CaseLine[] = [];
    const first = Math.max(1, from);
    const last = Math.min(to, first + MAX_LINES - 1);
    let byteOffset = first <= last ? this.#find(member, first) : null;
    for (let textBytes = 0; byteOffset !== null && textBytes < MAX_TEXT_BYTES;) {
      const line = this.#readLine(member, byteOffset, first + lines.length);
      if (line === null) break;
      lines.push(line);
      textBytes += Math.min(line.byteLength, MAX_LINE_BYTES);
      byteOffset = line.line < last ? line.byteOffset + line.byteLength + 1 : null;
    }
    return lines;
  }

  /** Where a line begins; null when there are fewer. */
  #find(member: number, line: number): number | null {
    let at = this.#nearest(member, line);
    while (at.line < line) {
      const piece = this.#restOfPiece(member, at.byteOffset);
      if (piece.length === 0) return null;
      const next = at.line + countLineFeeds(piece);
      if (next >= line) return at.byteOffset + endOfLines(piece, line - at.line);
      at = { byteOffset: at.byteOffset + piece.length, line: next };
      if (at.byteOffset % PIECE_BYTES === 0) this.#remember(member, at);
    }
    return at.byteOffset;
  }

  /** A place before a line, or where it begins. */
  #nearest(member: number, line: number): LineMark {
    const record = this.#recordBefore(member, line) ?? { byteOffset: 0, line: 1 };
    const passed = this.#markBefore(member, line);
    return passed !== null && passed.byteOffset > record.byteOffset ? passed : record;
  }

  #recordBefore(member: number, line: number): LineMark | null {
    const blocks = this.#blocks.ofMember(member);
    const block = blocks[lastBelow(blocks.length, (at) => blocks[at]!.firstLine <= line)];
    if (block === undefined) return null;
    const { byteOffset, line: lines } = this.#blocks.rows(block);
    const row = lastBelow(lines.length, (at) => lines[at]! <= line);
    return row < 0 ? null : { byteOffset: byteOffset[row]!, line: lines[row]! };
  }

  /** The line of a mark may have begun before it, so only a line after it can be found from there. */
  #markBefore(member: number, line: number): LineMark | null {
    const marks = this.#marksOf(member);
    return marks[lastBelow(marks.length, (at) => marks[at]!.line < line)] ?? null;
  }

  #remember(member: number, mark: LineMark): void {
    const marks = this.#marksOf(member);
    const before = lastBelow(marks.length, (at) => marks[at]!.byteOffset <= mark.byteOffset);
    if (marks[before]?.byteOffset !== mark.byteOffset) marks.splice(before + 1, 0, mark);
  }

  #marksOf(member: number): LineMark[] {
    let marks = this.#marks.get(member);
    if (marks === undefined) this.#marks.set(member, marks = this.#text.lineMarks(member));
    return marks;
  }

  #readLine(member: number, byteOffset: number, line: number): CaseLine | null {
    let byteLength = 0;
    for (;;) {
      const piece = this.#restOfPiece(member, byteOffset + byteLength);
      const lineFeed = piece.indexOf(LF);
      byteLength += lineFeed < 0 ? piece.length : lineFeed;
      if (lineFeed >= 0) break;
      // The last line has no line feed; after the last line feed there is no line.
      if (piece.length === 0) {
        if (byteLength === 0) return null;
        break;
      }
    }
    const kept = this.#text.read(member, byteOffset, Math.min(byteLength, MAX_LINE_BYTES));
    return { line, byteOffset, byteLength, text: decode(kept, byteLength) };
  }

  #restOfPiece(member: number, byteOffset: number): Uint8Array {
    return this.#text.read(member, byteOffset, PIECE_BYTES - byteOffset % PIECE_BYTES);
  }
}

function decode(bytes: Uint8Array, byteLength: number): string {
  const isWhole = bytes.length === byteLength;
  const end = isWhole && bytes.at(-1) === CR ? bytes.length - 1 : bytes.length;
  return new TextDecoder().decode(bytes.subarray(0, end), { stream: !isWhole });
}

function countLineFeeds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === LF) count++;
  return count;
}

/** Where the line after `count` line feeds begins. */
function endOfLines(bytes: Uint8Array, count: number): number {
  let end = 0;
  for (let passed = 0; passed < count; passed++) end = bytes.indexOf(LF, end) + 1;
  return end;
}

/** The last of `length` places at which something that holds at first still holds; -1: none. */
function lastBelow(length: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
