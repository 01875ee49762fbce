import type { CaseReader } from "../../lib/case/case_reader.ts";
import { compareText } from "../../lib/analyze/compare_text.ts";
import type { Filter } from "../../lib/query/filter.ts";
import { MemberLayouts } from "../../lib/query/member_layouts.ts";
import { fitsRecord } from "../../lib/query/match/record_test.ts";
import { RecordView } from "../../lib/query/record_view.ts";

/** A record of a case, found without any cleverness. */
export interface PlainRow {
  /** Number of its log file. */
  readonly member: number;
  /** Time as logged, epoch milliseconds. */
  readonly timeMs: number;
  /** Place in the file. */
  readonly byteOffset: number;
  /** Its text. */
  readonly text: string;
  /** Whether it fits the filter by its text alone. */
  readonly isMatch: boolean;
}

/** Reads the text of every record, tries the filter on it, adds context, sorts by time: what a query must tell. */
export function bruteForce(reader: CaseReader, filter: Filter, rowsAround = 0): PlainRow[] {
  const layouts = new MemberLayouts(reader);
  const byMember = reader.members.map(() => [] as PlainRow[]);
  for (const block of reader.blocks) {
    const member = reader.members[block.member]!;
    const columns = reader.rows(block);
    for (let row = 0; row < columns.length; row++) {
      const byteOffset = columns.byteOffset[row]!;
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
        reader.bytes(member.id, byteOffset, columns.byteLength[row]!),
      );
      const timeMs = columns.timeMs[row]!;
      const record = new RecordView({
        member,
        kind: block.kind,
        timeMs,
        line: columns.line[row]!,
        signature: columns.kind === "application"
          ? reader.names.templates[columns.template[row]!]?.signature || null
          : null,
        text,
        layout: block.kind === "access" ? layouts.layoutOf(member) : null,
      });
      byMember[member.id]!.push({
        member: member.id,
        timeMs,
        byteOffset,
        text,
        isMatch: fitsRecord(filter, record),
      });
    }
  }
  const nameOf = ({ member }: PlainRow) => reader.members[member]!;
  return byMember.flatMap((rows) => rows.filter((_, at) => isNearMatch(rows, at, rowsAround))).sort((a, b) =>
    a.timeMs - b.timeMs || compareText(nameOf(a).input, nameOf(b).input) ||
    compareText(nameOf(a).path, nameOf(b).path) || a.member - b.member || a.byteOffset - b.byteOffset
  );
}

function isNearMatch(rows: readonly PlainRow[], at: number, rowsAround: number): boolean {
  return rows.slice(Math.max(0, at - rowsAround), at + rowsAround + 1).some(({ isMatch }) => isMatch);
}
