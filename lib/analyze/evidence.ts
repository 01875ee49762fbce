import { formatTime } from "../parse/timestamp.ts";
import type { TextPlace } from "../scan/column_block.ts";
import type { Evidence } from "./finding.ts";
import type { MemberPlace } from "./log_tally.ts";

const MAX_TEXT_BYTES = 8192;
/** What stands at the end of a text that was cut. */
export const CUT_MARK = " … [cut]";

/** The evidence for a text of a member. */
export function evidenceOf(place: TextPlace, member: MemberPlace, timeMs: number | null): Evidence {
  return {
    input: member.input,
    member: member.path,
    line: place.line,
    byteOffset: place.byteOffset,
    byteLength: place.byteLength,
    time: timeMs === null ? null : formatTime(timeMs),
    text: cutText(place),
  };
}

/** At most 8 KiB of the text; a text that was kept short is marked as well. */
function cutText({ text, byteLength }: TextPlace): string {
  // No UTF-16 unit takes less than a byte.
  if (byteLength <= MAX_TEXT_BYTES && text.length >= byteLength) return text;
  const bytes = new TextEncoder().encode(text);
  // U+FFFD takes three bytes for one that was no UTF-8: never fewer than the record has, unless it was kept short.
  if (byteLength <= MAX_TEXT_BYTES && bytes.length >= byteLength) return text;
  const kept = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, MAX_TEXT_BYTES));
  return kept.replace(/\uFFFD+$/, "") + CUT_MARK;
}
